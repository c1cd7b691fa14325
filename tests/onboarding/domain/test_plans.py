"""Onboarding plans: drafted, edited, put in order, published for good, drafted again as a copy."""

from datetime import timedelta

import pytest

from onboarding.choices import Relation
from onboarding.domain.plans import (
    ItemFacts,
    add_item,
    create_plan,
    draft_next_version,
    edit_item,
    edit_plan,
    publish_version,
    remove_item,
    reorder,
)
from onboarding.models import PlanItem, PlanVersion
from salesmgmt.events.models import Event
from salesmgmt.people.models import RoleProfile
from tests.cast import AT, Cast
from tests.onboarding.rows import FIRST_WEEK, make_draft, make_plan
from tests.refusals import all_rows, assert_breaks, assert_refused

CALL = ItemFacts(title=" Call a customer ", working_day=2, why=" To hear one. ", minutes=30)


@pytest.fixture
def draft(cast: Cast, profile: RoleProfile) -> PlanVersion:
    return make_draft(profile, *FIRST_WEEK, by=cast.olga)


def titles(version: PlanVersion) -> list[str]:
    return list(version.items.order_by("position").values_list("title", flat=True))


def test_create_plan_begins_with_an_empty_draft(cast: Cast, profile: RoleProfile) -> None:
    version = create_plan(name=" The first week ", role_profile=profile, by=cast.olga, at=AT)
    assert (version.plan.name, version.plan.role_profile, version.number) == ("The first week", profile, 1)
    assert (version.is_published, version.items.count()) == (False, 0)
    assert Event.objects.get(kind="onboarding_version.drafted").payload == {"plan_id": version.plan_id, "number": 1}


def test_plan_needs_a_name_of_its_own(cast: Cast, draft: PlanVersion) -> None:
    with assert_refused("onboarding_plan_name_key", "name", says="choose another name"):
        create_plan(name="The first week", role_profile=None, by=cast.olga, at=AT)
    with assert_refused("an_onboarding_plan_has_a_name", "name"):
        edit_plan(plan=draft.plan, name=" ", role_profile=None, by=cast.olga, at=AT)


def test_edit_plan_changes_name_and_role_profile(cast: Cast, draft: PlanVersion) -> None:
    edit_plan(plan=draft.plan, name="The first week", role_profile=draft.plan.role_profile, by=cast.olga, at=AT)
    assert not Event.objects.filter(kind="onboarding_plan.edited").exists()
    plan = edit_plan(plan=draft.plan, name="Week one", role_profile=None, by=cast.olga, at=AT)
    assert (plan.name, plan.role_profile) == ("Week one", None)
    assert Event.objects.get(kind="onboarding_plan.edited").payload == {"role_profile_id": None}


def test_plan_is_edited_only_as_it_was_looked_at(cast: Cast, draft: PlanVersion) -> None:
    edited = edit_plan(plan=draft.plan, name="Week one", role_profile=None, by=cast.olga, at=AT, expected_version=1)
    assert edited.version == 2
    with assert_refused("conflict", says="Somebody changed Week one in between"):
        edit_plan(plan=draft.plan, name="Week two", role_profile=None, by=cast.olga, at=AT, expected_version=1)


def test_add_item_puts_it_last(cast: Cast, draft: PlanVersion) -> None:
    item = add_item(version=draft, facts=CALL, by=cast.olga, at=AT)
    assert (item.position, item.title, item.why, item.minutes) == (6, "Call a customer", "To hear one.", 30)
    assert Event.objects.filter(kind="onboarding_version.item_added").last().payload == {
        "item_id": item.pk,
        "working_day": 2,
        "relation": "NEW_HIRE",
    }


@pytest.mark.parametrize(
    ("facts", "code", "field"),
    [
        ({"title": " "}, "a_plan_item_has_a_title", "title"),
        ({"working_day": 261}, "a_plan_item_is_due_within_a_working_year", "working_day"),
        ({"minutes": 0}, "a_plan_item_takes_1_to_2400_minutes", "minutes"),
        ({"relation": "CEO"}, "relation", "relation"),
        ({"material_url": "javascript:alert(1)"}, "invalid", "material_url"),
    ],
)
def test_item_is_refused_with_the_field_at_fault(
    cast: Cast, draft: PlanVersion, facts: dict, code: str, field: str
) -> None:
    wrong = ItemFacts(**{"title": "Call", "working_day": 1, **facts})
    with assert_refused(code, field):
        add_item(version=draft, facts=wrong, by=cast.olga, at=AT)
    with assert_refused(code, field):
        edit_item(item=draft.items.first(), facts=wrong, by=cast.olga, at=AT)


