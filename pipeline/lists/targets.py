"""The list of targets: what each person and team is to reach, of which measure, on which days."""

from datetime import date, timedelta
from typing import Any

from django.db.models import Count
from django.utils.html import format_html
from django.utils.safestring import SafeString

from pipeline.choices import Measure
from pipeline.forms.list_filters import TargetFilters
from pipeline.models import Target
from pipeline.queries.people import CARRYING_QUOTA, sees_teams, sellers_seen_by
from pipeline.rules import can_read_pipeline
from salesmgmt.accounts.models import User
from salesmgmt.people.models import Team
from salesmgmt.web.addresses import row_url
from salesmgmt.web.components.amounts import money, number
from salesmgmt.web.components.days import day
from salesmgmt.web.components.persons import who
from salesmgmt.web.lists.declaration import Column, List, Reader, Rows, View
from salesmgmt.web.lists.filters import Between, Choice, Row, day_field
from salesmgmt.web.lists.registry import register


def joined(targets: Rows, reader: Reader) -> Rows:
    return targets.select_related("user", "team").annotate(adjusted=Count("adjustments"))


def carriers(user: User) -> Any:
    return sellers_seen_by(user, roles=CARRYING_QUOTA)


def _teams(user: User) -> Any:
    targets = Target.objects.visible_to(user).filter(team__isnull=False)
    return Team.objects.offered_or_among(targets.values("team")) if sees_teams(user) else Team.objects.none()


def last_day(target: Target) -> date:
    """The last day that counts, as files and people say it."""
    return target.end_date - timedelta(days=1)


def _whose(target: Target) -> SafeString:
    said = who(target.user, target.user.name) if target.user else str(target.team)
    return format_html('<a href="{}">{}</a>', row_url("pipeline:target", target.pk), said)


def _amount(target: Target) -> str:
    return money(target.full_amount, target.currency, decimals=0) if target.currency else number(target.full_amount, 0)


def _of(name: str) -> Any:
    return lambda target: getattr(target, name)


TARGETS = register(
    List(
        code="targets",
        nouns=("target", "targets"),
        title="Targets",
        sub="What people and teams are to reach when fully ramped; the page of quotas has what counts of it",
        url_name="pipeline:target-list",
        page="pipeline/page.html",
        here={"here": "targets"},
        visible=can_read_pipeline,
        rows=lambda reader: Target.objects.visible_to(reader.user),
        joined=joined,
        columns=(
            Column("whose", "Whose", _whose, lambda each: str(each.user or each.team), css="wrap-s", on_phone=True),
            Column("measure", "Measure", Target.get_measure_display, _of("measure"), css="wrap-s", on_phone=True),
            Column(
                "starts",
                "First day",
                lambda each: day(each.start_date),
                _of("start_date"),
                order="start_date",
                first="-",
                css="t-2",
            ),
            Column("ends", "Last day", lambda each: day(last_day(each)), last_day, css="t-2"),
            Column(
                "amount",
                "Amount",
                _amount,
                _of("full_amount"),
                order="full_amount",
                first="-",
                css="num fw-semibold",
                on_phone=True,
            ),
            Column("adjusted", "Adjustments", lambda each: each.adjusted or "", _of("adjusted"), css="num t-2"),
            Column("currency", "Currency", _of("currency"), _of("currency"), css="t-2", shown=False),
            Column(
                "email",
                "Person's e-mail",
                lambda each: each.user.email if each.user else "",
                lambda each: each.user.email if each.user else "",
                shown=False,
            ),
            Column("team", "Team", lambda each: str(each.team or ""), lambda each: str(each.team or ""), shown=False),
        ),
        filterset=TargetFilters,
        filters=(
            Row(name="user", title="Person", rows=carriers, any_words="Anybody"),
            Row(name="team", title="Team", rows=_teams, any_words="Any team"),
            Choice(name="measure", title="Measure", choices=Measure.choices, any_words="Any measure"),
            Between(name="starts", title="Begins", suffixes=("_from", "_to"), field=day_field),
        ),
        order="-starts",
        views=(
            View("All", ""),
            View("Bookings", "measure=BOOKINGS"),
            View("Meetings", "measure=MEETINGS"),
        ),
        link=lambda target: row_url("pipeline:target", target.pk),
        actions="pipeline/targets/list_actions.html",
        empty="pipeline/targets/list_none.html",
        imported_as="pipeline.targets",
    )
)
