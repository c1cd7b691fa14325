"""What onboarding adds to Today: items in one's hands, new hires who are late, start soon or ramp slowly."""

from datetime import date

from django.db.models import Count, QuerySet, Window
from django.urls import reverse

from onboarding.models import Journey, JourneyItem, Plan
from onboarding.queries.slow_ramps import SlowRamp, slow_ramps
from onboarding.queries.waiting import items_waiting_for, late_journeys, starting_soon
from onboarding.rules import can_start_journeys
from salesmgmt.accounts.models import User
from salesmgmt.people.alike import found_alike
from salesmgmt.people.rules import is_admin
from salesmgmt.people.standing import company_known_to
from salesmgmt.web.agenda import (
    LATE,
    NEXT,
    TODAY,
    Act,
    FirstStep,
    Found,
    SideCard,
    Work,
    WorkItem,
    register_card,
    register_first_step,
    register_work,
)
from salesmgmt.web.components.days import short_day


def my_items(user: User, as_of: date, limit: int) -> Found:
    """What a new hire, manager, buddy or IT person is to do by today."""
    rows = _items(user, as_of, limit)
    if not rows:
        return Found()
    everything = "onboarding:items" if rows[0].of_others else "onboarding:mine"
    return Found([_item(row, user, as_of) for row in rows], rows[0].found, reverse(everything))


@found_alike
def _items(user: User, as_of: date, limit: int) -> QuerySet[JourneyItem]:
    return items_waiting_for(user, as_of)[:limit]


def _item(item: JourneyItem, user: User, as_of: date) -> WorkItem:
    hire = item.journey.user
    own = hire.pk == user.pk
    minutes = f"About {item.plan_item.minutes} minutes." if item.plan_item.minutes else ""
    page, panel = reverse("onboarding:item", args=[item.pk]), reverse("onboarding:item_panel", args=[item.pk])
    return WorkItem(
        key=f"journey-item-{item.pk}",
        urgency=LATE if item.due_date < as_of else TODAY,
        icon="onboarding",
        what=item.plan_item.title if own else f"{item.plan_item.title}, for {hire.name}",
        why=f"{item.plan_item.why} {minutes}".strip(),
        due_date=item.due_date,
        who=None if own else hire,
        acts=[Act("Done", reverse("onboarding:tick", args=[item.pk]), how="post")],
        url=page,
        panel_url=panel,
    )


def late_new_hires(user: User, as_of: date, limit: int) -> Found:
    """New hires below one whose items wait for somebody else."""
    rows = _late_ones(user, as_of, limit)
    if not rows:
        return Found()
    return Found(
        [_late(row, as_of) for row in rows], rows[0].found, f"{reverse('onboarding:journeys')}?state=OPEN&late=true"
    )


@found_alike
def _late_ones(user: User, as_of: date, limit: int) -> QuerySet[Journey]:
    return late_journeys(user, as_of).annotate(found=Window(Count("pk")))[:limit]


def _late(journey: Journey, as_of: date) -> WorkItem:
    number = f"{journey.late} item{'' if journey.late == 1 else 's'}"
    return WorkItem(
        key=f"journey-late-{journey.pk}",
        urgency=LATE,
        icon="onboarding",
        what=f"{journey.user.name}’s journey is late by {number}",
        why=f"Since {short_day(journey.since, as_of)}. {_day_of(journey, as_of)} of {journey.plan_version.plan}.",
        due_date=journey.since,
        who=journey.user,
        acts=[_look(journey)],
        url=_page(journey),
        panel_url=_panel(journey),
    )


def starts_this_week(user: User, as_of: date, limit: int) -> Found:
    """New hires below one whose first day is within a week."""
    rows = _starting(user, as_of, limit)
    if not rows:
        return Found()
    return Found([_start(row, as_of) for row in rows], rows[0].found, reverse("onboarding:journeys"))


@found_alike
def _starting(user: User, as_of: date, limit: int) -> QuerySet[Journey]:
    return starting_soon(user, as_of).annotate(found=Window(Count("pk")))[:limit]


def _start(journey: Journey, as_of: date) -> WorkItem:
    today = journey.start_date == as_of
    prepared = f"{journey.prepared} of {journey.before} preparations done." if journey.before else ""
    return WorkItem(
        key=f"journey-start-{journey.pk}",
        urgency=TODAY if today else NEXT,
        icon="onboarding",
        what=f"{journey.user.name} starts {'today' if today else f'on {journey.start_date:%A}'}",
        why=f"{journey.role_profile}. {prepared}".strip(),
        due_date=journey.start_date,
        who=journey.user,
        acts=[_look(journey)],
        url=_page(journey),
        panel_url=_panel(journey),
    )


def slow_new_hires(user: User, as_of: date, limit: int) -> Found:
    """New hires below one who are not ramped on a day by which half of their role are."""
    slow = slow_ramps(user, as_of=as_of, company=company_known_to(user))
    return Found([_slow(each) for each in slow[:limit]], len(slow), reverse("onboarding:journeys"))


def _slow(slow: SlowRamp) -> WorkItem:
    journey, median = slow.journey, slow.median
    ends = "" if median.low is None or median.high is None else f" ({median.low} to {median.high})"
    small = "A small sample, and n" if slow.is_small else "N"
    return WorkItem(
        key=f"journey-slow-{journey.pk}",
        urgency=NEXT,
        icon="insights",
        what=f"Ask {journey.user.name} what stands in the way of the {slow.milestone}",
        why=(
            f"Not there after {slow.days} days; half of {slow.role.n} in {journey.role_profile} were after "
            f"{float(median.value or 0):g}{ends}. {small}ot a cause."
        ),
        who=journey.user,
        acts=[_look(journey)],
        url=_page(journey),
        panel_url=_panel(journey),
        chip=f"{slow.days} d",
    )


def _day_of(journey: Journey, as_of: date) -> str:
    days = (as_of - journey.start_date).days
    return f"Day {days + 1}" if days >= 0 else f"{-days} day{'' if days == -1 else 's'} before the start"


def _look(journey: Journey) -> Act:
    return Act("Look", _panel(journey), how="panel", page=_page(journey))


def _page(journey: Journey) -> str:
    return reverse("onboarding:journey", args=[journey.pk])


def _panel(journey: Journey) -> str:
    return reverse("onboarding:journey_panel", args=[journey.pk])


def _signed_in(user: User) -> bool:
    return bool(user.is_authenticated and user.is_active)


def _leads(user: User) -> bool:
    return bool(can_start_journeys(user))


register_work(Work("onboarding.items", order=30, visible=_signed_in, find=my_items, more="onboarding items due"))
register_work(
    Work("onboarding.late", order=31, visible=_leads, find=late_new_hires, more="new hires whose journey is late")
)
register_work(
    Work(
        "onboarding.starts",
        order=32,
        visible=_leads,
        find=starts_this_week,
        later=True,
        more="new hires who start this week",
    )
)
register_work(
    Work("onboarding.slow", order=33, visible=_leads, find=slow_new_hires, later=True, more="new hires who ramp slowly")
)
register_card(
    SideCard(
        "onboarding.ramp",
        "Ramp",
        "onboarding:ramp-card",
        order=30,
        hint="steps done; mark = due by now",
        visible=_leads,
    )
)
register_first_step(
    FirstStep(
        "Write the first onboarding plan",
        "what a new hire does on which day, and who helps.",
        "onboarding:plan_new",
        order=40,
        done=Plan.objects.all,
        visible=is_admin,
    )
)
