"""A table of targets: whose, of what, for which days; the days tell targets of the same measure apart."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from django.db.models import Q

from pipeline.choices import Measure
from pipeline.domain.target_history import keep_amounts
from pipeline.domain.targets import OVERLAPS
from pipeline.models import Target
from pipeline.queries.people import sellers
from pipeline.tables.amounts import plain
from salesmgmt.accounts.models import User
from salesmgmt.common.period import Period
from salesmgmt.imports.choices import Verdict
from salesmgmt.imports.columns import Problem
from salesmgmt.imports.domain.changed_here import refuse_changed_here
from salesmgmt.imports.domain.landing import adopt, land, tell
from salesmgmt.imports.domain.naming import addresses, people, unknown_among, unknown_people
from salesmgmt.imports.domain.refusing import as_problem, refuse_rows, refuse_unknown
from salesmgmt.imports.domain.verdicts import judge
from salesmgmt.imports.models import ImportBatch, ImportedRow, StagedRow
from salesmgmt.imports.queries.staged import became, rows_of, subjects_of
from salesmgmt.imports.registry import Chunk
from salesmgmt.people.models import Company, FiscalPeriod, Team

Line = tuple[int | None, int | None, str]


@dataclass(frozen=True, slots=True)
class Named:
    """What the row of a target names; whether two are of one person or team and measure is `line`."""

    user_id: int | None
    team_id: int | None
    measure: str
    period: Period

    @property
    def line(self) -> Line:
        return (self.user_id, self.team_id, self.measure)


def _named(rows: Sequence[StagedRow], *, also: Mapping[str, int] | None = None) -> dict[int, Named]:
    """By row number, of rows whose names are known; with `also`, people besides, the others are left out."""
    persons, teams, periods = people() | dict(also or {}), _teams(), _periods()
    found = {}
    for row in rows:
        said = row.values
        if also is not None and not (
            (not said["person"] or said["person"].casefold() in persons)
            and (not said["team"] or said["team"] in teams)
            and (not said["period"] or said["period"] in periods)
        ):
            continue
        found[row.row_no] = Named(
            persons[said["person"].casefold()] if said["person"] else None,
            teams[said["team"]] if said["team"] else None,
            said["measure"] or Measure.BOOKINGS,
            periods[said["period"]] if said["period"] else _days(said),
        )
    return found


def _days(said: Mapping[str, Any]) -> Period:
    return Period(date.fromisoformat(said["first_day"]), date.fromisoformat(said["last_day"]) + timedelta(days=1))


def _teams() -> dict[str, int]:
    return dict(Team.objects.values_list("name", "pk"))


def _periods() -> dict[str, Period]:
    return {each.name: each.period for each in FiscalPeriod.objects.all()}


def known_values(field: str) -> list[str]:
    """What a value may be mapped to."""
    known = {"team": _teams, "period": _periods}
    return sorted(known[field]()) if field in known else addresses() if field == "person" else []


def check_targets(chunk: Chunk) -> None:
    _adopt(chunk)
    unknown = unknown_people(chunk, "person")
    unknown += unknown_among(chunk, "team", "a team", "the teams", _teams())
    unknown += unknown_among(chunk, "period", "a fiscal period", "the settings", _periods())
    refuse_unknown(chunk, unknown)
    judge(chunk)
    refuse_rows(chunk, dict(_problems(chunk)))
    refuse_changed_here(chunk, Target, "person")
    refuse_rows(chunk, dict(_overlapping(chunk)))


def _problems(chunk: Chunk) -> Iterator[tuple[int, Problem]]:
    rows, currency = rows_of(chunk, Verdict.NEW, Verdict.CHANGED), Company.objects.current().currency
    selling = {*sellers().values_list("pk", flat=True)}
    named, today = _named(rows), Company.objects.current().day_of(chunk.at)
    retired = {*Team.objects.retired().values_list("pk", flat=True)}
    for row in rows:
        said, user_id = row.values, named[row.row_no].user_id
        if user_id is not None and user_id not in selling:
            reason = f"“{said['person']}” does not work deals"
            yield row.row_no, Problem("person", said["person"], reason, "write a rep or a manager")
        elif named[row.row_no].team_id in retired and named[row.row_no].period.end > today:
            reason = f"“{said['team']}” is retired, and this period is not over"
            yield row.row_no, Problem("team", said["team"], reason, "write another team, or bring it back")
        elif said["currency"] not in (None, currency):
            reason = f"a target in “{said['currency']}”; targets are set in {currency}"
            yield row.row_no, Problem("currency", said["currency"], reason, f"write the amount in {currency}")


def _adopt(chunk: Chunk) -> None:
    """A target that is here for whom (who may have left), what and when a row says is the row's target."""
    everybody = {email.casefold(): pk for email, pk in User.objects.values_list("email", "pk")}
    rows = rows_of(chunk, "")
    named = _named(rows, also=everybody)
    rows = [row for row in rows if row.row_no in named]
    here = {_of(target): target for target in _beside(named.values())}
    met = {*became(chunk.batch.kind, chunk.file, [row.key for row in rows]).values()}
    brought = ImportedRow.objects.filter(source=chunk.batch.kind, record=chunk.file)
    taken = {
        *brought.filter(subject_id__in=[target.pk for target in here.values()]).values_list("subject_id", flat=True)
    }
    free = {of for of, target in here.items() if target.pk not in taken}
    adopt(chunk, {row.key: here[named[row.row_no]] for row in rows if row.key not in met and named[row.row_no] in free})


