"""What plans and reviews of accounts can be narrowed by."""

import django_filters

from pipeline.models import AccountPlan, AccountReview
from salesmgmt.api.keys import KeyFilter


class AccountPlanFilters(django_filters.FilterSet):
    account = KeyFilter(field_name="account_id", label="Account")
    review_to = django_filters.DateFilter(field_name="next_review_date", lookup_expr="lte", label="Review due up to")

    class Meta:
        model = AccountPlan
        fields: list[str] = []


class AccountReviewFilters(django_filters.FilterSet):
    account = KeyFilter(field_name="account_id", label="Account")

    class Meta:
        model = AccountReview
        fields: list[str] = []
