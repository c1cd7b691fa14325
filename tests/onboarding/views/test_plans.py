"""Plans on pages: drafted, worked on item by item, published with what that changes, and started from again."""

import json
from datetime import date

import pytest

from onboarding.choices import Relation
from onboarding.domain.plans import ItemFacts, add_item, draft_next_version, edit_item, remove_item
from onboarding.models import Plan, PlanItem, PlanVersion
from tests.cast import AT
from tests.onboarding.rows import FIRST_WEEK, make_draft, make_office, make_plan, start
from tests.refusals import all_rows

pytestmark = pytest.mark.django_db
HTMX = {"HX-Request": "true"}
ITEM = {
    "title": "Call a customer",
    "working_day": "2",
    "relation": "NEW_HIRE",
    "minutes": "30",
    "why": "",
    "material_url": "",
}


@pytest.fixture(autouse=True)
def now(clock):
    return clock


@pytest.fixture
def draft(cast, profile) -> PlanVersion:
    return make_draft(profile, *FIRST_WEEK, by=cast.olga)


@pytest.fixture
def admin(cast, client):
    client.force_login(cast.olga)
    return client


def order_of(version):
    return list(version.items.values_list("title", flat=True))


def test_a_plan_is_drafted_and_published_through_pages(profile, admin):
    answer = admin.post("/onboarding/plans/new/", {"name": "The first month", "role_profile": profile.pk})
    version = PlanVersion.objects.get()
    assert answer["Location"] == f"/onboarding/plans/versions/{version.pk}/"
    assert "No items yet" in admin.get(answer["Location"]).content.decode()
    admin.post(f"/onboarding/plans/versions/{version.pk}/items/", ITEM)
    admin.post(f"/onboarding/plans/versions/{version.pk}/publish/")
    version.refresh_from_db()
    assert version.is_published
    page = admin.get(f"/onboarding/plans/versions/{version.pk}/").content.decode()
    assert "Call a customer" in page
    assert "Draft the next version" in page
    assert "Add an item" not in page


def test_items_are_changed_where_they_stand(draft, admin):
    laptop = draft.items.get(title="Set up the laptop")
    page = admin.get(f"/onboarding/plans/items/{laptop.pk}/edit/", headers=HTMX).content.decode()
    assert 'value="Set up the laptop"' in page
    assert page.lstrip().startswith('<div id="draft"')
    answer = admin.post(f"/onboarding/plans/items/{laptop.pk}/edit/", {**ITEM, "relation": "IT"}, headers=HTMX)
    laptop.refresh_from_db()
    assert answer.status_code == 200
    assert (laptop.title, laptop.working_day, laptop.relation, laptop.minutes) == ("Call a customer", 2, "IT", 30)


@pytest.mark.parametrize(
    ("sent", "field", "says"),
    [
        ({"title": ""}, "title", "is missing: fill it in"),
        ({"working_day": "400"}, "working_day", "between -30 and 260"),
        ({"minutes": "3000"}, "minutes", "1 to 2,400 minutes"),
        ({"relation": "DOG"}, "relation", "Select a valid choice"),
        ({"material_url": "not an address"}, "material_url", "Enter a valid URL"),
    ],
)
@pytest.mark.parametrize("act", ["add", "edit"])
def test_an_item_that_is_refused_says_so_at_its_field(draft, admin, act, sent, field, says):
    laptop = draft.items.get(title="Set up the laptop")
    address = f"versions/{draft.pk}/items/" if act == "add" else f"items/{laptop.pk}/edit/"
    before = all_rows()
    answer = admin.post(f"/onboarding/plans/{address}", {**ITEM, **sent}, headers=HTMX)
    assert answer.status_code == 422
    form = answer.context["item_form" if act == "add" else "edit_form"]
    assert says in str(form.errors[field])
    assert says in answer.content.decode()
    assert all_rows() == before


def test_a_second_tab_does_not_write_over_the_first(draft, admin):
    """What was typed too late stands again beside the draft as it is now, and is kept when it is sent after a look."""
    laptop = draft.items.get(title="Set up the laptop")
    form = admin.get(f"/onboarding/plans/items/{laptop.pk}/edit/", headers=HTMX).context["edit_form"]
    seen = {"version": form.initial["version"]}
    edit = f"/onboarding/plans/items/{laptop.pk}/edit/"
    assert admin.post(edit, {**ITEM, **seen}, headers=HTMX).status_code == 200
    before = all_rows()
    late = admin.post(edit, {**ITEM, **seen, "title": "Write over it"}, headers=HTMX)
    assert late.status_code == 409
    page = late.content.decode()
    assert "Somebody changed The first week, version 1 in between" in page
    assert 'value="Write over it"' in page
    acts = {
        f"versions/{draft.pk}/items/": ITEM,
        f"items/{laptop.pk}/remove/": {},
        f"items/{laptop.pk}/shift/": {"to": "down"},
        f"versions/{draft.pk}/order/": {"items": list(draft.items.values_list("pk", flat=True))},
        f"versions/{draft.pk}/publish/": {},
    }
    for address, sent in acts.items():
        answer = admin.post(f"/onboarding/plans/{address}", {**sent, **seen}, headers=HTMX)
        said = answer.content.decode() + answer.headers.get("HX-Trigger", "")
        assert (answer.status_code, "in between" in said) == (409, True), address
    assert all_rows() == before
    again = {"version": late.context["edit_form"]["version"].value(), "title": "Write over it"}
    assert admin.post(edit, {**ITEM, **again}, headers=HTMX).status_code == 200
    laptop.refresh_from_db()
    assert laptop.title == "Write over it"


