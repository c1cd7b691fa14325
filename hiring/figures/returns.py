"""What comes of it: where candidates came from, what they answered to offers, and how much interviewers sat."""

from django.db.models import Case, F, IntegerField, QuerySet, Value, When

from hiring.choices import CandidacyState, InterviewState, OfferState
from hiring.figures.parts import ITS_PROFILE, ITS_SOURCE, PROFILE, PROFILE_NAMED, SOURCE, keeps_a_bench
from hiring.models import Candidacy, Offer, Panelist
from hiring.queries.bench_as_of import in_days
from hiring.queries.stage_costs import with_return
from hiring.rules import can_list_offers
from salesmgmt.accounts.models import User
from salesmgmt.figures.aggregates import Count, Ratio, Sum
from salesmgmt.figures.declaration import Column, Figure, Grouping, Measure, Unit
from salesmgmt.figures.registry import register
from salesmgmt.figures.scope import Scope

_ANSWERED = (OfferState.ACCEPTED, OfferState.DECLINED, OfferState.EXPIRED)


REFERRER = Grouping(
    name="referrer",
    label="Recommended by",
    key="referred_by_id",
    text="referred_by__name",
    unknown="recommended by nobody",
)


def _within(scope: Scope, column: str) -> dict[str, object]:
    return {f"{column}__{name}": instant for name, instant in in_days(scope).items()}


def _begun(scope: Scope) -> QuerySet[Candidacy]:
    return with_return(Candidacy.objects.counted_for(scope.user).filter(**_within(scope, "applied_at")))


def _answered(scope: Scope) -> QuerySet[Offer]:
    offers = Offer.objects.visible_to(scope.user).filter(state__in=_ANSWERED, **_within(scope, "ended_at"))
    return offers.annotate(
        answered=Value(1, output_field=IntegerField()),
        accepted=Case(When(state=OfferState.ACCEPTED, then=1), default=0, output_field=IntegerField()),
    )


def _seats(scope: Scope) -> QuerySet[Panelist]:
    seats = Panelist.objects.counted_for(scope.user).exclude(interview__state=InterviewState.CANCELLED)
    seats = seats.filter(**_within(scope, "interview__scheduled_at"))
    return seats.annotate(minutes=F("interview__minutes"))


def _lists_offers(user: User) -> bool:
    return bool(can_list_offers(user))


SOURCE_RETURN = register(
    Figure(
        name="hiring.source_return",
        title="What candidates become",
        sentence=(
            "Of {n} candidacies begun{period}, {ready_numerator} got ready so far ({ready}) and {value} were hired."
        ),
        nothing="No candidacy was begun.",
        definition=(
            "Candidacies that were hired so far, and those that stood on the bench or were hired, divided by all that "
            "were begun: broken down by source, what each source returns. Young ones still rise."
        ),
        denominator="Candidacies begun, of those you may see.",
        date_basis="The candidate's own start, in the company's zone; what became of it by now.",
        measures=(
            Measure(name="hired", label="Hired", unit=Unit.RATE, aggregate=Ratio("was_hired", "begun")),
            Measure(name="ready", label="Got ready", unit=Unit.RATE, aggregate=Ratio("got_ready", "begun")),
        ),
        source=_begun,
        columns=(
            Column(name="candidate", label="Candidate", value="candidate__name"),
            PROFILE_NAMED,
            Column(name="source", label="Source", value="candidate__source__name"),
            Column(name="state", label="State", value="state", says=lambda key: CandidacyState(key).label),
        ),
        link="/hiring/candidacies/{id}/",
        rows_are="candidacies",
        parameters=frozenset({"from", "to"}),
        groupings=(ITS_SOURCE, ITS_PROFILE, REFERRER),
        allowed=keeps_a_bench,
    )
)

OFFER_ACCEPTANCE = register(
    Figure(
        name="hiring.offer_acceptance",
        title="Offers accepted",
        sentence="{accepted_numerator} of {n} offers answered or run out{period} were accepted: {value}.",
        nothing="No offer was answered.",
        definition=(
            "Offers that were accepted, divided by those accepted, declined or run out without an answer. Offers that "
            "we withdrew, and those that still stand, do not count."
        ),
        denominator="Offers answered or run out, of those whose pay you may read.",
        date_basis="The day of the answer, or on which it was found to have run out, in the company's zone.",
        measures=(Measure(name="accepted", label="Accepted", unit=Unit.RATE, aggregate=Ratio("accepted", "answered")),),
        source=_answered,
        columns=(
            Column(name="profile", label="Role profile", value="candidacy__profile__role_profile__name"),
            Column(name="state", label="Answer", value="state", says=lambda key: OfferState(key).label),
            Column(name="ended", label="On", value="ended_at"),
        ),
        link="/hiring/offers/{id}/",
        rows_are="offers",
        parameters=frozenset({"from", "to"}),
        groupings=(PROFILE, SOURCE),
        allowed=_lists_offers,
    )
)

INTERVIEW_LOAD = register(
    Figure(
        name="hiring.interview_load",
        title="Interviews sat in",
        sentence="Interviewers took {value} seats in interviews{period}, {minutes} minutes together.",
        nothing="Nobody sat in an interview.",
        definition="Seats in interviews that were not cancelled: one with two interviewers is two.",
        denominator="Interviews with candidates whom you may see.",
        date_basis="The day of the interview, in the company's zone.",
        measures=(
            Measure(name="seats", label="Seats", unit=Unit.COUNT, aggregate=Count()),
            Measure(name="minutes", label="Minutes", unit=Unit.COUNT, aggregate=Sum("minutes")),
        ),
        source=_seats,
        columns=(
            Column(name="interviewer", label="Interviewer", value="user__name"),
            Column(name="stage", label="Stage", value="interview__stage__name"),
            Column(name="at", label="When", value="interview__scheduled_at"),
        ),
        link="/hiring/candidacies/{id}/",
        linked="interview__candidacy_id",
        rows_are="seats",
        parameters=frozenset({"from", "to"}),
        groupings=(
            Grouping(name="interviewer", label="Interviewer", key="user_id", text="user__name"),
            Grouping(
                name="profile",
                label="Role profile",
                key="interview__candidacy__profile_id",
                text="interview__candidacy__profile__role_profile__name",
            ),
        ),
        allowed=keeps_a_bench,
    )
)
