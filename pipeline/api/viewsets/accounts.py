"""/api/v1/pipeline/accounts/, contacts/ and activities/."""

from django.db.models import QuerySet
from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from pipeline.api.serializers import accounts as shapes
from pipeline.domain.accounts import add_contact, create_account, edit_account, edit_contact
from pipeline.domain.verifying import verify_activity
from pipeline.forms.activity_filters import ActivityFilters
from pipeline.forms.contact_filters import ContactFilters
from pipeline.forms.list_filters import AccountFilters
from pipeline.models import Account, Activity, Contact
from pipeline.queries.reordering import ExpectedOrderDay
from salesmgmt.api.viewsets import VisibleReadViewSet
from salesmgmt.common.folding import by_name


class AccountViewSet(VisibleReadViewSet):
    """Accounts that you may see."""

    model = Account
    serializer_class = shapes.AccountSerializer
    filterset_class = AccountFilters
    ordering = {"name": "name"}
    default_order = "name"

    def get_queryset(self) -> QuerySet[Account]:
        expected = ExpectedOrderDay(self.request.user)
        rows = super().get_queryset().annotate(expected_order_date=expected)
        return rows.select_related("owner", "lead_source")

    @extend_schema(request=shapes.NewAccountBody, responses={201: shapes.AccountSerializer})
    def create(self, request: Request) -> Response:
        """Create an account."""
        account = create_account(**self.sent(shapes.NewAccountBody), by=request.user, at=timezone.now())
        return self.answer(account, status=201)

    @extend_schema(request=shapes.EditAccountBody, responses=shapes.AccountSerializer)
    def partial_update(self, request: Request, pk: str) -> Response:
        """Edit the facts of an account."""
        account = self.get_object()
        account = edit_account(account=account, **self.sent(shapes.EditAccountBody), by=request.user, at=timezone.now())
        return self.answer(account)


class ContactViewSet(VisibleReadViewSet):
    """Contacts at accounts that you may see."""

    model = Contact
    serializer_class = shapes.ContactSerializer
    filterset_class = ContactFilters
    ordering = {"name": by_name()}
    default_order = "name"

    def get_queryset(self) -> QuerySet[Contact]:
        return super().get_queryset().select_related("account")

    @extend_schema(request=shapes.NewContactBody, responses={201: shapes.ContactSerializer})
    def create(self, request: Request) -> Response:
        """Add a contact to an account."""
        contact = add_contact(**self.sent(shapes.NewContactBody), by=request.user, at=timezone.now())
        return self.shown(contact.pk, status=201)

    @extend_schema(request=shapes.EditContactBody, responses=shapes.ContactSerializer)
    def partial_update(self, request: Request, pk: str) -> Response:
        """Edit the facts of a contact."""
        contact = self.get_object()
        contact = edit_contact(contact=contact, **self.sent(shapes.EditContactBody), by=request.user, at=timezone.now())
        return self.shown(contact.pk)


class ActivityViewSet(VisibleReadViewSet):
    """Activities on deals that you may see; `POST …/deals/{id}/activities/` logs one."""

    model = Activity
    serializer_class = shapes.ActivitySerializer
    filterset_class = ActivityFilters
    ordering = {"happened_at": "happened_at"}
    default_order = "-happened_at"

    def get_queryset(self) -> QuerySet[Activity]:
        return super().get_queryset().select_related("user", "contact").prefetch_related("mentions")

    @extend_schema(request=None, responses=shapes.ActivitySerializer)
    @action(detail=True, methods=["post"])
    def verify(self, request: Request, pk: str) -> Response:
        """Say that you saw that it took place; of what you did yourself another person says so."""
        activity = self.get_object()
        verify_activity(activity=activity, by=request.user, at=timezone.now())
        return self.shown(activity.pk)
