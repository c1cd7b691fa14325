"""What entries of the bench can be narrowed by: the same filters in the address of the list and over the API."""

from datetime import timedelta

import django_filters
from django.db.models import F, Q, QuerySet

from hiring.choices import Tier
from hiring.models import BenchEntry, CandidateTagging
from hiring.models.bench import may_be_contacted
from hiring.queries.bench import CONSENT_ENDS_SOON
from hiring.queries.naming import naming
from hiring.queries.warmth import Warmth, with_snoozed, with_warmth
from salesmgmt.api.keys import KeyFilter
from salesmgmt.people.models.line import IsAnyOf, company_today, line_of

WEEK = timedelta(days=7)
WARMTHS = [(word.value, word.value.capitalize()) for word in Warmth]
READY = (("now", "Ready now"), ("later", "Ready later"))
DUE = (("late", "Touch late"), ("week", "Late, or due within 7 days"))
CONSENTS = (
    ("stands", "Agreed"),
    ("soon", f"Ends within {CONSENT_ENDS_SOON.days} days"),
    ("ended", "Ended"),
    ("none", "Not asked"),
)
WHOSE = (("mine", "Mine"), ("line", "Mine and my team’s"))


class BenchEntryFilters(django_filters.FilterSet):
    search = django_filters.CharFilter(method="filter_search", label="Word in name, address, headline or location")
    profile = KeyFilter(field_name="candidacy__profile_id", label="Profile")
    candidacy = KeyFilter(field_name="candidacy_id", label="Candidacy")
    owner = KeyFilter(field_name="owner_id", label="Owner")
    whose = django_filters.ChoiceFilter(method="filter_whose", choices=WHOSE, label="Whose they are to keep warm")
    tier = django_filters.ChoiceFilter(choices=Tier.choices, label="Tier")
    ready = django_filters.ChoiceFilter(method="filter_ready", choices=READY, label="Whether they could start now")
    warmth = django_filters.ChoiceFilter(method="filter_warmth", choices=WARMTHS, label="How warm they are today")
    due = django_filters.ChoiceFilter(
        method="filter_due", choices=DUE, label="When the next touch is due; whose consent has ended is not due"
    )
    snoozed = django_filters.BooleanFilter(
        method="filter_snoozed", label="Whether the next touch was put off beyond the tier's cadence"
    )
    consent = django_filters.ChoiceFilter(
        method="filter_consent", choices=CONSENTS, label="How their consent to be kept on file stands"
    )
    tag = KeyFilter(method="filter_tag", label="Tag")
    standing = django_filters.BooleanFilter(field_name="left_at", lookup_expr="isnull", label="Stands there now")
    due_to = django_filters.DateFilter(field_name="next_touch_date", lookup_expr="lte", label="Next touch up to")

    class Meta:
        model = BenchEntry
        fields: list[str] = []

    def filter_search(self, rows: QuerySet[BenchEntry], name: str, value: str) -> QuerySet[BenchEntry]:
        for word in value.split():
            rows = rows.filter(naming(word, at="candidacy__candidate__"))
        return rows

    def filter_whose(self, rows: QuerySet[BenchEntry], name: str, value: str) -> QuerySet[BenchEntry]:
        user = self.request.user
        return rows.filter(owner=user) if value == "mine" else rows.filter(IsAnyOf(F("owner_id"), line_of(user)))

    def filter_ready(self, rows: QuerySet[BenchEntry], name: str, value: str) -> QuerySet[BenchEntry]:
        if value == "later":
            return rows.filter(ready_date__gt=company_today())
        return rows.filter(Q(ready_date__isnull=True) | Q(ready_date__lte=company_today()))

    def filter_warmth(self, rows: QuerySet[BenchEntry], name: str, value: str) -> QuerySet[BenchEntry]:
        return with_warmth(rows).filter(word=value)

    def filter_due(self, rows: QuerySet[BenchEntry], name: str, value: str) -> QuerySet[BenchEntry]:
        before = company_today() if value == "late" else company_today() + WEEK
        return rows.filter(may_be_contacted(company_today()), next_touch_date__lt=before)

    def filter_snoozed(self, rows: QuerySet[BenchEntry], name: str, value: bool) -> QuerySet[BenchEntry]:
        return with_snoozed(with_warmth(rows)).filter(is_snoozed=value)

    def filter_consent(self, rows: QuerySet[BenchEntry], name: str, value: str) -> QuerySet[BenchEntry]:
        today = company_today()
        asked = {
            "stands": Q(consent_until__gte=today),
            "soon": Q(consent_until__gte=today, consent_until__lte=today + CONSENT_ENDS_SOON),
            "ended": Q(consent_until__lt=today),
            "none": Q(consent_until__isnull=True),
        }
        return rows.filter(asked[value])

    def filter_tag(self, rows: QuerySet[BenchEntry], name: str, value: int) -> QuerySet[BenchEntry]:
        tagged = CandidateTagging.objects.filter(tag=value)
        return rows.filter(candidacy__candidate__in=tagged.values("candidate"))
