"""The list of who stands on the bench: how ready and how warm they are, and when somebody has to get in touch."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import OuterRef, Subquery

from hiring.choices import Tier, TouchKind
from hiring.forms.bench_list_filters import CONSENTS, DUE, READY, WARMTHS, WHOSE, BenchEntryFilters
from hiring.lists.bench_acts import BENCH_ACTS, keeping
from hiring.lists.names import named
from hiring.models import BenchEntry, CandidateTag, HiringProfile, Touch
from hiring.models.tag import tag_names
from hiring.queries.bench import BenchRow, row_of
from hiring.queries.warmth import with_snoozed, with_warmth
from hiring.rules import can_work_candidates
from hiring.templatetags.hiring import consent, next_touch, ready_words, tier_mark, warmth_gauge
from salesmgmt.common.folding import by_name
from salesmgmt.web.addresses import row_url
from salesmgmt.web.components.days import day, short_day
from salesmgmt.web.components.persons import who
from salesmgmt.web.lists.declaration import Column, List, Reader, Rows, View
from salesmgmt.web.lists.filters import Choice, Row, Search
from salesmgmt.web.lists.registry import register


@dataclass(frozen=True, slots=True)
class EntryRow:
    """An entry with how it stands today, and the day of the last touch in the company's calendar."""

    row: BenchEntry
    bench: BenchRow
    touched_on: date | None
    today: date

    @property
    def is_snoozed(self) -> bool:
        return bool(self.row.is_snoozed)  # type: ignore[attr-defined]


def joined(entries: Rows, reader: Reader) -> Rows:
    """With how warm they are, which an order asks for, too."""
    kinds = Touch.objects.filter(entry=OuterRef("pk")).values("kind")[:1]
    rows = with_snoozed(with_warmth(entries, on=reader.today), on=reader.today)
    rows = rows.annotate(last_touch_kind=Subquery(kinds), tag_names=tag_names("candidacy__candidate_id"))
    return rows.select_related("owner", "candidacy__candidate", "candidacy__stage", "candidacy__profile__role_profile")


def dressed(entries: Sequence[BenchEntry], reader: Reader) -> list[EntryRow]:
    return [
        EntryRow(
            entry,
            row_of(entry, today=reader.today),
            reader.company.day_of(entry.last_touch_at) if entry.last_touch_at else None,
            reader.today,
        )
        for entry in entries
    ]


def _touched(each: EntryRow) -> str:
    if each.touched_on is None:
        return "none yet"
    kind = TouchKind(each.bench.last_touch_kind).label.lower() if each.bench.last_touch_kind else ""
    return ", ".join(filter(None, (short_day(each.touched_on, each.today), kind)))


def _snoozed(each: EntryRow) -> str:
    return f"until {short_day(each.row.next_touch_date, each.today)}" if each.is_snoozed else ""


def _of(name: str) -> Any:
    return lambda each: getattr(each.row, name)


def _of_candidate(name: str) -> Any:
    return lambda each: getattr(each.row.candidacy.candidate, name) or ""


def _profile(each: EntryRow) -> str:
    return str(each.row.candidacy.profile)


def _tags(each: EntryRow) -> str:
    return ", ".join(each.row.tag_names)  # type: ignore[attr-defined]


def _stage(each: EntryRow) -> str:
    return each.row.candidacy.stage.name


