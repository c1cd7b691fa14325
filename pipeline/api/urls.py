"""/api/v1/pipeline/."""

from rest_framework.routers import SimpleRouter

from pipeline.api.viewsets.accounts import AccountViewSet, ActivityViewSet, ContactViewSet
from pipeline.api.viewsets.deals import DealViewSet
from pipeline.api.viewsets.invoices import InvoiceViewSet
from pipeline.api.viewsets.leads import LeadViewSet
from pipeline.api.viewsets.orders import OrderViewSet
from pipeline.api.viewsets.setup import (
    CloseReasonViewSet,
    LeadSourceViewSet,
    ProcessViewSet,
    ProductViewSet,
    TargetViewSet,
)

router = SimpleRouter()
router.register("deals", DealViewSet, basename="api-deals")
router.register("leads", LeadViewSet, basename="api-leads")
router.register("orders", OrderViewSet, basename="api-orders")
router.register("invoices", InvoiceViewSet, basename="api-invoices")
router.register("accounts", AccountViewSet, basename="api-accounts")
router.register("contacts", ContactViewSet, basename="api-contacts")
router.register("activities", ActivityViewSet, basename="api-activities")
router.register("processes", ProcessViewSet, basename="api-processes")
router.register("products", ProductViewSet, basename="api-products")
router.register("lead-sources", LeadSourceViewSet, basename="api-lead-sources")
router.register("close-reasons", CloseReasonViewSet, basename="api-close-reasons")
router.register("targets", TargetViewSet, basename="api-targets")

urlpatterns = router.urls
