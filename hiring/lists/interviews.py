"""The list of interviews: who sees whom, when, and whose scorecards are in. What they say goes by the blind rule."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.html import format_html
from django.utils.safestring import SafeString

from hiring.choices import InterviewState, Recommendation
from hiring.forms.interview_filters import MINE, SCORECARDS, InterviewFilters
from hiring.lists.names import named
from hiring.models import HiringProfile, HiringStage, Interview, Scorecard
from hiring.queries.people import interviewers
from hiring.queries.sittings import Sitting, sitting, with_seats
from hiring.rules import can_read_hiring
from hiring.templatetags.hiring import moment
from salesmgmt.common.folding import by_name
from salesmgmt.web.addresses import row_url
from salesmgmt.web.components.marks import chip
from salesmgmt.web.lists.declaration import Column, List, Reader, Rows, View
from salesmgmt.web.lists.filters import Choice, Row, Search
from salesmgmt.web.lists.registry import register

TONES = {InterviewState.HELD: "good", InterviewState.CANCELLED: ""}


@dataclass(frozen=True, slots=True)
class InterviewRow:
    """An interview with who sits in it, and the recommendations that the reader may read by now."""

    row: Interview
    sitting: Sitting
    is_over: bool
    recommended: Counter[str]

    @property
    def is_due(self) -> bool:
        """Whether scorecards are owed by now."""
        return self.is_over and not self.sitting.is_cancelled and self.row.candidacy.is_open


def joined(interviews: Rows, reader: Reader) -> Rows:
    return with_seats(interviews).select_related("stage", "candidacy__candidate", "candidacy__profile__role_profile")


def dressed(interviews: Sequence[Interview], reader: Reader) -> list[InterviewRow]:
    cards = Scorecard.objects.visible_to(reader.user).filter(submitted_at__isnull=False, interview__in=interviews)
    recommended: dict[int, Counter[str]] = {}
    for interview, said in cards.order_by().values_list("interview", "recommendation"):
        recommended.setdefault(interview, Counter())[said] += 1
    rows = ((row, sitting(row, reader.user)) for row in interviews)
    return [
        InterviewRow(row, seats, seats.is_over(reader.now), recommended.get(row.pk, Counter())) for row, seats in rows
    ]


def _profile(each: InterviewRow) -> str:
    return str(each.row.candidacy.profile)


def _stage(each: InterviewRow) -> str:
    return each.row.stage.name


def _panel(each: InterviewRow) -> str:
    return ", ".join(seat.name for seat in each.sitting.seats)


def _in(each: InterviewRow) -> str:
    """“1 of 2 in”; nothing where nobody owes one."""
    return "" if each.sitting.is_cancelled else f"{each.sitting.submitted} of {len(each.sitting.seats)} in"


def _scorecards(each: InterviewRow) -> SafeString | str:
    if not each.is_due or not each.sitting.missing:
        return _in(each)
    return format_html("{} {}", _in(each), chip(f"{len(each.sitting.missing)} missing", "watch"))


def _missing(each: InterviewRow) -> str:
    return ", ".join(each.sitting.missing) if each.is_due else ""


def _mine(each: InterviewRow) -> str:
    own = each.sitting.own
    if own is None or each.sitting.is_cancelled:
        return ""
    return "in" if own.is_in else ("to write" if each.is_due else "")


def _own_link(each: InterviewRow) -> SafeString | str:
    said = _mine(each)
    if said != "to write":
        return said
    address = row_url("hiring:scorecard", each.row.pk)
    return format_html('<a href="{}">Write it<span class="visually-hidden">: {}</span></a>', address, each.row)


def _recommended(each: InterviewRow) -> str:
    """“2 yes, 1 no” of the scorecards that the reader may read, the others left out."""
    counts = ((each.recommended[code], label) for code, label in Recommendation.choices)
    return ", ".join(f"{count} {label.lower()}" for count, label in counts if count)


def _state(each: InterviewRow) -> SafeString | str:
    state = InterviewState(each.row.state)
    return chip(state.label.lower(), TONES.get(state, "accent"))


def _of(name: str) -> Any:
    return lambda each: getattr(each.row, name)


INTERVIEWS = register(
    List(
        code="interviews",
        not_imported="An interview takes the time of people who are asked, and a scorecard is its author's to write; "
        "what was before comes in with candidates' histories.",
        nouns=("interview", "interviews"),
        title="Interviews",
        sub="Of the candidates that you may see; what others wrote opens once your own scorecards are in",
        url_name="hiring:interview-list",
        page="hiring/page.html",
        here={"here": "all-interviews"},
        visible=can_read_hiring,
        rows=lambda reader: Interview.objects.visible_to(reader.user),
        joined=joined,
        dress=dressed,
        columns=(
            Column(
                "candidate",
                "Candidate",
                lambda each: named(each.row.candidacy),
                lambda each: each.row.candidacy.candidate.name,
                order=by_name("candidacy__candidate__name"),
                css="wrap-s",
                on_phone=True,
            ),
            Column(
                "when",
                "When",
                lambda each: moment(each.row.scheduled_at),
                _of("scheduled_at"),
                order="scheduled_at",
                on_phone=True,
            ),
            Column("stage", "Stage", _stage, _stage, css="wrap-s"),
            Column("profile", "Role profile", _profile, _profile),
            Column("panel", "Interviewers", _panel, _panel, css="wrap-s"),
            Column("scorecards", "Scorecards", _scorecards, _in, css="wrap-s", on_phone=True),
            Column("missing", "Missing of", _missing, _missing, css="wrap-s", shown=False),
            Column("mine", "My scorecard", _own_link, _mine),
            Column("recommended", "They say", _recommended, _recommended, css="wrap-s"),
            Column("state", "State", _state, _of("state")),
            Column("minutes", "Minutes", _of("minutes"), _of("minutes"), css="num", shown=False),
            Column("place", "Place", _of("place"), _of("place"), css="wrap-s", shown=False),
        ),
        filterset=InterviewFilters,
        filters=(
            Search(name="search", title="Name"),
            Choice(name="state", title="State", choices=InterviewState.choices, any_words="Any state"),
            Row(
                name="profile",
                title="Role profile",
                rows=lambda user: HiringProfile.objects.visible_to(user).select_related("role_profile"),
                any_words="Any role profile",
            ),
            Row(name="stage", title="Stage", rows=HiringStage.objects.visible_to, in_menu=False),
            Row(name="panelist", title="Interviewer", rows=lambda user: interviewers(), any_words="Anybody"),
            Choice(name="scorecards", title="Scorecards", choices=SCORECARDS, any_words="Missing or in"),
            Choice(name="mine", title="Mine", choices=MINE, any_words="Everybody’s"),
        ),
        search="Name or e-mail of the candidate",
        start="state=PLANNED",
        order="when",
        views=(
            View("Planned", "state=PLANNED"),
            View("I owe a scorecard", "mine=owe"),
            View("Scorecards missing", "scorecards=missing"),
            View("I sat in", "mine=sit&state=HELD&sort=-when"),
            View("Held", "state=HELD&sort=-when"),
            View("All", "sort=-when"),
        ),
        link=lambda interview: row_url("hiring:candidacy", interview.candidacy_id),
        empty="hiring/interviews/list_none.html",
    )
)
