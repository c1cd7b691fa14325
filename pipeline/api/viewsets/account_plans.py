"""/api/v1/pipeline/account-plans/ and account-reviews/."""

from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from pipeline.api.serializers import account_plans as shapes
from pipeline.domain.account_plans import review_account, write_plan
from pipeline.forms.plan_filters import AccountPlanFilters, AccountReviewFilters
from pipeline.models import AccountPlan, AccountReview
from salesmgmt.api.viewsets import VisibleReadViewSet


class AccountPlanViewSet(VisibleReadViewSet):
    """Plans for accounts that you may see."""

    model = AccountPlan
    serializer_class = shapes.AccountPlanSerializer
    filterset_class = AccountPlanFilters
    ordering = {"id": "id"}
    default_order = "id"

    @extend_schema(request=shapes.WritePlanBody, responses={201: shapes.AccountPlanSerializer})
    def create(self, request: Request) -> Response:
        """Write the plan for an account; there is one."""
        plan = write_plan(**self.sent(shapes.WritePlanBody), by=request.user, at=timezone.now())
        return self.shown(plan.pk, status=201)


class AccountReviewViewSet(VisibleReadViewSet):
    """When accounts that you may see were looked at."""

    model = AccountReview
    serializer_class = shapes.AccountReviewSerializer
    filterset_class = AccountReviewFilters
    ordering = {"at": "at"}
    default_order = "-at"

    @extend_schema(request=shapes.ReviewBody, responses={201: shapes.AccountPlanSerializer})
    def create(self, request: Request) -> Response:
        """Note that you looked at an account; it stays noted. The answer is its plan."""
        plan = review_account(**self.sent(shapes.ReviewBody), by=request.user, at=timezone.now())
        return self.answer(plan, status=201, serializer_class=shapes.AccountPlanSerializer)
