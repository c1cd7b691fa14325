"""The page of consistency: who converts, closes and follows the playbook otherwise than luck would have it."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from pipeline.forms.compared import ComparedForm
from pipeline.queries.consistency import LEAST, Compared, Funnel, consistency
from pipeline.views.time_spent import day_asked_for
from salesmgmt.common.period import add_months, quarter_of
from salesmgmt.figures.funnel_drawing import FunnelPicture, Spot, draw_funnel
from salesmgmt.figures.scope import Scope
from salesmgmt.figures.wording import said
from salesmgmt.web.access import company_at, needing


@dataclass(frozen=True)
class Line:
    """One person in the table."""

    key: str
    name: str
    value: str
    n: str
    near: str
    far: str
    verdict: str
    is_outside: bool
    rows_url: str


@dataclass(frozen=True)
class Shown:
    """One measure: its sentence, its picture (none where nobody is judged) and its table."""

    key: str
    title: str
    figure: str
    counted: str
    sentence: str
    whole: str
    n: int
    picture: FunnelPicture | None
    lines: list[Line]


@require_GET
@needing("pipeline.read")
def consistency_page(request: HttpRequest) -> HttpResponse:
    """Of the quarter that `day` falls in, today's without it; with `span=year` of the four quarters up to its end, as
    few people win ten deals in one. With `team` of the people who were in it or below, and with `as_of` as that was
    known then; what cannot be asked stands at its field, and everybody is compared as of now."""
    company, now = company_at(request), timezone.now()
    today = company.day_of(now)
    day = day_asked_for(request.GET.get("day", ""), today)
    quarter = quarter_of(day, fiscal_year_start=company.fiscal_year_start)
    is_year = request.GET.get("span") == "year"
    start = add_months(quarter.end, -12) if is_year else quarter.start
    form = ComparedForm(request.GET.dict(), user=request.user, at=now)
    scope = Scope(user=request.user, at=now, start=start, end=quarter.end, known_company=company, **form.asked)
    funnels = consistency(scope)
    context: dict[str, Any] = {
        "here": "consistency",
        "funnels": [_shown(funnel) for funnel in funnels],
        "form": form,
        "team": form.asked["team"],
        "team_name": form.team_name,
        "as_of": form.asked["as_of"],
        "is_alone": all(len(funnel.people) < 2 for funnel in funnels),
        "is_empty": not any(funnel.people for funnel in funnels),
        "least": LEAST,
        "is_year": is_year,
        "start": start,
        "first": start.isoformat(),
        "this": quarter.start.isoformat(),
        "end": quarter.end.isoformat(),
        "last_day": quarter.end - timedelta(days=1),
        "before": (quarter.start - timedelta(days=1)).isoformat(),
        "after": quarter.end.isoformat() if quarter.end <= today else "",
    }
    return render(request, "pipeline/consistency.html", context)


def _shown(funnel: Funnel) -> Shown:
    return Shown(
        key=funnel.figure.name.partition(".")[2],
        title=funnel.title,
        figure=funnel.figure.name,
        counted=funnel.counted,
        sentence=funnel.sentence,
        whole=said(funnel.whole, funnel.unit, None),
        n=funnel.n,
        picture=_picture(funnel),
        lines=[_line(funnel, person) for person in sorted(funnel.people, key=_worth_a_look)],
    )


def _worth_a_look(person: Compared) -> tuple[bool, bool]:
    """First who is outside the limits, last whom nobody can judge; each by name."""
    return not person.is_outside, not person.limits


def _picture(funnel: Funnel) -> FunnelPicture | None:
    if funnel.whole is None or not funnel.judged:
        return None
    return draw_funnel(
        [
            Spot(
                name=person.name,
                n=person.n,
                value=person.value,
                words=f"{person.name}: {said(person.value, funnel.unit, None)}, n {person.n:,}, {person.verdict_said}",
                address=person.rows_url,
                is_outside=person.is_outside,
            )
            for person in funnel.judged
        ],
        whole=funnel.whole,
        limits_at=funnel.limits_at,
        least=LEAST,
        said=lambda value: said(value, funnel.unit, None),
    )


def _line(funnel: Funnel, person: Compared) -> Line:
    near, far = (
        (f"{said(each.low, funnel.unit, None)} to {said(each.high, funnel.unit, None)}" for each in person.limits)
        if person.limits
        else ("–", "–")
    )
    return Line(
        key=person.key,
        name=person.name,
        value=said(person.value, funnel.unit, None),
        n=f"{person.n:,}",
        near=near,
        far=far,
        verdict=person.verdict_said,
        is_outside=person.is_outside,
        rows_url=person.rows_url,
    )