def test_every_form_of_a_draft_says_its_version(draft, admin):
    draft.refresh_from_db()
    page = admin.get(f"/onboarding/plans/versions/{draft.pk}/").content.decode()
    assert page.count(f'<input type="hidden" name="version" value="{draft.version}"') == 1 + len(FIRST_WEEK) + 1 + 2
    assert f'data-version="{draft.version}"' in page


def test_a_removed_item_comes_back_by_undo(draft, admin):
    laptop, before = draft.items.get(title="Set up the laptop"), order_of(draft)
    answer = admin.post(f"/onboarding/plans/items/{laptop.pk}/remove/", headers=HTMX)
    assert "Set up the laptop" not in order_of(draft)
    toast = json.loads(answer["HX-Trigger"])["toast"]
    assert toast["text"] == "Removed: Set up the laptop"
    answer = admin.post(toast["undo"], headers=HTMX)
    assert answer.status_code == 204
    back = draft.items.get(title="Set up the laptop")
    assert (back.working_day, back.minutes, back.why) == (1, 60, "Everything else needs it.")
    assert order_of(draft) == before
    assert json.loads(answer["HX-Trigger"])["draft-again"] is None


def test_items_are_put_in_order_within_their_day(draft, admin):
    lunch = draft.items.get(title="Lunch with the buddy")
    admin.post(f"/onboarding/plans/items/{lunch.pk}/shift/", {"to": "up"}, headers=HTMX)
    assert order_of(draft)[2:4] == ["Lunch with the buddy", "Set up the laptop"]
    before = order_of(draft)
    admin.post(f"/onboarding/plans/items/{lunch.pk}/shift/", {"to": "up"}, headers=HTMX)
    assert order_of(draft) == before
    admin.post(f"/onboarding/plans/items/{lunch.pk}/shift/", {"to": "down"}, headers=HTMX)
    assert order_of(draft)[2:4] == ["Set up the laptop", "Lunch with the buddy"]


def test_items_are_dragged_into_an_order(draft, admin):
    ids = list(draft.items.values_list("pk", flat=True))
    swapped = [*ids[:2], ids[3], ids[2], ids[4]]
    answer = admin.post(f"/onboarding/plans/versions/{draft.pk}/order/", {"items": swapped}, headers=HTMX)
    assert answer.status_code == 200
    assert list(draft.items.values_list("pk", flat=True)) == swapped
    before = all_rows()
    answer = admin.post(f"/onboarding/plans/versions/{draft.pk}/order/", {"items": ids[:2]}, headers=HTMX)
    assert answer.status_code == 422
    assert all_rows() == before


def test_the_preview_shows_real_days_of_an_office(draft, cast, admin):
    make_office(cast.olga, holidays=(date(2026, 3, 10),))
    berlin = admin.get(f"/onboarding/plans/versions/{draft.pk}/").context["trial"]
    assert berlin.start_date == date(2026, 3, 9)
    assert [(day.date, day.working_day) for day in berlin.days] == [
        (date(2026, 2, 27), -5),
        (date(2026, 3, 6), 0),
        (date(2026, 3, 9), 1),
        (date(2026, 3, 12), 3),
    ]
    asked = f"trial_start=2026-03-16&trial_office={berlin.offices[1].pk}"
    trial = admin.get(f"/onboarding/plans/versions/{draft.pk}/trial/?{asked}").context["trial"]
    assert (trial.office, trial.days[-1].date) == (berlin.offices[1], date(2026, 3, 18))
    for day in ("2026-02-31", "0001-01-01", "9999-12-31"):
        usual = admin.get(f"/onboarding/plans/versions/{draft.pk}/trial/?trial_start={day}").context["trial"]
        assert usual.start_date == date(2026, 3, 9)


