"""The list of activities: what narrows it, what its sums are, verifying many, and how an export says which deal."""

from datetime import date, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone

from pipeline.domain.activities import log_activity
from pipeline.domain.verifying import unverify_activity, verify_activity
from pipeline.models import Activity, Deal
from salesmgmt.events.models import Event
from salesmgmt.figures.queries.answer import answer
from salesmgmt.figures.registry import figure_for
from salesmgmt.figures.scope import Scope
from salesmgmt.figures.wording import value_said
from salesmgmt.web.domain.undoing import take_back
from salesmgmt.web.models import Undo
from tests.cast import AT
from tests.import_files import load
from tests.pipeline_rows import make_deal
from tests.refusals import all_rows

DAY = timedelta(days=1)


@pytest.fixture
def activities(process, cast):
    """Rita's call (20 minutes, verified) and demo (100), her note (9), Max's meeting without minutes on her deal, and a
    call of Sam's that neither of them sees."""
    deal, other = make_deal(cast.rita, "Helix"), make_deal(cast.sam, "Orbit")
    said = (
        ("call", deal, "CALL", cast.rita, 20, AT - DAY, "AGREED"),
        ("demo", deal, "DEMO", cast.rita, 100, AT - 3 * DAY, ""),
        ("note", deal, "NOTE", cast.rita, 9, AT - 2 * DAY, ""),
        ("meeting", deal, "MEETING", cast.max, None, AT - DAY, "NO_SHOW"),
        ("hidden", other, "CALL", cast.sam, 7, AT - DAY, "AGREED"),
    )
    made = {
        name: log_activity(deal=on, kind=kind, happened_at=then, minutes=minutes, outcome=outcome, by=by, at=AT)
        for name, on, kind, by, minutes, then, outcome in said
    }
    verify_activity(activity=made["call"], by=cast.max, at=AT)
    return made


def listed(client, query=""):
    page = client.get(f"/pipeline/activities/?{query}")
    assert page.status_code == 200
    return page


def names_of(rows, activities):
    called = {each.pk: name for name, each in activities.items()}
    return {called[pk] for pk in rows}


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("", {"call", "demo", "note", "meeting"}),
        ("kind=CALL", {"call"}),
        ("verified=true", {"call"}),
        ("verified=false", {"demo", "note", "meeting"}),
        ("outcome=NO_SHOW", {"meeting"}),
        ("search=heli", {"call", "demo", "note", "meeting"}),
        ("search=orbit", set()),
        ("day_from={before}&day_to={before}", {"note"}),
        ("day_to={before}", {"note", "demo"}),
        ("day_from={yesterday}", {"call", "meeting"}),
        ("day_from=0001-01-01&day_to=9999-12-31", {"call", "demo", "note", "meeting"}),
        ("user={max}", {"meeting"}),
        ("team={team}", {"call", "demo", "note", "meeting"}),
    ],
)
def test_activities_are_narrowed_alike_on_the_page_and_over_the_api(activities, cast, client, query, found):
    told = {
        "before": cast.company.day_of(AT - 2 * DAY),
        "yesterday": cast.company.day_of(AT - DAY),
        "max": cast.max.pk,
        "team": cast.rita.memberships.get().team_id,
    }
    query = query.format_map(told)
    client.force_login(cast.max)
    assert names_of((each.pk for each in listed(client, query).context["dressed"]), activities) == found
    over_api = client.get(f"/api/v1/pipeline/activities/?{query}").json()["results"]
    assert names_of((each["id"] for each in over_api), activities) == found


def test_the_sums_are_those_of_the_figures_and_open_to_them(activities, cast, client):
    client.force_login(cast.max)
    day = cast.company.day_of(AT - DAY)
    for query, asked in (
        ("", {}),
        (f"user={cast.rita.pk}", {"owner": cast.rita.pk}),
        (f"day_from={day}&day_to={day}", {"start": day, "end": day + DAY}),
    ):
        page = client.get(f"/lists/activities/totals/?{query}").content.decode()
        scope = Scope(user=cast.max, at=timezone.now(), **asked)
        for name in ("pipeline.selling_time", "pipeline.verified_share"):
            said = value_said(answer(figure_for(name, cast.max), scope).results[0], None)
            assert said in page, (query, name)
            assert f"/figures/{name}/why/" in page
    assert f"from={day}&amp;to={day + DAY}" in page
    narrowed = client.get("/lists/activities/totals/?kind=DEMO").content.decode()
    assert "1.7 hours" in narrowed
    assert "/figures/" not in narrowed


