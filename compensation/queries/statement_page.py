"""A statement as its page shows it: lines grouped by component, one of them opened to its sentence."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

from compensation import wording
from compensation.components.ladder import Ladder, draw_ladder
from compensation.engine import lines as engine
from compensation.engine.plan import Boundary, Component, FlatComponent, MarginalComponent
from compensation.explain import ROUNDINGS, Explanation, explain
from compensation.models import Line, PlanVersion, Statement
from pipeline.models import Deal
from salesmgmt.accounts.models import User

WHOLE_BP = 10_000


@dataclass(frozen=True, slots=True)
class ShownLine:
    row: Line
    rates: str
    split: str
    before: str
    after: str
    opened: "OpenedLine | None"


@dataclass(frozen=True, slots=True)
class OpenedLine:
    """What a line shows when it is opened."""

    explanation: Explanation
    conventions: Sequence[str]


@dataclass(frozen=True, slots=True)
class Section:
    """The lines of one component of one plan version."""

    plan_version: PlanVersion
    component: Component
    lines: Sequence[ShownLine]
    credit_minor: int
    pay_minor: int
    ladder: Ladder | None


def sections(statement: Statement, *, reader: User, open_line: int | None = None) -> list[Section]:
    """In the order of the statement; two queries."""
    rows = statement.lines.select_related("credit__deal", "plan_version__plan").order_by("position")
    whom = "you" if reader.pk == statement.user_id else statement.user.name
    return [
        _section(list(group), statement.currency, whom, open_line)
        for _, group in groupby(rows, key=lambda row: (row.plan_version_id, row.component))
    ]


def deals_to_open(statement: Statement, *, reader: User) -> set[int]:
    """Those of the credited deals that the reader sees: one that was given to somebody else since is not among them."""
    credited = statement.lines.order_by().values("credit__deal")
    return set(Deal.objects.visible_to(reader).filter(pk__in=credited).values_list("pk", flat=True))


def _section(rows: list[Line], currency: str, whom: str, open_line: int | None) -> Section:
    component = rows[0].plan_version.terms.component(rows[0].component)
    paid = [row.as_paid() for row in rows]
    opened = next((line for row, line in zip(rows, paid, strict=True) if row.pk == open_line), None)
    ladder = None
    if isinstance(component, MarginalComponent):
        ladder = draw_ladder(component, paid, currency=currency, selected=opened)
    return Section(
        plan_version=rows[0].plan_version,
        component=component,
        lines=[_shown(row, line, component, currency, whom, open_line) for row, line in zip(rows, paid, strict=True)],
        credit_minor=sum(row.credit_minor for row in rows),
        pay_minor=sum(row.pay_minor for row in rows),
        ladder=ladder,
    )


def _shown(
    row: Line, line: engine.Line, component: Component, currency: str, whom: str, open_line: int | None
) -> ShownLine:
    return ShownLine(
        row=row,
        rates=", ".join(wording.rate(part.rate) for part in line.slices),
        split=_split(row, currency),
        before=_stood(row.before_minor, row, component, currency),
        after=_stood(row.after_minor, row, component, currency),
        opened=OpenedLine(
            explain(line, currency=currency, subject=row.credit.deal.name, whom=whom), _conventions(row, component)
        )
        if row.pk == open_line
        else None,
    )


def _stood(minor: int, row: Line, component: Component, currency: str) -> str:
    """How far up the ladder: a share of quota, or the amount; nothing beside a flat rate."""
    if isinstance(component, FlatComponent):
        return ""
    return wording.share(minor, row.quota_minor) if row.quota_minor else wording.amount(minor, currency)


def _split(row: Line, currency: str) -> str:
    if row.credit.share_bp == WHOLE_BP:
        return ""
    return f"split, {wording.basis_points(row.credit.share_bp)} of {wording.amount(row.credit.whole_minor, currency)}"


def _conventions(row: Line, component: Component) -> list[str]:
    credit = row.credit
    said = [
        f"Credit: {credit.get_role_display().lower()}, {wording.basis_points(credit.share_bp)}",
        f"Trigger: won, {credit.booked_date:%-d %b %Y}",
    ]
    if isinstance(component, MarginalComponent):
        sign = "≥" if component.boundary is Boundary.REACHES else ">"
        said += ["Method: marginal", f"Boundary: reaches at {sign}"]
    else:
        said.append("Method: flat")
    return [*said, f"Rounding: {ROUNDINGS[component.rounding]}, per line"]