BENCH = register(
    List(
        code="bench",
        not_imported="Somebody is judged ready and agrees to be kept warm, which a row cannot say for them; candidates "
        "are imported, and put on the bench here.",
        nouns=("person", "people"),
        title="Bench",
        sub="Everybody who is kept warm, whether or not a seat is free",
        url_name="hiring:bench-list",
        page="hiring/page.html",
        here={"here": "bench", "bench_view": "list"},
        visible=can_work_candidates,
        rows=lambda reader: BenchEntry.objects.visible_to(reader.user).standing(),
        joined=joined,
        dress=dressed,
        columns=(
            Column(
                "name",
                "Candidate",
                lambda each: named(each.row.candidacy),
                _of_candidate("name"),
                order=by_name("candidacy__candidate__name"),
                css="wrap-s",
                on_phone=True,
            ),
            Column("profile", "Role profile", _profile, _profile),
            Column(
                "tier",
                "Tier",
                lambda each: tier_mark(each.row.tier),
                _of("tier"),
                order="tier",
                on_phone=True,
            ),
            Column("ready", "Ready", lambda each: ready_words(each.bench), _of("ready_date"), order="ready_date"),
            Column(
                "warmth",
                "Warmth",
                lambda each: warmth_gauge(each.bench.warmth),
                lambda each: str(each.bench.warmth.word),
            ),
            Column("touched", "Last touch", _touched, lambda each: each.touched_on, order="days_cold", css="t-2"),
            Column(
                "due",
                "Next touch",
                lambda each: next_touch(each.bench, each.today),
                _of("next_touch_date"),
                order="next_touch_date",
                on_phone=True,
            ),
            Column("snoozed", "Snoozed", _snoozed, _of("is_snoozed"), css="t-2"),
            Column(
                "owner",
                "Kept warm by",
                lambda each: who(each.row.owner, each.row.owner.short_name),
                lambda each: str(each.row.owner),
            ),
            Column(
                "consent",
                "Consent until",
                lambda each: consent(each.bench),
                _of("consent_until"),
                order="consent_until",
            ),
            Column("stage", "Stage", _stage, _stage, shown=False),
            Column("tags", "Tags", _tags, _tags, shown=False),
            Column("headline", "Headline", _of_candidate("headline"), _of_candidate("headline"), shown=False),
            Column("email", "E-mail", _of_candidate("email"), _of_candidate("email"), shown=False),
            Column("phone", "Phone", _of_candidate("phone"), _of_candidate("phone"), shown=False),
            Column(
                "put",
                "Since",
                lambda each: day(each.row.put_at),
                _of("put_at"),
                order="put_at",
                first="-",
                css="t-2",
                shown=False,
            ),
        ),
        filterset=BenchEntryFilters,
        filters=(
            Search(name="search", title="Name"),
            Choice(name="whose", title="Whose", choices=WHOSE, any_words="Everybody’s"),
            Row(
                name="profile",
                title="Role profile",
                rows=lambda user: HiringProfile.objects.visible_to(user).select_related("role_profile"),
                any_words="Any role profile",
            ),
            Choice(name="tier", title="Tier", choices=Tier.choices, any_words="Any tier"),
            Choice(name="ready", title="Ready", choices=READY, any_words="Now or later"),
            Choice(name="warmth", title="Warmth", choices=WARMTHS, any_words="Any"),
            Choice(name="due", title="Next touch", choices=DUE, any_words="Any day"),
            Choice(
                name="snoozed",
                title="Snoozed",
                choices=(("true", "Snoozed"), ("false", "Not snoozed")),
                any_words="Either",
            ),
            Choice(name="consent", title="Consent", choices=CONSENTS, any_words="Any"),
            Row(name="owner", title="Kept warm by", rows=keeping, any_words="Anybody"),
            Row(name="tag", title="Tag", rows=CandidateTag.objects.visible_to, any_words="Any tag"),
        ),
        search="Name or e-mail",
        order="due",
        views=(
            View("All", ""),
            View("Touch late", "due=late"),
            View("Mine this week", "whose=mine&due=week"),
            View("Ready now, tier A", "ready=now&tier=A"),
            View("Cooling", "warmth=cooling"),
            View("Consent ends soon", "consent=soon&sort=consent"),
        ),
        acts=BENCH_ACTS,
        link=lambda entry: row_url("hiring:candidacy", entry.candidacy_id),
        actions="hiring/add_button.html",
        lead="hiring/bench/profiles_or_list.html",
        empty="hiring/bench/none.html",
    )
)