def test_what_somebody_else_did_is_verified_many_at_once_and_one_s_own_is_not(activities, cast, client):
    client.force_login(cast.max)
    chosen = [each.pk for each in activities.values()]
    sent = {"row": chosen}
    answered = client.post("/lists/activities/acts/verify/", sent, headers={"HX-Request": "true"})
    text = answered.content.decode()
    assert "2 activities verified" in text
    assert "Nobody verifies their own activity" in text
    assert "This activity is verified already" in text
    seen = set(Activity.objects.filter(verified_by=cast.max).values_list("pk", flat=True))
    assert names_of(seen, activities) == {"call", "demo", "note"}
    told = Event.objects.filter(kind="activity.verified").values_list("payload__activity_id", flat=True)
    assert names_of(told, activities) == {"call", "demo", "note"}
    unverify_activity(activity=activities["note"], by=cast.max, at=AT)
    back = take_back(undo=Undo.objects.get(verb="web.bulk_act"), by=cast.max, at=timezone.now())
    assert back.words.startswith("Verify: taken back for 1 activity; 1 changed since and stays")
    assert names_of(Activity.objects.filter(verified_by=cast.max).values_list("pk", flat=True), activities) == {"call"}


def test_who_only_reads_verifies_nothing(activities, cast, client):
    client.force_login(cast.finn)
    before = all_rows()
    sent = {"row": [activities["demo"].pk]}
    assert client.post("/lists/activities/acts/verify/", sent).status_code == 404
    assert all_rows() == before


HEADS = ["Id in its source", "Deal", "Deal's id in its source", "Kind", "Person's e-mail", "Happened at"]


def told(cast, deal, key, number="#1", person=None):
    return [number, deal, key, "Call", (person or cast.rita).email, "2026-02-01 10:00"]


def test_the_id_says_which_deal_of_a_name_is_meant_and_only_with_the_name(activities, cast):
    first = make_deal(cast.rita, "Twin")
    second = make_deal(cast.rita, "Twin")
    Deal.objects.filter(pk=second.pk).update(external_source="old", external_id="D-2")
    here = Activity.objects.count()
    rows = [
        told(cast, "Twin", f"#{first.pk}", "#91"),
        told(cast, "Twin", "D-2", "#92"),
        told(cast, "Twin", "", "#93"),
        told(cast, "Helix", f"#{first.pk}", "#94"),
    ]
    batch = load("activities", [HEADS, *rows], cast.olga)
    ((row_no, reason, way_out),) = batch.refusals.values_list("row_no", "reason", "way_out")
    assert (row_no, reason) == (4, "several deals are called “Twin”")
    assert way_out == "write the deal's id beside it"
    landed = Activity.objects.order_by("-pk")[:3]
    assert [each.deal for each in reversed(landed)] == [first, second, Deal.objects.get(name="Helix")]
    assert Activity.objects.count() == here + 3


def test_nobody_is_said_by_a_file_to_have_verified_what_they_did(activities, cast):
    before = Activity.objects.count()
    heads = [*HEADS, "Verifier's e-mail"]
    rows = [
        [*told(cast, "Helix", "", f"#{number}"), email]
        for number, email in ((91, cast.rita.email), (92, "x@y.example"))
    ]
    batch = load("activities", [heads, *rows], cast.olga)
    assert list(batch.refusals.order_by("row_no").values_list("field", "reason")) == [
        ("verified_by", "nobody verifies their own activity"),
        ("verified_by", "“x@y.example” is not a person"),
    ]
    assert Activity.objects.count() == before
    load("activities", [heads, [*told(cast, "Helix", "", "#93"), cast.max.email]], cast.olga)
    assert Activity.objects.get(happened_at__date=date(2026, 2, 1)).verified_by == cast.max


def test_a_number_of_ours_stands_for_an_activity_only_where_the_row_tells_of_it(activities, cast):
    mine = activities["call"]
    instant = mine.happened_at.astimezone(ZoneInfo(cast.company.zone))
    row = told(cast, "Helix", "", f"#{mine.pk}")
    here = Activity.objects.count()
    assert load("activities", [HEADS, row], cast.olga).counts["activities"]["new"] == 1
    again = [*row[:5], f"{instant:%Y-%m-%d %H:%M}"]
    assert Activity.objects.count() == here + 1
    counts = load("activities", [HEADS, again], cast.olga).counts["activities"]
    assert (counts["new"], counts["refused"]) == (0, 0)
    assert Activity.objects.count() == here + 1
