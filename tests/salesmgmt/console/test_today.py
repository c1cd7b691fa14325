"""Today as a page: sections, the sentence, acts, cards, what each role gets, and what it costs."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from salesmgmt.accounts.models import User
from salesmgmt.console.queries.agenda import agenda_for
from salesmgmt.console.today import imports_with_refusals, stopped_jobs
from salesmgmt.events.choices import JobState
from salesmgmt.events.models import Job
from salesmgmt.imports.models import ImportBatch, ImportRefusal
from salesmgmt.web import agenda
from salesmgmt.web.agenda import LATE, NEXT, TODAY, Act, Found, SideCard, Start, Work, WorkItem
from tests.pipeline_rows import make_deal, make_process

DAY = date(2026, 3, 2)
LATE_ITEM = WorkItem("a", LATE, "phone", "Marta has not heard from us for 23 days", due_date=date(2026, 2, 21))
TODAY_ITEM = WorkItem("b", TODAY, "mail", "The offer to Cal expires at 18:00", due_date=DAY)
NEXT_ITEM = WorkItem("c", NEXT, "star", "Lend Sam to two proofs", chip="+6 orders", who="Cal Whitfield")


@pytest.fixture
def finders(monkeypatch):
    """An empty agenda; `finders(item, item, total=…)` registers a finder that finds these."""
    for name in ("_work", "_cards", "_starts"):
        monkeypatch.setattr(agenda, name, {})

    def find(*items: WorkItem, total: int | None = None, **facts) -> None:
        found = Found(list(items), len(items) if total is None else total, "/all/")
        name = f"tests.{len(agenda._work)}"
        agenda.register_work(Work(name, order=len(agenda._work), find=lambda user, as_of, limit: found, **facts))

    return find


def of(user):
    return agenda_for(user, as_of=DAY)


def test_sections_stand_in_order_and_what_is_due_first_stands_first(finders, rita):
    later = replace(LATE_ITEM, key="d", due_date=date(2026, 2, 28))
    finders(NEXT_ITEM, later)
    finders(TODAY_ITEM, LATE_ITEM)
    shown = [(section.title, [row.item.key for row in section.rows]) for section in of(rita).sections]
    assert shown == [("Late", ["a", "d"]), ("Due today", ["b"]), ("Worth doing next", ["c"])]


def test_what_loses_value_stands_before_what_is_later(finders, rita):
    losing = [replace(LATE_ITEM, key=key, due_date=DAY - timedelta(days=1), losing=f"{key} slips") for key in "xy"]
    finders(LATE_ITEM)
    finders(*losing)
    assert [row.item.key for row in of(rita).sections[0].rows] == ["x", "y", "a"]
    assert of(rita).rest == "Two lose value if they wait past today: x slips, and y slips."


def test_chips_say_how_late_or_what_it_is_worth(finders, rita):
    finders(LATE_ITEM, TODAY_ITEM, NEXT_ITEM)
    chips = [(row.due, row.due_tone) for section in of(rita).sections for row in section.rows]
    assert chips == [("9 days late", "bad"), ("today", "watch"), ("+6 orders", "")]


@pytest.mark.parametrize(
    ("items", "total", "sentence"),
    [
        (
            [LATE_ITEM, TODAY_ITEM],
            2,
            "Two things need you. One is late; start with this: Marta has not heard from us for 23 days.",
        ),
        ([LATE_ITEM], 1, "One thing needs you. It is late; start with this: Marta has not heard from us for 23 days."),
        (
            [LATE_ITEM, replace(LATE_ITEM, key="d")],
            2,
            "Two things need you. All are late; start with this: Marta has not heard from us for 23 days.",
        ),
        ([TODAY_ITEM], 1, "One thing needs you. Nothing is late."),
        ([NEXT_ITEM], 21, "21 things need you. Nothing is late and nothing is due today."),
        (
            [replace(TODAY_ITEM, losing="Cal’s offer lapses"), replace(LATE_ITEM, losing="Helix slips")],
            2,
            "Two things need you. Two lose value if they wait past today: Helix slips, and Cal’s offer lapses.",
        ),
        (
            [replace(TODAY_ITEM, losing="Cal’s offer lapses at 18:00"), LATE_ITEM],
            12,
            "Twelve things need you. One loses value if it waits past today: Cal’s offer lapses at 18:00.",
        ),
    ],
)
def test_the_sentence_says_how_many_and_which_first(finders, rita, items, total, sentence):
    finders(*items, total=total)
    found = of(rita)
    assert f"{found.head} {found.rest}" == sentence


def test_what_a_finder_does_not_show_is_counted_and_linked(finders, rita):
    finders(LATE_ITEM, total=13, more="touches due")
    (section,) = of(rita).sections
    assert [(more.words, more.url) for more in section.more] == [("12 more touches due", "/all/")]
    assert of(rita).head == "13 things need you."


def test_the_first_act_is_the_one_loud_button(finders, client, rita):
    acts = [Act("Snooze", "/snooze/", how="post"), Act("Log touch", "/touch/panel/", how="panel", page="/touch/")]
    finders(replace(LATE_ITEM, acts=acts), replace(TODAY_ITEM, acts=acts))
    client.force_login(rita)
    page = client.get("/today/").content.decode()
    assert page.count("btn-primary") == 1
    assert page.index("btn-primary") < page.index("Due today")
    assert 'data-panel="/touch/panel/"' in page
    assert 'hx-post="/snooze/"' in page


def test_nobody_asks_and_the_page_teaches(finders, client, rita):
    finders(appears="candidates to keep warm")
    client.force_login(rita)
    page = client.get("/today/").content.decode()
    assert "Nothing needs you today" in page
    assert "<li>candidates to keep warm</li>" in page


def test_what_is_not_for_a_person_is_not_looked_for(finders, cast):
    finders(LATE_ITEM, visible=lambda user: user == cast.max)
    assert of(cast.rita).total == 0
    assert of(cast.max).total == 1


def test_cards_come_in_one_answer_and_empty_ones_are_left_out(finders, client, cast):
    make_process()
    make_deal(cast.rita, at=timezone.now())
    agenda.register_card(SideCard("tests.quarter", "Your quarter", "pipeline:quarter-card", order=1))
    agenda.register_card(SideCard("tests.secret", "Secret", "console:health", order=2, visible=lambda user: False))
    client.force_login(cast.rita)
    assert 'hx-get="/today/cards/"' in client.get("/today/").content.decode()
    cards = client.get("/today/cards/").content.decode()
    assert ("Your quarter" in cards, "Secret" in cards) == (True, False)
    client.force_login(cast.mona)  # has neither deals nor targets
    assert "Your quarter" not in client.get("/today/cards/").content.decode()


def test_what_is_worth_knowing_comes_later_and_is_not_counted(finders, client, rita):
    finders(LATE_ITEM)
    finders(NEXT_ITEM, later=True, appears="somebody to lend")
    assert (of(rita).total, of(rita).appears) == (1, ["somebody to lend"])
    client.force_login(rita)
    assert NEXT_ITEM.what not in client.get("/today/").content.decode()
    cards = client.get("/today/cards/").content.decode()
    assert ("Worth knowing" in cards, NEXT_ITEM.what in cards) == (True, True)


def test_two_starts_stand_in_the_head_the_first_as_primary(finders, client, rita):
    for place, label in enumerate(["New deal", "Add a candidate", "Third"]):
        agenda.register_start(Start(label, "pipeline:new-deal", order=place))
    client.force_login(rita)
    page = client.get("/today/").content.decode()
    assert "Third" not in page
    assert page.index("Add a candidate") < page.index("New deal")


def test_everybody_lands_on_today(client, cast):
    for user in cast.everybody().values():
        client.force_login(user)
        assert client.get("/").url == "/today/"
        assert client.get("/today/").status_code == 200


def test_every_role_gets_it_in_few_queries(client, cast):
    make_process()
    for number in range(12):
        make_deal(cast.rita, f"Deal {number}")
    for user in cast.everybody().values():
        client.force_login(user)
        client.get("/today/")
        for address in ("/today/", "/today/work/"):
            with CaptureQueriesContext(connection) as queries:
                client.get(address)
            assert len(queries) <= 12, (user.name, len(queries))


def test_before_there_is_a_company_it_leads_to_founding_one(client, db):
    client.force_login(User.objects.create_user(email="first@kestrel.example", name="First Person"))
    assert client.get("/today/").url == "/found/"


def make_failed(user, *, at) -> Job:
    return Job.objects.create(
        kind="imports.run",
        effect_key=f"tests.{at}",
        requested_by=user,
        state=JobState.FAILED,
        error="The file has gone.",
        attempts_allowed=1,
        created_at=at,
        finished_at=at,
    )


def test_stopped_jobs_ask_for_who_started_them_and_for_admins(cast, client):
    now = timezone.now()
    job = make_failed(cast.carla, at=now)
    make_failed(cast.olga, at=now - timedelta(days=30))  # history
    (item,) = stopped_jobs(cast.carla, now.date(), 8).items
    assert (item.urgency, item.what, item.why) == (
        LATE,
        f"Job {job.pk} (imports.run) has stopped",
        "The file has gone.",
    )
    assert stopped_jobs(cast.olga, now.date(), 8).total == 1
    assert stopped_jobs(cast.rita, now.date(), 8).items == []

    client.force_login(cast.carla)
    answer = client.post(item.acts[0].url, headers={"HX-Request": "true"})
    assert (answer.status_code, "starts again" in answer["HX-Trigger"]) == (204, True)
    assert stopped_jobs(cast.carla, now.date(), 8).items == []


def test_only_the_latest_import_asks_and_only_if_it_refused_rows(cast):
    now = timezone.now()

    def batch(refusals: int, key: str) -> ImportBatch:
        job = make_failed(cast.olga, at=now + timedelta(seconds=int(key)))
        Job.objects.filter(pk=job.pk).update(state=JobState.DONE, error="", result={})
        made = ImportBatch.objects.create(kind="crm", source="test", started_by=cast.olga, created_at=now, job=job)
        for number in range(refusals):
            ImportRefusal.objects.create(
                batch=made, file="accounts", row_no=2 + number, field="name", reason="It is blank", way_out="write one"
            )
        return made

    refused = batch(3, "1")
    (item,) = imports_with_refusals(cast.olga, now.date(), 8).items
    assert item.url == f"/settings/imports/{refused.pk}/"
    assert "3 problems kept rows out" in item.what
    assert imports_with_refusals(cast.rita, now.date(), 8).items == []
    batch(0, "2")
    assert imports_with_refusals(cast.olga, now.date(), 8).items == []


def test_a_new_company_is_told_what_to_say_first(client, cast):
    client.force_login(cast.olga)
    page = client.get("/today/cards/").content.decode()
    steps = ["Say how you sell", "Say whom you look for", "Write the first onboarding plan"]
    assert [page.index(step) for step in steps] == sorted(page.index(step) for step in steps)
    assert "Add your people" not in page, "the cast is there already"
    make_process()
    assert "Say how you sell" not in client.get("/today/cards/").content.decode()


def test_somebody_who_configures_nothing_has_no_first_steps(client, cast):
    client.force_login(cast.rita)
    assert "First steps" not in client.get("/today/cards/").content.decode()
