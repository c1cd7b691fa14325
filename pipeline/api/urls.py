"""/api/v1/pipeline/."""

from django.urls import path
from rest_framework.routers import SimpleRouter

from pipeline.api.consistency import ConsistencyView
from pipeline.api.stage_trend import StageTrendView
from pipeline.api.viewsets.account_plans import AccountPlanViewSet, AccountReviewViewSet
from pipeline.api.viewsets.accounts import AccountViewSet, ActivityViewSet, ContactViewSet
from pipeline.api.viewsets.assignment import AssignmentRuleViewSet, SellerCapacityViewSet
from pipeline.api.viewsets.campaigns import CampaignViewSet
from pipeline.api.viewsets.capture import CaptureFormViewSet
from pipeline.api.viewsets.deals import DealViewSet
from pipeline.api.viewsets.hand_over import HandOverViewSet
from pipeline.api.viewsets.help import HelpRequestViewSet
from pipeline.api.viewsets.invoices import CancellationViewSet, InvoiceViewSet, PaymentViewSet
from pipeline.api.viewsets.lead_response import LeadStateViewSet, ResponseTargetViewSet
from pipeline.api.viewsets.leads import LeadViewSet
from pipeline.api.viewsets.meetings import PlannedMeetingViewSet
from pipeline.api.viewsets.orders import OrderViewSet
from pipeline.api.viewsets.process_setup import (
    ExitCriterionViewSet,
    PlaybookStepViewSet,
    ProcessVersionViewSet,
    QualificationItemViewSet,
    StageActionViewSet,
)
from pipeline.api.viewsets.renewals import RenewalTermViewSet, RenewalViewSet
from pipeline.api.viewsets.setup import (
    CloseReasonViewSet,
    LeadSourceViewSet,
    ProcessViewSet,
    ProductViewSet,
)
from pipeline.api.viewsets.stages import StageViewSet
from pipeline.api.viewsets.targets import TargetViewSet
from pipeline.api.viewsets.to_do import TaskViewSet
from pipeline.api.work_feed import WorkFeedView

router = SimpleRouter()
router.register("deals", DealViewSet, basename="api-deals")
router.register("tasks", TaskViewSet, basename="api-tasks")
router.register("leads", LeadViewSet, basename="api-leads")
router.register("lead-states", LeadStateViewSet, basename="api-lead-states")
router.register("response-targets", ResponseTargetViewSet, basename="api-response-targets")
router.register("campaigns", CampaignViewSet, basename="api-campaigns")
router.register("assignment-rules", AssignmentRuleViewSet, basename="api-assignment-rules")
router.register("seller-capacities", SellerCapacityViewSet, basename="api-seller-capacities")
router.register("capture-forms", CaptureFormViewSet, basename="api-capture-forms")
router.register("orders", OrderViewSet, basename="api-orders")
router.register("renewals", RenewalViewSet, basename="api-renewals")
router.register("renewal-terms", RenewalTermViewSet, basename="api-renewal-terms")
router.register("invoices", InvoiceViewSet, basename="api-invoices")
router.register("cancellations", CancellationViewSet, basename="api-cancellations")
router.register("payments", PaymentViewSet, basename="api-payments")
router.register("accounts", AccountViewSet, basename="api-accounts")
router.register("account-plans", AccountPlanViewSet, basename="api-account-plans")
router.register("account-reviews", AccountReviewViewSet, basename="api-account-reviews")
router.register("contacts", ContactViewSet, basename="api-contacts")
router.register("activities", ActivityViewSet, basename="api-activities")
router.register("planned-meetings", PlannedMeetingViewSet, basename="api-planned-meetings")
router.register("processes", ProcessViewSet, basename="api-processes")
router.register("process-versions", ProcessVersionViewSet, basename="api-process-versions")
router.register("stages", StageViewSet, basename="api-stages")
router.register("exit-criteria", ExitCriterionViewSet, basename="api-exit-criteria")
router.register("playbook-steps", PlaybookStepViewSet, basename="api-playbook-steps")
router.register("stage-actions", StageActionViewSet, basename="api-stage-actions")
router.register("qualification-items", QualificationItemViewSet, basename="api-qualification-items")
router.register("hand-overs", HandOverViewSet, basename="api-hand-overs")
router.register("help-requests", HelpRequestViewSet, basename="api-help-requests")
router.register("products", ProductViewSet, basename="api-products")
router.register("lead-sources", LeadSourceViewSet, basename="api-lead-sources")
router.register("close-reasons", CloseReasonViewSet, basename="api-close-reasons")
router.register("targets", TargetViewSet, basename="api-targets")

urlpatterns = [
    path("work-feed/", WorkFeedView.as_view(), name="api-work-feed"),
    path("stage-trend/", StageTrendView.as_view(), name="api-stage-trend"),
    path("consistency/", ConsistencyView.as_view(), name="api-consistency"),
    *router.urls,
]
