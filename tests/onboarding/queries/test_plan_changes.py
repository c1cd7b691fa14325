"""What a version changes: items are the same when they are titled the same."""

from onboarding.models import PlanItem
from onboarding.queries.plan_rows import changes_between


def item(title: str, day: int = 1, **facts) -> PlanItem:
    return PlanItem(title=title, working_day=day, **facts)


def said(before, after):
    return [(change.title, change.what) for change in changes_between(before, after)]


def test_the_same_items_are_no_change():
    assert said([item("Read"), item("Call")], [item("Call"), item("Read")]) == []


def test_of_two_of_one_title_the_first_is_held_against_the_first():
    before = [item("1:1", 5), item("1:1", 10)]
    assert said(before, [item("1:1", 5), item("1:1", 12)]) == [("1:1", "day 10 is now day 12")]
    assert said(before, [item("1:1", 5)]) == [("1:1", "no longer there")]


def test_what_is_left_unsaid_is_said():
    found = said([item("Read", minutes=30, material_url="https://a.example")], [item("Read")])
    assert found == [("Read", "takes an unsaid time instead of 30 min, another material")]
