"""Which candidates have been kept for as long as the rules say (docs/algorithms/retention.md)."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Exists, F, Max, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from hiring.choices import CandidacyState
from hiring.models import BenchEntry, Candidacy, Candidate, Offer, RetentionRule
from hiring.models.retention import RetentionBasis
from salesmgmt.accounts.models import User
from salesmgmt.common.period import day_start
from salesmgmt.people.models import Company

SHOWN = 10


@dataclass(frozen=True, slots=True)
class Due:
    """By one rule: how many, and the first of them, who were kept longest."""

    rule: RetentionRule
    count: int
    first: list[Candidate]


def due_by_rule(user: User, *, company: Company, on: date) -> list[Due]:
    """Of the candidates that one sees, rule by rule; each under one rule at the most. Two queries a rule."""
    return [_due(rule, candidates) for rule, candidates in _under(user, company, on)]


def due_with(user: User, rule: RetentionRule, *, company: Company, on: date) -> Due:
    """By a rule that is not set yet, with the others that are; one of the same region and ground gives way to it."""
    return next(_due(each, candidates) for each, candidates in _under(user, company, on, also=rule) if each is rule)


def _due(rule: RetentionRule, candidates: QuerySet[Candidate]) -> Due:
    first = list(candidates.annotate(goes=F("retention_warning__goes_date")).order_by("ended", "pk")[:SHOWN])
    return Due(rule, candidates.count() if len(first) == SHOWN else len(first), first)


def candidates_under(*, company: Company, on: date, ahead: bool) -> Iterator[tuple[RetentionRule, QuerySet[Candidate]]]:
    """All candidates who are due by each rule, whoever sees them; `ahead`: within the days in which it warns."""
    yield from _under(None, company, on, ahead=ahead)


def _under(
    user: User | None, company: Company, on: date, *, ahead: bool = False, also: RetentionRule | None = None
) -> Iterator[tuple[RetentionRule, QuerySet[Candidate]]]:
    """Of two regions that a place belongs to, the first by name counts."""
    rules = list(RetentionRule.objects.all() if user is None else RetentionRule.objects.visible_to(user))
    if also is not None:
        rules = [each for each in rules if (each.region, each.basis) != (also.region, also.basis)] + [also]
    rules.sort(key=lambda rule: (rule.basis, not rule.region, rule.region))
    for rule in rules:
        others = [each for each in rules if each.basis == rule.basis and each.region and each is not rule]
        before = [each for each in others if not rule.region or each.region < rule.region]
        candidates = _ended(user, rule, company, on + timedelta(days=rule.warn_days) if ahead else on)
        if rule.region:
            candidates = candidates.filter(_lives_in(rule))
        for each in before:
            candidates = candidates.exclude(_lives_in(each))
        yield rule, candidates


def _ended(user: User | None, rule: RetentionRule, company: Company, on: date) -> QuerySet[Candidate]:
    """Who runs for nothing, was hired for nothing and has no offer, and what their data rests on ended so long ago.
    Consent counts for those who were ever on the bench by it, whatever became of the application."""
    mine = Candidacy.objects.filter(candidate=OuterRef("pk"))
    kept = mine.filter(state__in=(CandidacyState.OPEN, CandidacyState.HIRED))
    consented = BenchEntry.objects.filter(candidacy__candidate=OuterRef("pk"), consent_until__isnull=False)
    latest = Subquery(mine.order_by("-applied_at", "-pk").values("pk")[:1])
    rows = Candidate.objects.all() if user is None else Candidate.objects.visible_to(user)
    promised = Offer.objects.live().filter(candidacy__candidate=OuterRef("pk"))
    candidates = rows.filter(~Exists(kept), ~Exists(promised), erased_at__isnull=True).annotate(latest=latest)
    last_day = on - timedelta(days=rule.days)
    if rule.basis == RetentionBasis.CONSENT:
        candidates = candidates.filter(Exists(consented))
        return candidates.annotate(ended=Max("candidacies__bench_entries__consent_until")).filter(ended__lt=last_day)
    ended = Coalesce(Max("candidacies__ended_at"), "created_at")
    return (
        candidates.filter(~Exists(consented)).annotate(ended=ended).filter(ended__lt=day_start(last_day, company.zone))
    )


def _lives_in(rule: RetentionRule) -> Q:
    places = Q(pk__in=[])
    for word in rule.words:
        places |= Q(location__icontains=word)
    return places