def _of(target: Target) -> Named:
    return Named(target.user_id, target.team_id, target.measure, target.period)


def _beside(named: Any) -> list[Target]:
    """The targets of the same people and teams."""
    found = list(named)
    users, teams = {each.user_id for each in found} - {None}, {each.team_id for each in found} - {None}
    return list(Target.objects.filter(Q(user__in=users) | Q(team__in=teams)))


def _overlapping(chunk: Chunk) -> Iterator[tuple[int, Problem]]:
    """Rows whose days another target has some of, here or in a row before; the first one counts."""
    rows = rows_of(chunk, Verdict.NEW, Verdict.CHANGED)
    named = _named(rows)
    own = subjects_of(chunk.batch.kind, chunk.file, [row.key for row in rows])
    taken: dict[Line, list[Period]] = {}
    for target in _beside(named.values()):
        if target.pk not in own.values():
            taken.setdefault(_of(target).line, []).append(target.period)
    for row in rows:
        this = named[row.row_no]
        others = taken.setdefault(this.line, [])
        if any(this.period.start < other.end and other.start < this.period.end for other in others):
            sentence = OVERLAPS["person" if this.user_id else "team"]
            yield row.row_no, as_problem(sentence, field="first_day", value=str(this.period.start))
        else:
            others.append(this.period)


def merge_targets(chunk: Chunk) -> None:
    refuse_changed_here(chunk, Target, "person", lock=True)
    currency = Company.objects.current().currency
    days: list[date] = []

    def facts(rows: Sequence[StagedRow]) -> Mapping[int, Mapping[str, Any]]:
        named = _named(rows)
        days.extend(day for each in named.values() for day in (each.period.start, each.period.end))
        return {row.row_no: _facts(named[row.row_no], Decimal(row.values["amount"]), currency) for row in rows}

    landed = land(chunk, Target, facts)
    keep_amounts([each.subject for each in landed], by=chunk.by, at=chunk.at)
    before = [each.before[name] for each in landed for name in ("start_date", "end_date") if name in each.before]
    span = [*days, *before]
    tell(chunk, "targets.imported", landed, day_from=min(span, default=None), day_to=max(span, default=None))


def _facts(named: Named, amount: Decimal, currency: str) -> dict[str, Any]:
    return {
        "user_id": named.user_id,
        "team_id": named.team_id,
        "measure": named.measure,
        "start_date": named.period.start,
        "end_date": named.period.end,
        "full_amount": amount,
        "currency": currency if named.measure == Measure.BOOKINGS else "",
    }


def targets_here(file: str, batch: ImportBatch, keys: Sequence[str]) -> Mapping[str, Mapping[str, object]]:
    known = became(batch.kind, file, keys)
    periods = {(each.start, each.end): name for name, each in _periods().items()}
    return {
        known[target.pk]: {
            "person": target.user and target.user.email,
            "team": target.team and target.team.name,
            "measure": target.measure,
            "period": periods.get((target.start_date, target.end_date)),
            "first_day": target.start_date,
            "last_day": target.end_date - timedelta(days=1),
            "amount": plain(target.full_amount),
            "currency": target.currency,
        }
        for target in Target.objects.filter(pk__in=known).select_related("user", "team")
    }
