"""The kernel's endpoints under /api/v1/."""

from django.urls import path
from rest_framework.routers import SimpleRouter

from salesmgmt.console.api.approvals import ApprovalViewSet
from salesmgmt.console.api.calendars import CalendarViewSet, HolidayViewSet, OfficeViewSet
from salesmgmt.console.api.company import CompanyView
from salesmgmt.console.api.imports import ImportViewSet
from salesmgmt.console.api.jobs import JobViewSet
from salesmgmt.console.api.notifications import NotificationViewSet
from salesmgmt.console.api.periods import ExchangeRateViewSet, FiscalPeriodViewSet
from salesmgmt.console.api.persons import MembershipViewSet, PersonViewSet
from salesmgmt.console.api.preferences import PreferencesView
from salesmgmt.console.api.profiles import CompetencyViewSet, RoleProfileViewSet
from salesmgmt.console.api.roles import RoleGrantViewSet
from salesmgmt.console.api.teams import TeamViewSet
from salesmgmt.console.api.undos import UndoViewSet
from salesmgmt.console.api.webhooks import WebhookDeliveryViewSet, WebhookKindsView, WebhookViewSet

router = SimpleRouter(use_regex_path=False)
router.register("approvals", ApprovalViewSet, "api-approval")
router.register("calendars", CalendarViewSet, "api-calendar")
router.register("competencies", CompetencyViewSet, "api-competency")
router.register("exchange-rates", ExchangeRateViewSet, "api-exchange-rate")
router.register("fiscal-periods", FiscalPeriodViewSet, "api-fiscal-period")
router.register("holidays", HolidayViewSet, "api-holiday")
router.register("imports", ImportViewSet, "api-import")
router.register("jobs", JobViewSet, "api-job")
router.register("memberships", MembershipViewSet, "api-membership")
router.register("notifications", NotificationViewSet, "api-notification")
router.register("offices", OfficeViewSet, "api-office")
router.register("people", PersonViewSet, "api-person")
router.register("role-grants", RoleGrantViewSet, "api-role-grant")
router.register("role-profiles", RoleProfileViewSet, "api-role-profile")
router.register("teams", TeamViewSet, "api-team")
router.register("undos", UndoViewSet, "api-undo")
router.register("webhook-deliveries", WebhookDeliveryViewSet, "api-webhook-delivery")
router.register("webhooks", WebhookViewSet, "api-webhook")

urlpatterns = [
    path("company/", CompanyView.as_view(), name="api-company"),
    path("notification-preferences/", PreferencesView.as_view(), name="api-preferences"),
    path("webhook-kinds/", WebhookKindsView.as_view(), name="api-webhook-kinds"),
    *router.urls,
]
