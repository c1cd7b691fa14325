"""Tasks on their page, on those of what they are for, on Today, in the calendar, in the list, and over the API."""

from datetime import date, time, timedelta

import pytest
from icalendar import Calendar

from pipeline.domain.accounts import add_contact
from pipeline.domain.leads import create_lead
from pipeline.domain.to_do import add_task, give_task
from pipeline.models import Deal, Task
from pipeline.queries.task_work import tasks_due, tasks_to_remind_of
from pipeline.queries.work_calendar import work_calendar
from salesmgmt.outbox.domain.reminding import remind
from salesmgmt.outbox.models import Notification
from salesmgmt.outbox.telling import told
from salesmgmt.web.models import Undo
from tests.cast import AT
from tests.pipeline_rows import make_deal, make_process

pytestmark = pytest.mark.django_db
DAY, FRIDAY = timedelta(days=1), date(2026, 3, 6)
HTMX = {"HX-Request": "true"}
BUDGET = 12


@pytest.fixture
def deal(cast, monkeypatch):
    make_process()
    monkeypatch.setattr("django.utils.timezone.now", lambda: AT)
    return make_deal(cast.rita, "Alba")


def write(by, title="Send the terms", due=FRIDAY, **said) -> Task:
    return add_task(title=title, due_date=due, by=by, at=AT - 3 * DAY, **said)


def test_a_task_is_written_down_and_done_on_the_deal_s_page(cast, client, deal):
    client.force_login(cast.rita)
    root = f"/pipeline/deals/{deal.pk}/"
    wrong = client.post(f"{root}tasks/new/", {"title": "Send", "due_date": "2026-03-01"})
    assert (wrong.status_code, "due today or later" in wrong.content.decode()) == (422, True)
    said = {"title": "Send the terms", "due_date": "2026-03-06", "due_time": "15:00", "details": "As PDF"}
    client.post(f"{root}tasks/new/", said | {"as_next_step": "on"})
    task = Task.objects.get()
    page = client.get(root).content.decode()
    assert "As PDF" in page
    assert Deal.objects.get(pk=deal.pk).next_step == "Send the terms"
    unsaid = client.post(f"{root}tasks/done/", {"task": task.pk})
    assert (unsaid.status_code, "say what comes next" in unsaid.content.decode()) == (422, True)
    client.post(f"{root}tasks/done/", {"task": task.pk, "next_step": "Call", "next_step_date": "2026-03-09"})
    assert [Task.objects.get().state, Deal.objects.get(pk=deal.pk).next_step] == ["DONE", "Call"]


def test_it_is_begun_on_the_pages_of_account_contact_and_lead_and_stands_there(cast, client, deal):
    client.force_login(cast.rita)
    lead = create_lead(facts={"person_name": "Lea"}, by=cast.rita, at=AT)
    contact = add_contact(account=deal.account, name="Cleo", by=cast.rita, at=AT)
    account, hers = f"/pipeline/accounts/{deal.account_id}/", f"/pipeline/leads/{lead.pk}/"
    for about, page in ((f"account={deal.account_id}", account), (f"contact={contact.pk}", account)):
        answer = client.post(f"/pipeline/tasks/new/?{about}", {"title": f"For {about}", "due_date": "2026-03-06"})
        assert (answer.status_code, answer["Location"]) == (302, page)
        assert f"For {about}" in client.get(page).content.decode()
    client.post(f"/pipeline/tasks/new/?lead={lead.pk}", {"title": "Ring her", "due_date": "2026-03-06"})
    assert "Ring her" in client.get(hers).content.decode()
    named = {"title": "Tidy up", "due_date": "2026-03-06", "account": "Alba"}
    assert client.post("/pipeline/tasks/new/", named)["Location"] == account
    client.post("/pipeline/tasks/new/", named | {"account": ""})
    assert [each.subject for each in Task.objects.filter(title="Tidy up").order_by("pk")] == [deal.account, None]
    client.force_login(cast.sam)
    assert client.get(f"/pipeline/tasks/new/?lead={lead.pk}").status_code == 404
    assert client.get("/pipeline/tasks/new/?lead=x").status_code == 404


