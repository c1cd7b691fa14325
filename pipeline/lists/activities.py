"""The list of activities: who did what for which deal, what came of it, and who else saw that it took place."""

from datetime import date, timedelta
from fractions import Fraction
from typing import Any

from django.db.models import Count, Q, Sum
from django.utils.html import format_html
from django.utils.safestring import SafeString

from pipeline.choices import ActivityKind, ActivityOutcome
from pipeline.domain.verifying import unverify_activity, verify_activity
from pipeline.forms.activity_filters import ActivityFilters
from pipeline.models import Activity, Deal
from pipeline.queries.people import sellers_seen_by, teams_seen_by
from pipeline.rules import can_read_pipeline, can_work_deals
from pipeline.tables.adopting import number_key, own_key
from salesmgmt.figures.declaration import Unit
from salesmgmt.figures.wording import said
from salesmgmt.web.addresses import row_url
from salesmgmt.web.components.days import clock
from salesmgmt.web.components.figures import fig
from salesmgmt.web.components.marks import chip
from salesmgmt.web.components.persons import who
from salesmgmt.web.lists.asked import Asked
from salesmgmt.web.lists.declaration import BulkAct, Column, List, Reader, Rows, Totals, View
from salesmgmt.web.lists.filters import Between, Choice, Row, Search, day_field
from salesmgmt.web.lists.forms import BulkForm
from salesmgmt.web.lists.registry import register

HELD = ~Q(kind=ActivityKind.NOTE)
"""What the figures of activities count: calls, e-mails, meetings and demos."""
TIMED = HELD & Q(minutes__isnull=False)
OF_THE_FIGURES = {"user": "owner", "day_from": "from", "day_to": "to"}
"""The filters that the figures of activities take, too, by what they call them."""
TONES = {ActivityOutcome.AGREED: "good", ActivityOutcome.DECLINED: "bad", ActivityOutcome.NO_SHOW: "watch"}


class VerifyMany(BulkForm):
    name = "verify"


def joined(activities: Rows, reader: Reader) -> Rows:
    return activities.select_related("deal", "user", "contact", "verified_by")


def totals(asked: Asked) -> Totals:
    """How many, and what the figures of selling time and verified activities come to over them."""
    sums = asked.narrowed.order_by().aggregate(
        count=Count("pk"),
        minutes=Sum("minutes", filter=TIMED),
        held=Count("pk", filter=HELD),
        verified=Count("pk", filter=HELD & Q(verified_by__isnull=False)),
    )
    cells = {}
    if sums["minutes"]:
        hours = said(Fraction(sums["minutes"], 60), Unit.HOURS, None)
        cells["minutes"] = _figure(asked, "pipeline.selling_time", hours)
    if sums["held"]:
        share = said(Fraction(sums["verified"], sums["held"]), Unit.RATE, None)
        cells["verified_by"] = _figure(asked, "pipeline.verified_share", f"{share} verified")
    return Totals(sums["count"], cells)


def _figure(asked: Asked, name: str, shown: str) -> SafeString | str:
    """Opens to the figure, where that can be asked with the list's own filters."""
    told = {each: asked.query.get(each, "") for each in asked.parameters}
    if any(value for each, value in told.items() if each not in OF_THE_FIGURES):
        return shown
    own = {theirs: told[ours] for ours, theirs in OF_THE_FIGURES.items() if told[ours]}
    if "to" in own:
        own["to"] = _day_after(own["to"])
    return fig(name, shown, **own)


def _day_after(day: str) -> str:
    """Periods of figures end before their last day."""
    try:
        return (date.fromisoformat(day) + timedelta(days=1)).isoformat()
    except (ValueError, OverflowError):
        return ""


def _deal(activity: Activity) -> SafeString:
    return format_html('<a href="{}">{}</a>', row_url("pipeline:deal", activity.deal_id), activity.deal.name)


def _outcome(activity: Activity) -> SafeString | str:
    if not activity.outcome:
        return ""
    return chip(activity.get_outcome_display(), TONES.get(ActivityOutcome(activity.outcome), ""))


def _verified(activity: Activity) -> SafeString | str:
    return who(activity.verified_by, activity.verified_by.short_name) if activity.verified_by else ""


def _contact(activity: Activity) -> str:
    """As an import names it: the address, else the name."""
    contact = activity.contact
    return (contact.email or contact.name) if contact else ""


