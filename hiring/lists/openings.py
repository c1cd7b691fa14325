"""The list of openings: seats to fill."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import QuerySet

from hiring.choices import OpeningReason, OpeningState
from hiring.forms.seat_filters import OpeningFilters
from hiring.lists.drawn import linked, state_chip
from hiring.models import HiringProfile, Opening
from hiring.rules import can_work_candidates
from salesmgmt.accounts.models import User
from salesmgmt.people.models import Team
from salesmgmt.web.addresses import row_url
from salesmgmt.web.components.days import day
from salesmgmt.web.lists.declaration import Column, List, Reader, View
from salesmgmt.web.lists.filters import Choice, Row
from salesmgmt.web.lists.registry import register


@dataclass(frozen=True, slots=True)
class OpeningRow:
    """An opening, with the days since it was opened."""

    row: Opening
    days: int | None


def _openings(openings: Sequence[Opening], reader: Reader) -> list[OpeningRow]:
    """With the days since each was opened, until it was filled or today."""
    company = reader.company

    def days(row: Opening) -> int | None:
        if row.opened_at is None:
            return None
        until = company.day_of(row.closed_at) if row.closed_at else reader.today
        return (until - company.day_of(row.opened_at)).days

    return [OpeningRow(row, days(row)) for row in openings]


def _teams(user: User) -> QuerySet[Team]:
    return Team.objects.offered_or_among(Opening.objects.visible_to(user).values("team"))


OPENINGS = register(
    List(
        code="openings",
        not_imported="An opening is asked for and said yes to step by step, which a row cannot say for others.",
        nouns=("opening", "openings"),
        title="Openings",
        sub="Seats to fill; candidates need none",
        url_name="hiring:openings",
        page="hiring/page.html",
        here={"here": "openings"},
        visible=can_work_candidates,
        rows=lambda reader: Opening.objects.visible_to(reader.user),
        joined=lambda rows, reader: rows.select_related("profile__role_profile", "team", "drafted_by"),
        dress=_openings,
        columns=(
            Column(
                "profile",
                "Role profile",
                lambda each: linked("hiring:opening", each.row.pk, each.row.profile),
                lambda each: str(each.row.profile),
                order="profile__role_profile__name",
                on_phone=True,
            ),
            Column(
                "team",
                "Team",
                lambda each: each.row.team,
                lambda each: str(each.row.team),
                order="team__name",
                on_phone=True,
            ),
            Column(
                "reason", "Why", lambda each: each.row.get_reason_display(), lambda each: each.row.reason, css="t-2"
            ),
            Column("state", "State", lambda each: state_chip(each.row), lambda each: each.row.state),
            Column(
                "target",
                "Wanted by",
                lambda each: day(each.row.target_date),
                lambda each: each.row.target_date,
                order="target_date",
                on_phone=True,
            ),
            Column(
                "opened",
                "Opened",
                lambda each: day(each.row.opened_at) if each.row.opened_at else "",
                lambda each: each.row.opened_at,
                css="t-2",
            ),
            Column(
                "days",
                "Days since opened",
                lambda each: "" if each.days is None else each.days,
                lambda each: each.days,
                css="num",
            ),
            Column("by", "Asked for by", lambda each: each.row.drafted_by, lambda each: str(each.row.drafted_by)),
        ),
        filterset=OpeningFilters,
        filters=(
            Row(
                name="profile",
                title="Role profile",
                rows=lambda user: HiringProfile.objects.visible_to(user).select_related("role_profile"),
                any_words="Any role profile",
            ),
            Row(name="team", title="Team", rows=_teams, any_words="Any team"),
            Choice(name="reason", title="Why", choices=OpeningReason.choices, any_words="Any reason"),
            Choice(name="state", title="State", choices=OpeningState.choices, any_words="Any state"),
        ),
        start="state=OPEN",
        order="target",
        views=(
            View("Open", "state=OPEN"),
            View("Waiting for approval", "state=WAITING"),
            View("Filled", "state=FILLED"),
            View("All", ""),
        ),
        link=lambda opening: row_url("hiring:opening", opening.pk),
        actions="hiring/openings/add_button.html",
        empty="hiring/openings/none.html",
    )
)
