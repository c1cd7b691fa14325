"""What a hire costs, by where candidates came from."""

from decimal import Decimal

from django.db.models import DecimalField, IntegerField, Q, QuerySet

from hiring.figures.parts import told
from hiring.models import CandidateCampaign, CandidateSource, SourcedCandidacy
from hiring.queries.bench_as_of import in_days
from hiring.queries.campaign_return import Brought, brought_by_source, campaign_costs, hour_cost, interview_cost
from hiring.rules import reads_every_candidate
from salesmgmt.accounts.models import User
from salesmgmt.figures.aggregates import Ratio, Sum
from salesmgmt.figures.declaration import Column, Figure, Grouping, Measure, Unit
from salesmgmt.figures.registry import register
from salesmgmt.figures.scope import Scope

SOURCE = Grouping(name="source", label="Candidate source", key="pk", text="name")


def _reads_all_of_it(user: User) -> bool:
    """Cost is of all that a source brought, so hires that one may not see would make it look dear."""
    return bool(reads_every_candidate(user))


def _campaigns(scope: Scope) -> QuerySet[CandidateCampaign]:
    asked = {f"start_date__{name}": day for name, day in (("gte", scope.start), ("lt", scope.end)) if day}
    return CandidateCampaign.objects.visible_to(scope.user).filter(**asked)


def _counted(scope: Scope) -> Q:
    return Q(cost_amount__isnull=False, currency=scope.company.currency)


def _sources(scope: Scope) -> QuerySet[CandidateSource]:
    begun = {f"applied_at__{name}": instant for name, instant in in_days(scope).items()}
    brought = brought_by_source(SourcedCandidacy.objects.filter(**begun))  # who asks reads every candidate
    spent = campaign_costs(_campaigns(scope).filter(_counted(scope)))
    currency = scope.company.currency
    hourly = hour_cost(currency)
    known = {pk for pk in {*brought, *spent} if pk is not None}
    of = {pk: brought.get(pk, Brought()) for pk in known}
    interviews = {pk: interview_cost(each.minutes, hourly, currency) for pk, each in of.items()}
    count, amount = IntegerField(), DecimalField(max_digits=19, decimal_places=4)
    return (
        CandidateSource.objects.filter(pk__in=known)
        .annotate(
            applicants=told({pk: each.applicants for pk, each in of.items()}, count),
            ready=told({pk: each.ready for pk, each in of.items()}, count),
            hired=told({pk: each.hired for pk, each in of.items()}, count),
            campaign_cost=told({pk: spent.get(pk, Decimal(0)) for pk in known}, amount),
            interview_cost=told(interviews, amount),
            cost=told({pk: spent.get(pk, Decimal(0)) + interviews[pk] for pk in known}, amount),
        )
        .order_by("pk")
    )


def _not_counted(scope: Scope) -> QuerySet[CandidateCampaign]:
    return _campaigns(scope).exclude(_counted(scope))


COST_PER_HIRE = register(
    Figure(
        name="hiring.cost_per_hire",
        title="Cost per hire",
        sentence=(
            "A hire of those who began{period} cost {value}: {total} for {each_n} hires, of {applicants} applicants of "
            "whom {ready} got ready."
        ),
        nothing="Nobody has come by a source, and no campaign has a cost.",
        definition=(
            "What campaigns cost in all, and what interviewers' minutes in held interviews cost by the hour that the "
            "company has said, divided by the candidacies that were hired so far. A candidacy counts for the source "
            "of the campaign it came by, else for the candidate's. Young ones may still be hired. Pay, tools and the "
            "recruiters' own time are not in it."
        ),
        denominator="Hires so far, of candidacies that came by a known source.",
        date_basis="The candidate's own start, and the day a campaign began, whose cost counts whole.",
        measures=(
            Measure(name="each", label="Each hire", unit=Unit.MONEY, aggregate=Ratio("cost", "hired", interval=False)),
            Measure(name="total", label="Cost", unit=Unit.MONEY, aggregate=Sum("cost")),
            Measure(name="campaigns", label="Campaigns", unit=Unit.MONEY, aggregate=Sum("campaign_cost")),
            Measure(name="interviews", label="Interviewers", unit=Unit.MONEY, aggregate=Sum("interview_cost")),
            Measure(name="applicants", label="Applicants", unit=Unit.COUNT, aggregate=Sum("applicants")),
            Measure(name="ready", label="Got ready", unit=Unit.COUNT, aggregate=Sum("ready")),
            Measure(name="hired", label="Hired", unit=Unit.COUNT, aggregate=Sum("hired")),
        ),
        source=_sources,
        left_out=_not_counted,
        left_out_why="campaigns whose cost nobody has said, or is in another currency than the company's",
        columns=(Column(name="source", label="Source", value="name"),),
        link="/hiring/campaigns/?source={id}",
        rows_are="sources",
        parameters=frozenset({"from", "to"}),
        groupings=(SOURCE,),
        allowed=_reads_all_of_it,
    )
)