@pytest.mark.parametrize(("position", "place"), [(1, 0), (3, 2), (99, 5), (None, 5)])
def test_add_item_at_a_position_pushes_the_others_down(cast: Cast, draft: PlanVersion, position, place) -> None:
    before = titles(draft)
    facts = ItemFacts(title="Badge", working_day=1)
    add_item(version=draft, facts=facts, by=cast.olga, at=AT, position=position)
    rows = list(draft.items.order_by("position").values_list("title", "position"))
    assert [title for title, _ in rows if title != "Badge"] == before
    assert rows[place][0] == "Badge"
    assert [at for _, at in rows] == [1, 2, 3, 4, 5, 6]


def test_edit_item_replaces_its_facts(cast: Cast, draft: PlanVersion) -> None:
    facts = ItemFacts(title="Order two laptops", working_day=-10, relation=Relation.MANAGER)
    item = edit_item(item=draft.items.get(title="Order the laptop"), facts=facts, by=cast.olga, at=AT)
    assert (item.title, item.working_day, item.relation, item.position) == ("Order two laptops", -10, "MANAGER", 1)


def test_remove_item_twice_is_once(cast: Cast, draft: PlanVersion) -> None:
    item = draft.items.get(title="Order the laptop")
    remove_item(item=item, by=cast.olga, at=AT)
    remove_item(item=item, by=cast.olga, at=AT)
    assert titles(draft)[0] == "Write the welcome mail"
    assert Event.objects.filter(kind="onboarding_version.item_removed").count() == 1


def test_reorder_puts_all_items_in_order(cast: Cast, draft: PlanVersion) -> None:
    turned = list(draft.items.order_by("-position").values_list("pk", flat=True))
    before = titles(draft)
    reorder(version=draft, item_ids=turned, by=cast.olga, at=AT)
    assert titles(draft) == before[::-1]
    for wrong in (turned[1:], [*turned[1:], turned[1]], [*turned, 0]):
        with assert_refused("other_items", "items", says="put all of them in order"):
            reorder(version=draft, item_ids=wrong, by=cast.olga, at=AT)


def test_publish_version_refuses_an_empty_one(cast: Cast) -> None:
    draft = create_plan(name="Empty", role_profile=None, by=cast.olga, at=AT)
    with assert_refused("plan_is_empty", says="add what a new hire is to do"):
        publish_version(version=draft, by=cast.olga, at=AT)


def test_published_version_is_not_changed_by_a_verb(cast: Cast, plan: PlanVersion) -> None:
    item = plan.items.first()
    for act in (
        lambda: add_item(version=plan, facts=CALL, by=cast.olga, at=AT),
        lambda: edit_item(item=item, facts=CALL, by=cast.olga, at=AT),
        lambda: remove_item(item=item, by=cast.olga, at=AT),
        lambda: reorder(version=plan, item_ids=[], by=cast.olga, at=AT),
        lambda: publish_version(version=plan, by=cast.olga, at=AT),
    ):
        with assert_refused("onboarding_plan_is_published", says="draft the next version instead"):
            act()


def test_published_version_is_not_changed_by_sql(cast: Cast, plan: PlanVersion) -> None:
    version, items = PlanVersion.objects.filter(pk=plan.pk), PlanItem.objects.filter(version=plan)
    elsewhere = make_draft(None, *FIRST_WEEK, by=cast.olga, name="Draft")
    for write in (
        lambda: version.update(number=9),
        lambda: version.update(published_at=None, published_by=None),
        lambda: version._raw_delete("default"),
    ):
        with assert_breaks("a_published_onboarding_version_does_not_change"):
            write()
    for write in (
        lambda: items.filter(position=1).update(title="Something else"),
        lambda: items.filter(position=1).delete(),
        lambda: items.filter(position=1).update(version=elsewhere, position=9),
        lambda: PlanItem.objects.filter(version=elsewhere, position=1).update(version=plan, position=9),
        lambda: PlanItem.objects.create(version=plan, position=9, title="One more", working_day=1),
    ):
        with assert_breaks("items_of_a_published_onboarding_version_do_not_change"):
            write()
    assert titles(plan) == [facts.title for facts in FIRST_WEEK]


