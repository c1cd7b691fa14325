"""Reminders: once per person, item and due day, however often they are looked for; said as things stand when read."""

from datetime import date, timedelta

from onboarding.domain.items import reassign, tick
from onboarding.domain.journeys import move_start, stop_journey
from onboarding.models import Journey, PlanVersion
from onboarding.notices import starts_ahead
from salesmgmt.accounts.models import User
from salesmgmt.outbox.domain.reminding import remind
from salesmgmt.outbox.models import Notification
from salesmgmt.outbox.telling import told
from tests.cast import AT, Cast
from tests.onboarding.rows import MONDAY, item_of, make_office, start

DAY = timedelta(days=1)


def reminded(day: date) -> int:
    return remind(as_of=day, at=AT)


def titles(kind: str = "onboarding.item_due") -> dict[str, set[str]]:
    """Who is told what now."""
    notifications = list(Notification.objects.filter(kind=kind).select_related("person"))
    said = told(notifications)
    found: dict[str, set[str]] = {}
    for each in notifications:
        if each.pk in said:
            found.setdefault(each.person.short_name, set()).add(said[each.pk].title)
    return found


def test_items_are_told_to_their_assignees_once(cast: Cast, journey: Journey) -> None:
    reminded(MONDAY)
    first = Notification.objects.count()
    assert titles() == {
        "Max": {"Order the laptop, for Nora Nye", "Write the welcome mail, for Nora Nye"},
        "Nora": {"Set up the laptop"},
        "Rita": {"Lunch with the buddy, for Nora Nye"},
    }
    assert reminded(MONDAY) == 0
    assert reminded(MONDAY + DAY) == 0
    assert Notification.objects.count() == first
    assert reminded(MONDAY + 2 * DAY) == 1


def test_day_without_workers_is_made_up_for_once(cast: Cast, journey: Journey) -> None:
    reminded(MONDAY + 4 * DAY)
    assert Notification.objects.filter(kind="onboarding.item_due").count() == 5
    assert reminded(MONDAY + 5 * DAY) == 0


def test_done_moved_and_handed_on_items_say_nothing(cast: Cast, journey: Journey) -> None:
    reminded(MONDAY)
    tick(item=item_of(journey, "Set up the laptop"), by=cast.nora, at=AT)
    reassign(item=item_of(journey, "Lunch with the buddy"), to=cast.sam, by=cast.rita, at=AT)
    assert set(titles()) == {"Max"}
    assert reminded(MONDAY) == 1
    assert titles()["Sam"] == {"Lunch with the buddy, for Nora Nye"}
    move_start(journey=journey, start_date=date(2026, 3, 9), by=cast.max, at=AT)
    assert titles() == {}
    reminded(date(2026, 3, 9))
    assert set(titles()) == {"Max", "Sam"}


def test_stopped_journey_says_nothing(cast: Cast, journey: Journey) -> None:
    reminded(MONDAY)
    stop_journey(journey=journey, reason="Left", by=cast.max, at=AT)
    assert (titles(), titles("onboarding.starts")) == ({}, {})
    assert reminded(MONDAY + 20 * DAY) == 0


def test_words_say_what_whose_and_why(cast: Cast, journey: Journey) -> None:
    reminded(MONDAY)
    said = told(list(Notification.objects.filter(kind="onboarding.item_due", person=cast.nora)))
    (telling,) = said.values()
    assert telling.body == "Due on Monday, 2 March, as a step of your journey. Everything else needs it."
    assert telling.url == f"/onboarding/items/{item_of(journey, 'Set up the laptop').pk}/"


def test_start_is_told_on_the_last_working_day_before(cast: Cast, journey: Journey) -> None:
    """A start on Monday is told on Friday, to the manager and the buddy, and once."""
    assert list(starts_ahead(date(2026, 2, 26))) == []
    reminded(date(2026, 2, 27))
    told_to = {"Max": {"Nora Nye starts on Monday, 2 March"}, "Rita": {"Nora Nye starts on Monday, 2 March"}}
    assert titles("onboarding.starts") == told_to
    for day in (28, 29, 30):
        reminded(date(2026, 2, 27) + timedelta(days=day - 27))
    assert Notification.objects.filter(kind="onboarding.starts").count() == 2
    assert list(starts_ahead(MONDAY + DAY)) == []


def test_start_is_told_before_the_holidays(cast: Cast, plan: PlanVersion) -> None:
    office = make_office(cast.olga, holidays=(date(2026, 2, 26), date(2026, 2, 27)))
    start(cast.nora, by=cast.max, office=office)
    assert [(each.person_id, each.due_date) for each in starts_ahead(date(2026, 2, 25))] == [
        (cast.max.pk, date(2026, 2, 25))
    ]


def test_start_that_was_moved_is_told_anew(cast: Cast, journey: Journey) -> None:
    reminded(date(2026, 2, 27))
    move_start(journey=journey, start_date=date(2026, 3, 30), by=cast.max, at=AT)
    assert titles("onboarding.starts") == {}
    reminded(date(2026, 3, 27))
    assert titles("onboarding.starts") == {name: {"Nora Nye starts on Monday, 30 March"} for name in ("Max", "Rita")}


def test_finding_starts_asks_as_often_for_three_as_for_one(
    cast: Cast, plan: PlanVersion, django_assert_max_num_queries
) -> None:
    office = make_office(cast.olga)
    people: list[User] = [cast.nora, cast.rita, cast.sam]
    for some in (people[:1], people[1:]):
        for person in some:
            start(person, by=cast.olga, role_profile=plan.plan.role_profile, office=office)
        with django_assert_max_num_queries(3):
            assert list(starts_ahead(date(2026, 2, 27)))
