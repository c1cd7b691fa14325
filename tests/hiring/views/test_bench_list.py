"""The bench as a list: what narrows it, acts on many of its people, and what takes them back."""

from datetime import timedelta

import pytest
from django.utils import timezone

from hiring.domain.bench import change_tier, snooze
from hiring.domain.tags import add_tag, put_tag
from hiring.domain.touches import log_touch
from hiring.models import BenchEntry, CandidateTagging, Touch
from salesmgmt.events.models import Event
from salesmgmt.web.domain.undoing import take_back
from salesmgmt.web.models import Undo
from tests.cast import AT
from tests.hiring_rows import make_candidacy, make_entry
from tests.refusals import all_rows

DAY = timedelta(days=1)


@pytest.fixture
def bench(profile, cast):
    """Put there 20 days ago: Cal in tier A, late and cooling; Ada in tier B, warm, snoozed, whose consent ends soon;
    today Bo in tier C with Rosa, ready later, whose consent has ended."""
    now = timezone.now()
    today, then = cast.company.day_of(now), now - 20 * DAY
    people = {name: make_candidacy(profile, cast.max, name) for name in ("Cal", "Ada", "Bo")}
    entries = {
        "Cal": make_entry(people["Cal"], cast.max, tier="A", at=then),
        "Ada": make_entry(people["Ada"], cast.max, tier="B", at=then, consent_until=today + 10 * DAY),
        "Bo": make_entry(people["Bo"], cast.rosa, tier="C", at=now, ready_date=today + 60 * DAY),
    }
    entries["Ada"] = snooze(entry=entries["Ada"], until=today + 40 * DAY, by=cast.max, at=now)
    BenchEntry.objects.filter(pk=entries["Bo"].pk).update(consent_until=today - DAY)
    tag = add_tag(name="German", by=cast.rosa, at=AT)
    put_tag(candidacy=people["Bo"], tag=tag, by=cast.max, at=AT)
    entries["Bo"].refresh_from_db()
    return entries


def listed(client, query=""):
    page = client.get(f"/hiring/bench/list/?{query}")
    assert page.status_code == 200
    return page


def names(page):
    return [each.row.candidacy.candidate.name for each in page.context["dressed"]]


def post(client, name, **sent):
    return client.post(f"/lists/bench/acts/{name}/", sent, headers={"HX-Request": "true"})


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("sort=name", ["Ada", "Bo", "Cal"]),
        ("tier=A", ["Cal"]),
        ("ready=now&sort=-tier", ["Ada", "Cal"]),
        ("ready=later", ["Bo"]),
        ("due=late", ["Cal"]),
        ("warmth=hot", ["Bo"]),
        ("warmth=warm", ["Ada"]),
        ("warmth=cooling", ["Cal"]),
        ("snoozed=true", ["Ada"]),
        ("snoozed=false&sort=name", ["Bo", "Cal"]),
        ("consent=soon", ["Ada"]),
        ("consent=stands", ["Ada"]),
        ("consent=ended", ["Bo"]),
        ("consent=none", ["Cal"]),
        ("whose=mine&sort=-name", ["Cal", "Ada"]),
        ("tag={tag}", ["Bo"]),
        ("search=cal@post", ["Cal"]),
        ("sort=touched", ["Bo", "Cal", "Ada"]),
    ],
)
def test_the_bench_is_narrowed_alike_on_the_page_and_over_the_api(bench, cast, client, query, found):
    query = query.format(tag=CandidateTagging.objects.get().tag_id)
    client.force_login(cast.max)
    assert sorted(names(listed(client, query))) == sorted(found)
    if "sort=" in query and "touched" not in query:
        assert names(listed(client, query)) == found
    filters = "&".join(part for part in query.split("&") if not part.startswith("sort="))
    over_api = client.get(f"/api/v1/hiring/bench-entries/?{filters}").json()["results"]
    assert {each["id"] for each in over_api} == {bench[name].pk for name in found}


def test_the_bench_says_how_everybody_stands(bench, cast, client):
    client.force_login(cast.max)
    page = listed(client, "sort=name").content.decode()
    for said in ("6 days late", "until ", "cooling", "10 days left", "ask for consent first", "not asked"):
        assert said in page, said
    assert [each.is_snoozed for each in listed(client, "sort=name").context["dressed"]] == [True, False, False]