def _of(name: str) -> Any:
    return lambda activity: getattr(activity, name)


def _named(name: str) -> Any:
    return lambda activity: str(getattr(activity, name) or "")


def _email(name: str) -> Any:
    def email(activity: Activity) -> str:
        person = getattr(activity, name)
        return person.email if person else ""

    return email


ACTIVITIES = register(
    List(
        code="activities",
        nouns=("activity", "activities"),
        title="Activities",
        sub="What was done for the deals that you may see, and who else saw it",
        url_name="pipeline:activities",
        page="pipeline/page.html",
        here={"here": "activities"},
        visible=can_read_pipeline,
        rows=lambda reader: Activity.objects.visible_to(reader.user),
        joined=joined,
        columns=(
            Column("deal", "Deal", _deal, lambda each: each.deal.name, css="wrap-s", on_phone=True),
            Column("kind", "Kind", Activity.get_kind_display, Activity.get_kind_display, on_phone=True),
            Column(
                "happened",
                "Happened at",
                lambda each: clock(each.happened_at),
                _of("happened_at"),
                order="happened_at",
                first="-",
                css="t-2",
                on_phone=True,
            ),
            Column("person", "Person", lambda each: who(each.user, each.user.short_name), _named("user")),
            Column("contact", "Contact", _named("contact"), _contact, css="wrap-s"),
            Column("minutes", "Minutes", lambda each: each.minutes or "", _of("minutes"), css="num"),
            Column("outcome", "Outcome", _outcome, _of("outcome"), css="wrap-s"),
            Column("verified_by", "Verified by", _verified, _named("verified_by")),
            Column("note", "Note", _of("note"), _of("note"), css="wrap-s t-2", shown=False),
            Column("person_email", "Person's e-mail", _email("user"), _email("user"), shown=False),
            Column("verifier_email", "Verifier's e-mail", _email("verified_by"), _email("verified_by"), shown=False),
            Column(
                "verified_at",
                "Verified at",
                lambda each: clock(each.verified_at) if each.verified_at else "",
                _of("verified_at"),
                css="t-2",
                shown=False,
            ),
            Column(
                "deal_id",
                "Deal's id in its source",
                lambda each: own_key(each.deal),
                lambda each: own_key(each.deal),
                css="t-2",
                shown=False,
            ),
            Column("external_id", "Id in its source", number_key, number_key, css="t-2", shown=False),
        ),
        filterset=ActivityFilters,
        filters=(
            Search(name="search", title="Deal"),
            Choice(name="kind", title="Kind", choices=ActivityKind.choices, any_words="Any kind"),
            Row(name="user", title="Person", rows=sellers_seen_by, any_words="Anybody"),
            Row(name="team", title="Team today", rows=teams_seen_by, any_words="Any team"),
            Choice(name="outcome", title="Outcome", choices=ActivityOutcome.choices, any_words="Any or none"),
            Choice(
                name="verified",
                title="Verified",
                choices=(("true", "Somebody else saw it"), ("false", "Not verified")),
                any_words="Either",
            ),
            Between(name="day", title="On days", suffixes=("_from", "_to"), field=day_field),
            Row(name="deal", title="Deal", rows=Deal.objects.visible_to, in_menu=False),
        ),
        search="Name of the deal",
        order="-happened",
        views=(
            View("All", ""),
            View("Not verified", "verified=false"),
            View("Meetings", "kind=MEETING"),
            View("Demos", "kind=DEMO"),
            View("Nobody answered", "outcome=NO_ANSWER"),
        ),
        totals=totals,
        acts=(
            BulkAct(
                name="verify",
                title="Verify",
                button="I saw that they took place",
                done="{count} verified",
                form=VerifyMany,
                do=lambda *, row, **act: verify_activity(activity=row, **act),
                before=lambda activity: {},
                restore=lambda *, row, before, expected_version, **act: unverify_activity(activity=row, **act),
                allowed=can_work_deals,
                version=lambda activity: activity.verified_by_id or 0,
            ),
        ),
        link=lambda activity: row_url("pipeline:deal", activity.deal_id),
        actions="pipeline/activities/actions.html",
        empty="pipeline/activities/none.html",
        imported_as="pipeline.activities",
    )
)
