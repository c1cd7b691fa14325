"""The list of journeys that one oversees, who is late longest first."""

from collections.abc import Sequence
from typing import Any

from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from onboarding.choices import JourneyState
from onboarding.forms.list_filters import ShownJourneyFilters
from onboarding.models import Journey
from onboarding.queries.journey_rows import JourneyRow, journey_rows, late_summary, to_show, with_longest_late
from onboarding.rules import can_start_journeys
from onboarding.templatetags.journeys import day_number, due_on, long_day, steps
from salesmgmt.common.folding import by_name
from salesmgmt.people.models import RoleProfile
from salesmgmt.web.components.amounts import number
from salesmgmt.web.components.marks import chip, dot
from salesmgmt.web.components.persons import avatar
from salesmgmt.web.lists.declaration import Column, List, Reader, View
from salesmgmt.web.lists.filters import Choice, Row
from salesmgmt.web.lists.registry import register

STEPS = '<span class="row-x">{}<span class="t-12 t-2 hide-s">{} of {}</span></span>'


def dressed(journeys: Sequence[Journey], reader: Reader) -> Sequence[JourneyRow]:
    return journey_rows(journeys, company=reader.company, today=reader.today)


def said(rows: Sequence[JourneyRow], reader: Reader) -> dict[str, Any]:
    return {"summary": late_summary([each.row for each in rows])}


def _name(each: JourneyRow) -> SafeString:
    journey = each.row
    return format_html(
        '<a class="who" href="{}" data-panel="{}">{}<span>{}<span class="sub">{}</span></span></a>',
        reverse("onboarding:journey", args=[journey.pk]),
        reverse("onboarding:journey_panel", args=[journey.pk]),
        avatar(journey.user, named=False),
        journey.user.name,
        journey.role_profile.name,
    )


def _day(each: Any) -> SafeString | str:
    start, today = each.row.start_date, each.row.office_today
    if start > today:
        return format_html('<span class="t-2 t-12">starts {}</span>', long_day(start, today))
    return number(day_number(today, start))


def _steps(each: Any) -> SafeString:
    done, total, due = each.row.items_done, each.row.items_total, each.row.items_due
    return format_html(STEPS, steps(done, total, due), done, total)


def _late(each: Any) -> SafeString:
    journey = each.row
    if journey.items_late:
        late = chip(journey.items_late, "bad")
        since = due_on(journey.late_since, journey.office_today)
        return format_html('<span class="row-x">{}<span class="t-12">{}</span></span>', late, since)
    if journey.state == JourneyState.STOPPED:
        return chip("stopped")
    return format_html('<span class="t-3">{}</span>', "\N{EN DASH}")


def _milestones(each: JourneyRow) -> SafeString:
    reached = [(dot("good", "reached"), one.label, one.day) for one in each.milestones if one.day is not None]
    line = '<span class="t-12 nowrap">{} {} <span class="t-3">day {}</span></span>'
    return format_html('<span class="row-x">{}</span>', format_html_join("", line, reached))


def _ramp(each: JourneyRow) -> SafeString:
    standing = each.ramp.standing
    if standing.words:
        return chip(standing.words, standing.tone)
    return format_html('<span class="t-12 t-3">{}</span>', "too few to say")


def _plan(each: JourneyRow) -> SafeString:
    version = each.row.plan_version
    return format_html('{} <span class="t-3">v{}</span>', version.plan.name, version.number)


JOURNEYS = register(
    List(
        code="journeys",
        not_imported="A journey follows from a start and a published plan; import the people, and start their own.",
        nouns=("journey", "journeys"),
        title="Journeys",
        sub="New hires on their way to ramped, who is late longest first; the mark is what was due by now",
        url_name="onboarding:journeys",
        page="onboarding/page.html",
        here={"here": "journeys"},
        visible=can_start_journeys,
        rows=lambda reader: to_show(Journey.objects.visible_to(reader.user), company=reader.company, at=reader.now),
        joined=lambda journeys, reader: with_longest_late(journeys),
        dress=dressed,
        columns=(
            Column(
                "name",
                "New hire",
                _name,
                lambda each: each.row.user.name,
                order=by_name("user__name"),
                css="wrap-s",
                on_phone=True,
            ),
            Column(
                "start",
                "Day",
                _day,
                lambda each: each.row.start_date,
                order="start_date",
                first="-",
                css="num",
            ),
            Column("steps", "Steps done", _steps, lambda each: each.row.items_done, on_phone=True),
            Column("late", "Late", _late, lambda each: each.row.items_late, order="late_from", on_phone=True),
            Column(
                "milestones",
                "Milestones",
                _milestones,
                lambda each: ", ".join(
                    f"{one.label} on day {one.day}" for one in each.milestones if one.day is not None
                ),
            ),
            Column("ramp", "Ramp", _ramp, lambda each: each.ramp.standing.words),
            Column("plan", "Plan", _plan, lambda each: str(each.row.plan_version), css="t-2"),
            Column(
                "state",
                "State",
                lambda each: each.row.get_state_display(),
                lambda each: each.row.state,
                shown=False,
            ),
        ),
        filterset=ShownJourneyFilters,
        filters=(
            Choice(name="state", title="State", choices=JourneyState.choices, any_words="Any state"),
            Row(
                name="role_profile",
                title="Role profile",
                rows=lambda user: RoleProfile.objects.filter(journeys__in=Journey.objects.visible_to(user)).distinct(),
                any_words="Any role profile",
            ),
            Choice(name="late", title="Late", choices=(("true", "With late items"), ("false", "On time"))),
        ),
        start="state=OPEN",
        order="late",
        views=(
            View("Under way", "state=OPEN"),
            View("Late", "state=OPEN&late=true"),
            *(
                View(words, f"state={code}&sort=-start")
                for code, words in JourneyState.choices
                if code != JourneyState.OPEN
            ),
        ),
        said=said,
        link=lambda journey: reverse("onboarding:journey", args=[journey.pk]),
        actions="onboarding/journeys/new_button.html",
        above="onboarding/journeys/late.html",
        empty="onboarding/journeys/none.html",
    )
)