def test_who_left_the_bench_is_not_on_the_list_and_who_only_interviews_opens_none(bench, cast, client):
    client.force_login(cast.ivan)
    assert client.get("/hiring/bench/list/").status_code == 404
    assert client.post("/lists/bench/export/", {"form": "csv"}).status_code == 404
    BenchEntry.objects.filter(pk=bench["Cal"].pk).update(left_at=timezone.now())
    client.force_login(cast.max)
    assert "Cal" not in names(listed(client))


def test_a_touch_with_many_is_logged_where_they_may_be_contacted_and_taken_back(bench, cast, client):
    client.force_login(cast.max)
    due = dict(BenchEntry.objects.values_list("pk", "next_touch_date"))
    text = post(
        client, "touch", row=[each.pk for each in bench.values()], kind="EVENT", note="Open day"
    ).content.decode()
    assert "2 people had a touch" in text
    assert "The consent of Bo ended on" in text
    assert set(Touch.objects.values_list("entry__candidacy__candidate__name", "note")) == {
        ("Cal", "Open day"),
        ("Ada", "Open day"),
    }
    assert Undo.objects.count() == 1 + Undo.objects.exclude(verb__in=("web.bulk_act", "hiring.touch")).count()
    take_back(undo=Undo.objects.get(verb="web.bulk_act"), by=cast.max, at=timezone.now())
    assert not Touch.objects.exists()
    assert dict(BenchEntry.objects.values_list("pk", "next_touch_date")) == due


def test_a_touch_of_many_stays_where_somebody_got_in_touch_since(bench, cast, client):
    client.force_login(cast.max)
    post(client, "touch", row=[bench["Cal"].pk, bench["Ada"].pk], kind="EVENT")
    now = timezone.now()
    log_touch(entry=bench["Ada"], kind="CALL", happened_at=now, by=cast.max, at=now)
    back = take_back(undo=Undo.objects.get(verb="web.bulk_act"), by=cast.max, at=timezone.now())
    assert back.words.startswith("Log a touch: taken back for 1 person; 1 changed since and stays: Ada")
    assert set(Touch.objects.values_list("entry__candidacy__candidate__name", flat=True)) == {"Ada"}


@pytest.mark.parametrize(("name", "sent"), [("tier", {"tier": "C"}), ("snooze", {}), ("hand-over", {})])
def test_tier_next_touch_and_owner_of_many_come_back_as_they_were(bench, cast, client, name, sent):
    sent = sent or {"until": (cast.company.day_of(timezone.now()) + 9 * DAY).isoformat(), "to": cast.rosa.pk}
    facts = ("pk", "tier", "next_touch_date", "owner_id", "consent_until")
    before = sorted(BenchEntry.objects.values_list(*facts))
    client.force_login(cast.max)
    assert post(client, name, row=[bench["Cal"].pk, bench["Ada"].pk], **sent).status_code == 204
    assert sum(row != was for row, was in zip(sorted(BenchEntry.objects.values_list(*facts)), before, strict=True)) == 2
    take_back(undo=Undo.objects.get(verb="web.bulk_act"), by=cast.max, at=timezone.now())
    assert sorted(BenchEntry.objects.values_list(*facts)) == before


def test_an_entry_that_was_changed_since_keeps_its_tier(bench, cast, client):
    client.force_login(cast.max)
    post(client, "tier", row=[bench["Cal"].pk], tier="B")
    change_tier(entry=bench["Cal"], tier="C", by=cast.max, at=timezone.now())
    before = all_rows()
    with pytest.raises(Exception, match="None of these people is as the act left it"):
        take_back(undo=Undo.objects.get(verb="web.bulk_act"), by=cast.max, at=timezone.now())
    assert all_rows() == before


def test_many_are_tagged_by_their_candidacies_and_it_is_taken_back(bench, cast, client):
    tag = add_tag(name="Plants", by=cast.rosa, at=AT)
    client.force_login(cast.max)
    assert post(client, "tag", row=[each.pk for each in bench.values()], tag=tag.pk).status_code == 204
    assert tag.taggings.count() == 3
    assert Event.objects.filter(kind="candidate.tagged").count() == 4
    take_back(undo=Undo.objects.get(verb="web.bulk_act"), by=cast.max, at=timezone.now())
    assert list(CandidateTagging.objects.values_list("tag__name", flat=True)) == ["German"]


def test_acts_on_people_of_a_profile_that_one_does_not_hire_for_change_nothing(bench, cast, client):
    """Mona sees nobody of it."""
    client.force_login(cast.mona)
    before = all_rows()
    answer = post(client, "tier", row=[bench["Cal"].pk], tier="C")
    assert answer.status_code == 422
    assert "None of these people is here any more" in answer.content.decode()
    assert all_rows() == before