def test_its_page_edits_gives_skips_and_opens_it_again(cast, client, deal):
    task = write(cast.rita, subject=deal)
    client.force_login(cast.rita)
    root = f"/pipeline/tasks/{task.pk}/"
    assert "Send the terms" in client.get(root).content.decode()
    client.post(f"{root}facts/due_date/", {"value": "2026-03-10", "version": "1"})
    late = client.post(f"{root}facts/title/", {"value": "Other", "version": "1"}, headers=HTMX)
    assert late.status_code == 409
    given = client.post(f"{root}give/", {"holder": cast.max.pk, "version": "2"}, headers=HTMX)
    assert '"undo": "/undo/' in given["HX-Trigger"]
    client.post(f"{root}skip/", {"note": "They rang", "version": "3"})
    task.refresh_from_db()
    assert (task.due_date, task.holder, task.state, task.note) == (date(2026, 3, 10), cast.max, "SKIPPED", "They rang")
    page = client.get(root).content.decode()
    assert "moved it to 10 Mar 2026" in page
    assert "gave it to Max Adler" in page
    client.post(f"{root}reopen/", {"version": "4"})
    assert Task.objects.get().state == "OPEN"


def test_done_elsewhere_answers_in_a_toast_and_tells_the_page(cast, client, deal):
    task = write(cast.rita)
    client.force_login(cast.rita)
    done = client.post(f"/pipeline/tasks/{task.pk}/done/", headers=HTMX)
    assert done.status_code == 200
    assert "is done" in done["HX-Trigger"]
    assert "record-changed" in done["HX-Trigger"]
    again = client.post(f"/pipeline/tasks/{task.pk}/done/", headers=HTMX)
    assert (again.status_code, "is done already" in again["HX-Trigger"]) == (422, True)


def test_today_has_what_is_due_and_one_s_own_in_one_query(cast, deal, django_assert_num_queries):
    write(cast.rita, "Late", AT.date() - DAY, subject=deal)
    write(cast.rita, "Now", AT.date(), due_time=time(15), details="Ask twice")
    write(cast.rita, "Later")
    write(cast.rita, "His", AT.date(), subject=deal, holder=cast.max)
    with django_assert_num_queries(1):
        found = tasks_due(cast.rita, AT.date(), 5)
    assert [(item.what, item.urgency, item.acts[-1].label) for item in found.items] == [
        ("Late (Alba)", "late", "Done"),
        ("Now", "today", "Done"),
    ]
    assert found.items[1].why == "Ask twice. At 15:00."
    assert [item.what for item in tasks_due(cast.max, AT.date(), 5).items] == ["His (Alba)"]


def test_the_calendar_has_its_day_or_its_time(cast, deal):
    write(cast.rita, subject=deal, due_time=time(15))
    write(cast.rita, "Tidy up")
    write(cast.rita, "His", subject=deal, holder=cast.max)
    events = {
        str(event["SUMMARY"]): event for event in Calendar.from_ical(work_calendar(cast.rita, at=AT)).walk("VEVENT")
    }
    assert events["Send the terms (Alba)"]["DTSTART"].dt.isoformat() == "2026-03-06T14:00:00+00:00"
    assert events["Tidy up"]["DTSTART"].dt == FRIDAY
    assert "His (Alba)" not in events


def test_who_is_to_do_it_is_reminded_until_it_is_done_moved_or_given(cast, deal):
    task = write(cast.rita, due=AT.date() - DAY, subject=deal)
    assert [(each.person_id, each.due_date) for each in tasks_to_remind_of(AT.date())] == [
        (cast.rita.pk, AT.date() - DAY)
    ]
    for _ in range(2):
        remind(as_of=AT.date(), at=AT)
    mine = Notification.objects.filter(kind="pipeline.task_due")
    assert [each.title for each in told(list(mine)).values()] == ["Send the terms (Alba)"]
    give_task(task=task, to=cast.max, by=cast.rita, at=AT)
    assert told(list(mine)) == {}
    given = told(list(Notification.objects.filter(kind="pipeline.task_given")))
    assert [each.title for each in given.values()] == ["Yours to do: Send the terms (Alba)"]


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("state=OPEN&whose=mine", ["Mine", "Mine late"]),
        ("whose=given", ["Max's"]),
        ("due=late", ["Mine late"]),
        ("due_from=2026-03-06", ["Max's", "Mine"]),
        ("search=late", ["Mine late"]),
        ("kind=step", []),
        ("holder={max}", ["Max's"]),
        ("deal={deal}", ["Max's", "Mine late"]),
    ],
)
def test_list_and_api_narrow_alike(cast, client, deal, query, found, monkeypatch):
    write(cast.rita, "Mine", due_time=time(15))
    write(cast.rita, "Mine late", AT.date() - DAY, subject=deal)
    write(cast.rita, "Max's", subject=deal, holder=cast.max)
    monkeypatch.setattr("pipeline.forms.task_filters.company_today", lambda: _day(AT.date()))
    client.force_login(cast.rita)
    asked = query.format(max=cast.max.pk, deal=deal.pk)
    over_api = client.get(f"/api/v1/pipeline/tasks/?{asked}").json()["results"]
    assert sorted(each["title"] for each in over_api) == found
    page = client.get(f"/pipeline/tasks/?{asked}").content.decode()
    assert all(title.replace("'", "&#x27;") in page for title in found)