def test_publishing_says_what_it_changes_and_who_keeps_their_version(plan, cast, admin):
    journey = start(cast.nora, by=cast.max)
    answer = admin.post(f"/onboarding/plans/{plan.plan_id}/next/")
    draft = PlanVersion.objects.get(published_at=None)
    assert answer["Location"] == f"/onboarding/plans/versions/{draft.pk}/"
    act = {"by": cast.olga, "at": AT}
    laptop = draft.items.get(title="Set up the laptop")
    edit_item(item=laptop, facts=ItemFacts(title=laptop.title, working_day=2, relation=Relation.IT, minutes=90), **act)
    remove_item(item=draft.items.get(title="Lunch with the buddy"), **act)
    add_item(version=draft, facts=ItemFacts(title="Meet the team", working_day=1), **act)
    answer = admin.get(f"/onboarding/plans/versions/{draft.pk}/")
    assert [(change.title, change.what) for change in answer.context["changes"]] == [
        ("Meet the team", "new"),
        (
            "Set up the laptop",
            "day 1 is now day 2, New hire hands it to IT, takes 90 min instead of 60 min, another reason",
        ),
        ("Lunch with the buddy", "no longer there"),
    ]
    assert "1 open journey keeps the version they started on." in " ".join(answer.content.decode().split())
    admin.post(f"/onboarding/plans/versions/{draft.pk}/publish/")
    journey.refresh_from_db()
    assert journey.plan_version == plan
    row = admin.get("/onboarding/plans/").context["rows"][0]
    assert (row.published, row.draft, row.open_journeys) == (draft, None, 1)


def test_a_published_version_is_not_worked_on(plan, admin):
    laptop = plan.items.get(title="Set up the laptop")
    before = all_rows()
    assert admin.post(f"/onboarding/plans/items/{laptop.pk}/remove/", headers=HTMX).status_code == 409
    assert admin.post(f"/onboarding/plans/versions/{plan.pk}/items/", ITEM, headers=HTMX).status_code == 409
    assert all_rows() == before


def test_an_empty_draft_is_not_published(cast, admin):
    draft = make_draft(None, by=cast.olga)
    before = all_rows()
    answer = admin.post(f"/onboarding/plans/versions/{draft.pk}/publish/")
    assert answer.status_code == 422
    assert "add what a new hire is to do" in answer.content.decode()
    assert all_rows() == before


def test_a_name_that_is_taken_is_refused_at_its_field(plan, profile, admin):
    before = all_rows()
    answer = admin.post("/onboarding/plans/new/", {"name": "The first week"})
    assert answer.status_code == 422
    assert "choose another name" in str(answer.context["form"].errors["name"])
    assert all_rows() == before
    other = make_draft(None, by=PlanVersion.objects.get().published_by, name="Other")
    before = all_rows()
    assert admin.post(f"/onboarding/plans/{other.plan_id}/edit/", {"name": "The first week"}).status_code == 422
    assert all_rows() == before


def test_a_plan_gets_another_name(plan, admin):
    admin.post(f"/onboarding/plans/{plan.plan_id}/edit/", {"name": "Week one"})
    found = Plan.objects.get()
    assert (found.name, found.role_profile) == ("Week one", None)


def test_managers_read_a_draft_and_do_not_work_on_it(draft, cast, client):
    client.force_login(cast.max)
    page = client.get(f"/onboarding/plans/versions/{draft.pk}/").content.decode()
    assert "Set up the laptop" in page
    assert "Add an item" not in page


@pytest.mark.parametrize("count", [1, 3])
def test_plan_pages_cost_twelve_queries_at_most(cast, profile, admin, count, django_assert_max_num_queries):
    for number in range(count):
        version = make_plan(profile, *FIRST_WEEK[: count + 1], by=cast.olga, name=f"Plan {number}")
    draft = draft_next_version(plan=version.plan, by=cast.olga, at=AT)
    assert PlanItem.objects.filter(version=draft).count() == count + 1
    for address in ("", f"versions/{version.pk}/", f"versions/{draft.pk}/"):
        admin.get(f"/onboarding/plans/{address}")
        with django_assert_max_num_queries(12):
            assert admin.get(f"/onboarding/plans/{address}").status_code == 200


def test_plan_that_another_tab_has_changed_keeps_their_name_and_what_was_typed(admin, draft):
    address = f"/onboarding/plans/{draft.plan_id}/edit/"
    assert 'name="version" value="1"' in admin.get(address).content.decode()
    assert admin.post(address, {"name": "Week one", "version": "1"}).status_code == 302
    late = admin.post(address, {"name": "Our first week", "version": "1"})
    page = late.content.decode()
    assert (late.status_code, Plan.objects.get(pk=draft.plan_id).name) == (409, "Week one")
    assert "It is “Week one” now, for any role profile" in page
    assert 'value="Our first week"' in page
    assert admin.post(address, {"name": "Our first week", "version": "2"}).status_code == 302
    assert Plan.objects.get(pk=draft.plan_id).name == "Our first week"