def test_draft_next_version_copies_the_last_one(cast: Cast, plan: PlanVersion) -> None:
    nxt = draft_next_version(plan=plan.plan, by=cast.olga, at=AT)
    facts = ("position", "title", "why", "material_url", "minutes", "working_day", "relation")
    assert (nxt.number, nxt.is_published) == (2, False)
    assert list(nxt.items.values_list(*facts)) == list(plan.items.values_list(*facts))
    with assert_refused("onboarding_plan_has_a_draft", says="The first week, version 2 is still a draft"):
        draft_next_version(plan=plan.plan, by=cast.olga, at=AT)
    add_item(version=nxt, facts=CALL, by=cast.olga, at=AT)
    published = publish_version(version=nxt, by=cast.olga, at=AT + timedelta(days=1))
    assert (published.published_at, published.published_by) == (AT + timedelta(days=1), cast.olga)
    assert (plan.items.count(), published.items.count()) == (5, 6)


@pytest.mark.parametrize("who", ["nora", "max", "rosa", "carla", "api_user"])
def test_only_admins_write_plans(cast: Cast, draft: PlanVersion, who: str) -> None:
    by, item = getattr(cast, who), draft.items.first()
    for act in (
        lambda: create_plan(name="Other", role_profile=None, by=by, at=AT),
        lambda: edit_plan(plan=draft.plan, name="Other", role_profile=None, by=by, at=AT),
        lambda: draft_next_version(plan=draft.plan, by=by, at=AT),
        lambda: add_item(version=draft, facts=CALL, by=by, at=AT),
        lambda: edit_item(item=item, facts=CALL, by=by, at=AT),
        lambda: remove_item(item=item, by=by, at=AT),
        lambda: reorder(version=draft, item_ids=[], by=by, at=AT),
        lambda: publish_version(version=draft, by=by, at=AT),
    ):
        with assert_refused("not_allowed"):
            act()


def test_plans_are_read_by_who_may_start_journeys(cast: Cast, profile: RoleProfile) -> None:
    make_plan(profile, by=cast.olga)

    assert PlanVersion.objects.visible_to(cast.max).count() == 1
    assert PlanVersion.objects.visible_to(cast.nora).count() == 0


def test_draft_is_changed_only_as_it_was_looked_at(cast: Cast, draft: PlanVersion) -> None:
    """Each change makes the next version; what was decided on an earlier one changes nothing."""
    item, act = draft.items.first(), {"by": cast.olga, "at": AT}
    draft.refresh_from_db()
    looked_at = draft.version
    edit_item(item=item, facts=CALL, **act, expected_version=looked_at)
    draft.refresh_from_db()
    assert draft.version == looked_at + 1
    late = {**act, "expected_version": looked_at}
    ids = list(draft.items.values_list("pk", flat=True))
    before = all_rows()
    for do in (
        lambda: add_item(version=draft, facts=CALL, **late),
        lambda: edit_item(item=item, facts=FIRST_WEEK[0], **late),
        lambda: remove_item(item=item, **late),
        lambda: reorder(version=draft, item_ids=ids[::-1], **late),
        lambda: publish_version(version=draft, **late),
    ):
        with assert_refused("conflict", says=f"Somebody changed {draft} in between"):
            do()
    assert all_rows() == before
    for do in (
        lambda: add_item(version=draft, facts=CALL, **act),
        lambda: remove_item(item=item, **act),
        lambda: reorder(version=draft, item_ids=list(draft.items.values_list("pk", flat=True))[::-1], **act),
        lambda: publish_version(version=draft, **act),
    ):
        before_it = PlanVersion.objects.get(pk=draft.pk).version
        do()
        assert PlanVersion.objects.get(pk=draft.pk).version == before_it + 1