def _day(day):
    from django.db.models import DateField, Value

    return Value(day, output_field=DateField())


def test_many_are_done_moved_and_given_and_the_act_is_taken_back(cast, client, deal):
    for number in range(3):
        write(cast.rita, f"Task {number}", subject=deal)
    client.force_login(cast.rita)
    keys = list(Task.objects.values_list("pk", flat=True))

    def act(name, **said):
        answer = client.post(f"/lists/tasks/acts/{name}/", {"row": keys, **said}, headers=HTMX)
        assert answer.status_code in (200, 204), answer.content
        return Undo.objects.latest("pk")

    def now():
        return {(each.due_date, each.holder.name, each.state) for each in Task.objects.all()}

    for name, said, after in (
        ("date", {"due_date": "2026-03-12"}, (date(2026, 3, 12), "Rita Sandoval", "OPEN")),
        ("give", {"to": cast.max.pk}, (FRIDAY, "Max Adler", "OPEN")),
        ("done", {"note": "All sent"}, (FRIDAY, "Rita Sandoval", "DONE")),
        ("skip", {"note": "No need"}, (FRIDAY, "Rita Sandoval", "SKIPPED")),
    ):
        undo = act(name, **said)
        assert now() == {after}
        assert client.post(f"/undo/{undo.pk}/", headers=HTMX).status_code == 204
        assert now() == {(FRIDAY, "Rita Sandoval", "OPEN")}


def test_the_api_writes_edits_gives_closes_and_opens_it(cast, client, deal):
    client.force_login(cast.rita)
    root = "/api/v1/pipeline/tasks/"

    def send(method, address, body, status, **headers):
        act = getattr(client, method)
        answer = act(f"{root}{address}", body, content_type="application/json", headers=headers)
        assert answer.status_code == status, answer.content
        return answer

    body = {"title": "Send the terms", "due_date": "2026-03-06", "due_time": "15:00", "deal": deal.pk}
    made = send("post", "", body, 201, **{"Idempotency-Key": "one"})
    again = send("post", "", body, 201, **{"Idempotency-Key": "one"})
    assert made.json() == again.json()
    assert Task.objects.count() == 1
    row = made.json()
    assert (row["holder"], row["state"], row["due_time"], row["version"]) == (cast.rita.pk, "OPEN", "15:00:00", 1)
    two = send("post", "", body | {"account": deal.account_id}, 400).json()
    assert "one thing at most" in str(two)
    address = f"{row['id']}/"
    edited = send("patch", address, {"due_date": "2026-03-09"}, 200, **{"If-Match": made["ETag"]})
    assert edited.json()["version"] == 2
    assert send("patch", address, {"title": "x"}, 412, **{"If-Match": made["ETag"]})
    assert "may not see Alba" in str(send("post", f"{address}give/", {"holder": cast.nora.pk}, 422).json())
    assert send("post", f"{address}give/", {"holder": cast.max.pk}, 200).json()["holder"] == cast.max.pk
    assert send("post", f"{address}done/", {"note": "Sent"}, 200).json()["state"] == "DONE"
    assert send("post", f"{address}reopen/", {"version": 4}, 200).json()["state"] == "OPEN"
    assert send("post", f"{address}next-step/", {}, 200).json()["title"] == "Send the terms"
    assert Deal.objects.get(pk=deal.pk).next_step == "Send the terms"


@pytest.mark.parametrize("page", ["deals/{deal}", "accounts/{account}", "leads/{lead}", "tasks/{task}", "tasks"])
def test_pages_with_many_tasks_keep_their_budgets(cast, client, deal, page, django_assert_max_num_queries):
    lead = create_lead(facts={"person_name": "Lea"}, by=cast.rita, at=AT)
    for subject in (deal, deal.account, lead, None):
        for number in range(4):
            task = write(cast.rita, f"Task {number}", subject=subject)
    address = page.format(deal=deal.pk, account=deal.account_id, lead=lead.pk, task=task.pk)
    client.force_login(cast.rita)
    client.get(f"/pipeline/{address}/")
    with django_assert_max_num_queries(10 if page == "tasks" else BUDGET):
        assert client.get(f"/pipeline/{address}/").status_code == 200


def test_search_finds_it_for_who_may_see_it(cast, client, deal):
    write(cast.rita, "Quixotic plan", subject=deal)
    for who, count in ((cast.rita, 1), (cast.sam, 0)):
        client.force_login(who)
        found = client.get("/api/v1/search/?q=quixotic").json()
        assert str(found).count("Quixotic plan") >= count
        assert ("Quixotic plan" in str(found)) == bool(count)
