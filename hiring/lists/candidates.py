"""The list of candidates: candidacies for role profiles, whether or not a seat is free."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.utils.html import format_html
from django.utils.safestring import SafeString

from hiring.choices import CandidacyState
from hiring.domain.candidacies import give_candidacy, move_candidacy, undo_move
from hiring.domain.tags import put_tag, set_tags, tags_of
from hiring.forms.candidate_filters import CandidacyFilters
from hiring.forms.tags import TagMany
from hiring.lists.names import named
from hiring.models import Candidacy, CandidateCampaign, CandidateSource, CandidateTag, HiringProfile, HiringStage
from hiring.models.tag import tag_names
from hiring.queries.board import days_in_stage
from hiring.queries.card_facts import CardFacts, card_facts
from hiring.queries.people import holders
from hiring.rules import can_read_hiring, can_work_candidates, reads_every_candidate
from hiring.templatetags.hiring import moment, stage_gauge, tier_mark
from salesmgmt.accounts.models import User
from salesmgmt.accounts.person_fields import PersonField
from salesmgmt.common.folding import by_name
from salesmgmt.common.problems import Refused
from salesmgmt.people.choices import Role
from salesmgmt.web.addresses import row_url
from salesmgmt.web.components.days import day
from salesmgmt.web.components.persons import who
from salesmgmt.web.lists.declaration import BulkAct, Column, List, Reader, Rows, View
from salesmgmt.web.lists.filters import Choice, Row, Search
from salesmgmt.web.lists.forms import BulkForm
from salesmgmt.web.lists.registry import register

SCALE = 30
BENCHED = (("true", "On the bench"), ("false", "Not on the bench"))


@dataclass(frozen=True, slots=True)
class CandidacyRow:
    """A candidacy with its days in the stage, and what else a card says of it."""

    row: Candidacy
    days: int
    facts: CardFacts


class GiveMany(BulkForm):
    name = "give"

    to = PersonField(queryset=User.objects.none(), label="Looked after by", empty_label="Choose a person")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["to"].queryset = keeping(self.user)


class MoveMany(BulkForm):
    """Into a stage of that name, each in the profile that they run for."""

    name = "move"

    stage = forms.ChoiceField(label="Stage")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        stages = HiringStage.objects.visible_to(self.user).in_use().order_by("profile", "position")
        names = dict.fromkeys(stages.values_list("name", flat=True))
        self.fields["stage"].choices = [("", "Choose a stage"), *((name, name) for name in names)]


def keeping(user: User) -> Any:
    return holders(Role.MANAGER, Role.RECRUITER, Role.ADMIN)


def joined(candidacies: Rows, reader: Reader) -> Rows:
    rows = candidacies.annotate(tag_names=tag_names("candidate_id"))
    return rows.select_related("candidate__source", "profile__role_profile", "stage", "owner", "campaign")


def dressed(candidacies: Sequence[Candidacy], reader: Reader) -> list[CandidacyRow]:
    facts = card_facts(candidacies, now=reader.now)
    return [
        CandidacyRow(
            row,
            days_in_stage(row, today=reader.today, zone=reader.company.zone),
            facts.get(row.pk, CardFacts()),
        )
        for row in candidacies
    ]


def _stage(each: CandidacyRow) -> SafeString | str:
    if each.row.is_open:
        return each.row.stage.name
    return format_html('<span class="t-3">{}</span>', each.row.get_state_display().lower())


def _days(each: CandidacyRow) -> SafeString | str:
    if not each.row.is_open:
        return ""
    gauge = stage_gauge(each.days, each.row.stage.normal_days, SCALE, 64)
    return format_html('<span class="row-x">{}<span class="t-12 t-2">{} d</span></span>', gauge, each.days)


def _missing(each: CandidacyRow) -> SafeString | str:
    return format_html('<span class="t-bad">{} missing</span>', each.facts.missing) if each.facts.missing else ""


def _owner(each: CandidacyRow) -> SafeString | str:
    return who(each.row.owner, each.row.owner.short_name) if each.row.owner else ""


def _of_candidate(name: str) -> Any:
    """A fact of the person, as it is."""
    return lambda each: getattr(each.row.candidate, name) or ""


def _source(each: CandidacyRow) -> str:
    return str(each.row.candidate.source or "")


def _campaign(each: CandidacyRow) -> str:
    return str(each.row.campaign or "")


def _tags(each: CandidacyRow) -> str:
    return ", ".join(each.row.tag_names)  # type: ignore[attr-defined]


def _move(*, row: Candidacy, stage: str, **act: Any) -> Candidacy:
    to = HiringStage.objects.in_use().filter(profile=row.profile_id, name=stage).first()
    if to is None:
        raise Refused(f"The profile of {row} has no stage {stage}; move it on its own page.", field="stage")
    return move_candidacy(candidacy=row, to=to, **act)


def _give_back(*, row: Candidacy, before: dict[str, Any], **act: Any) -> Candidacy:
    if before["owner_id"] is None:
        raise Refused(f"Nobody looked after {row} before, and somebody has to; give it to whom it belongs.")
    return give_candidacy(candidacy=row, to=User.objects.get(pk=before["owner_id"]), **act)


CANDIDATES = register(
    List(
        code="candidates",
        imported_as="candidates",
        nouns=("candidate", "candidates"),
        title="Candidates",
        sub="Everybody you may see, whether or not a seat is free",
        url_name="hiring:candidates",
        page="hiring/page.html",
        here={"here": "candidates", "view": "list"},
        visible=can_read_hiring,
        rows=lambda reader: Candidacy.objects.visible_to(reader.user),
        joined=joined,
        chosen_first=True,
        dress=dressed,
        columns=(
            Column(
                "name",
                "Candidate",
                lambda each: named(each.row),
                _of_candidate("name"),
                order=by_name("candidate__name"),
                css="wrap-s",
                on_phone=True,
            ),
            Column("profile", "Role profile", lambda each: each.row.profile, lambda each: str(each.row.profile)),
            Column("stage", "Stage", _stage, lambda each: each.row.stage.name, css="wrap-s", on_phone=True),
            Column("entered", "Days in stage", _days, lambda each: each.days, order="stage_entered_at"),
            Column(
                "interview",
                "Next interview",
                lambda each: moment(each.facts.interview_at) if each.facts.interview_at else "",
                lambda each: each.facts.interview_at,
            ),
            Column("scorecards", "Scorecards", _missing, lambda each: each.facts.missing),
            Column(
                "bench",
                "Bench",
                lambda each: tier_mark(each.facts.tier) if each.facts.tier else "",
                lambda each: each.facts.tier or "",
                on_phone=True,
            ),
            Column(
                "applied",
                "Since",
                lambda each: day(each.row.applied_at),
                lambda each: each.row.applied_at,
                order="applied_at",
                first="-",
                css="t-2",
            ),
            Column("owner", "Owner", _owner, lambda each: str(each.row.owner or "")),
            Column(
                "owner_email",
                "Owner's e-mail",
                lambda each: each.row.owner.email if each.row.owner else "",
                lambda each: each.row.owner.email if each.row.owner else "",
                shown=False,
            ),
            Column("email", "E-mail", _of_candidate("email"), _of_candidate("email"), shown=False),
            Column("phone", "Phone", _of_candidate("phone"), _of_candidate("phone"), shown=False),
            Column("headline", "Headline", _of_candidate("headline"), _of_candidate("headline"), shown=False),
            Column("location", "Location", _of_candidate("location"), _of_candidate("location"), shown=False),
            Column("tags", "Tags", _tags, _tags, shown=False),
            Column("source", "Came from", _source, _source, shown=False),
            Column("campaign", "Campaign", _campaign, _campaign, shown=False, readable=reads_every_candidate),
            Column(
                "state",
                "State",
                lambda each: each.row.get_state_display(),
                lambda each: each.row.state,
                shown=False,
            ),
            Column(
                "ended",
                "Ended",
                lambda each: day(each.row.ended_at),
                lambda each: each.row.ended_at,
                order="ended_at",
                first="-",
                shown=False,
            ),
        ),
        filterset=CandidacyFilters,
        filters=(
            Search(name="search", title="Name"),
            Row(
                name="profile",
                title="Role profile",
                rows=lambda user: HiringProfile.objects.visible_to(user).select_related("role_profile"),
                any_words="Any role profile",
            ),
            Choice(name="state", title="State", choices=CandidacyState.choices, any_words="Any state"),
            Row(name="stage", title="Stage", rows=HiringStage.objects.visible_to, in_menu=False),
            Row(name="owner", title="Looked after by", rows=keeping, any_words="Anybody"),
            Row(
                name="source",
                title="Came from",
                rows=CandidateSource.objects.visible_to,
                any_words="Any source",
                key="code",
            ),
            Row(name="tag", title="Tag", rows=CandidateTag.objects.visible_to, any_words="Any tag"),
            Row(
                name="campaign",
                title="Campaign",
                rows=CandidateCampaign.objects.visible_to,
                any_words="Any campaign",
                readable=reads_every_candidate,
            ),
            Choice(name="on_bench", title="Bench", choices=BENCHED, any_words="Either"),
        ),
        search="Name or e-mail",
        start="state=OPEN",
        order="-applied",
        views=(
            View("Open", "state=OPEN"),
            View("Waiting longest", "state=OPEN&sort=entered"),
            View("On the bench", "on_bench=true"),
            View("Hired", "state=HIRED&sort=-ended"),
            View("All", ""),
        ),
        acts=(
            BulkAct(
                name="move",
                title="Move",
                button="Move",
                done="{count} moved",
                form=MoveMany,
                do=_move,
                before=lambda candidacy: {},
                restore=lambda *, row, before, **act: undo_move(candidacy=row, **act),
                allowed=can_work_candidates,
            ),
            BulkAct(
                name="give",
                title="Give to",
                button="Give",
                done="{count} given to somebody else to look after",
                form=GiveMany,
                do=lambda *, row, to, **act: give_candidacy(candidacy=row, to=to, **act),
                before=lambda candidacy: {"owner_id": candidacy.owner_id},
                restore=_give_back,
                allowed=can_work_candidates,
            ),
            BulkAct(
                name="tag",
                title="Put a tag on",
                button="Put on",
                done="{count} tagged",
                form=TagMany,
                do=lambda *, row, tag, **act: put_tag(candidacy=row, tag=tag, **act),
                before=lambda candidacy: {"tags": tags_of(candidacy)},
                restore=lambda *, row, before, **act: set_tags(candidacy=row, tags=before["tags"], **act),
                allowed=can_work_candidates,
            ),
        ),
        link=lambda candidacy: row_url("hiring:candidacy", candidacy.pk),
        actions="hiring/add_button.html",
        lead="hiring/board_or_list.html",
        empty="hiring/candidates/none.html",
    )
)
