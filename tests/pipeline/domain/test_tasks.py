"""Tasks that people write down: for a deal, an account, a contact, a lead or nothing; done, moved, given, undone."""

from datetime import date, time, timedelta

import pytest
from django.db import connection

from pipeline.domain.accounts import add_contact, create_account
from pipeline.domain.closing import win_deal
from pipeline.domain.conversion import convert_lead
from pipeline.domain.deals import give_deal
from pipeline.domain.drafts import StepFacts
from pipeline.domain.leads import accept_lead, create_lead
from pipeline.domain.moves import move_deal
from pipeline.domain.to_do import (
    add_task,
    edit_task,
    finish_task,
    give_task,
    reopen_task,
    skip_task,
    take_as_next_step,
)
from pipeline.models import Deal, Task
from salesmgmt.events.models import Event
from salesmgmt.outbox.models import Notification
from salesmgmt.web.domain.undoing import take_back
from salesmgmt.web.models import Undo
from tests.pipeline.process_rows import deal_in, strict_process
from tests.pipeline_rows import make_deal, won_for
from tests.refusals import all_rows, assert_refused

DAY = timedelta(days=1)
FRIDAY = date(2026, 3, 6)


def write(by, at, title="Send the terms", **said) -> Task:
    return add_task(title=title, due_date=said.pop("due_date", FRIDAY), by=by, at=at, **said)


def undo() -> Undo:
    return Undo.objects.latest("pk")


def subjects(by, at):
    account = create_account(name="Kite", by=by, at=at)
    lead = create_lead(facts={"person_name": "Lea"}, by=by, at=at)
    contact = add_contact(account=account, name="Cleo", by=by, at=at)
    return [make_deal(by), account, contact, lead]


def test_a_task_is_for_a_deal_an_account_a_contact_a_lead_or_nothing(process, rita, at):
    tasks = [write(rita, at, subject=each) for each in [*subjects(rita, at), None]]
    assert [(each.holder, each.user, each.subject and each.subject._meta.model_name) for each in tasks] == [
        (rita, None, "deal"),
        (rita, rita, "account"),
        (rita, rita, "contact"),
        (rita, rita, "lead"),
        (rita, rita, None),
    ]
    told = Event.objects.filter(kind__contains="task").order_by("pk")
    assert [(each.kind, each.subject_kind) for each in told] == [
        ("deal.task_made", "pipeline.deal"),
        ("account.task_made", "pipeline.account"),
        ("contact.task_made", "pipeline.contact"),
        ("lead.task_made", "pipeline.lead"),
        ("task.made", "pipeline.task"),
    ]
    assert [each.payload["task_id"] for each in told] == [each.pk for each in tasks]


def test_it_is_seen_with_what_it_is_for_and_for_nothing_by_its_people(process, cast, at):
    for each in [*subjects(cast.rita, at), None]:
        write(cast.rita, at, subject=each)
    seen = {
        name: Task.objects.visible_to(getattr(cast, name)).count()
        for name in ("rita", "max", "nora", "mona", "sam", "olga", "finn", "carla", "rosa", "ivan", "stranger")
    }
    assert seen == {
        **dict.fromkeys(("rita", "max", "olga", "finn", "carla"), 5),
        **dict.fromkeys(("nora", "mona", "sam", "rosa", "ivan", "stranger"), 0),
    }
    given = write(cast.max, at, holder=cast.nora)
    assert [Task.objects.visible_to(each).filter(pk=given.pk).exists() for each in (cast.nora, cast.rita)] == [
        True,
        False,
    ]


@pytest.mark.parametrize(
    ("said", "code", "field", "says"),
    [
        ({"title": "  "}, "a_task_is_a_step_or_has_a_title", "title", "A task has a title"),
        ({"due_date": date(2026, 3, 1)}, "due_date", "due_date", "due today or later"),
        ({"details": "x" * 2_001}, "refused", "details", "up to 2,000 characters"),
        ({"as_next_step": True}, "next_step", "as_next_step", "Only a task for a deal"),
    ],
)
def test_what_is_no_task_is_refused(process, rita, at, said, code, field, says):
    with assert_refused(code, field, says=says):
        write(rita, at, **said)


def test_it_is_given_only_to_who_works_deals_and_sees_what_it_is_for(process, cast, at):
    deal = make_deal(cast.rita)
    with assert_refused("holder", "holder", says="Nora Nye may not see Helix Robotics"):
        write(cast.rita, at, subject=deal, holder=cast.nora)
    with assert_refused("holder", "holder", says="Finn Fisk does not work deals"):
        write(cast.rita, at, subject=deal, holder=cast.finn)
    with assert_refused("holder", "holder", says="by a manager of Nora Nye"):
        write(cast.rita, at, holder=cast.nora)
    assert write(cast.max, at, holder=cast.nora).holder == cast.nora
    assert write(cast.olga, at, holder=cast.sam).holder == cast.sam
    asked = write(cast.rita, at, subject=deal, holder=cast.max)
    assert (asked.holder, asked.user) == (cast.max, cast.max)
    told = Notification.objects.filter(kind="pipeline.task_given").order_by("pk")
    assert [(each.person, each.subject_id) for each in told][-1] == (cast.max, asked.pk)
    assert told.count() == 3


def test_it_goes_with_its_deal_unless_it_is_somebody_s_by_name(process, cast, at):
    deal = make_deal(cast.rita)
    hers, his = write(cast.rita, at, subject=deal), write(cast.rita, at, subject=deal, holder=cast.max)
    give_deal(deal=deal, to=cast.nora, by=cast.max, at=at)
    found = {each.pk: each.holder for each in Task.objects.all()}
    assert found == {hers.pk: cast.nora, his.pk: cast.max}
    assert set(Task.objects.to_do_by(cast.nora)) == {hers}


def test_what_nobody_is_given_by_name_asks_for_nothing_that_one_sees(process, cast, at):
    """Steps of the playbook are of a deal and given to nobody: most of what is due."""
    write(cast.rita, at, subject=make_deal(cast.rita))
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_bitmapscan = off")
    read = [
        line for line in Task.objects.to_do_by(cast.max).explain(analyze=True).split("\n") if "on pipeline_" in line
    ]
    tables = {line.split(" on ")[1].split()[0]: "never executed" in line for line in read}
    assert tables == {"pipeline_task": False, "pipeline_deal": True} | {
        f"pipeline_{name}": True for name in ("account", "contact", "lead", "dealsplit") if f"pipeline_{name}" in tables
    }


def test_it_is_done_and_undone_once(process, rita, at):
    task = write(rita, at)
    done = finish_task(task=task, note="By mail", by=rita, at=at)
    assert (done.state, done.note, done.closed_by, done.version) == ("DONE", "By mail", rita, 2)
    with assert_refused("task_closed", says="is done already; open it again first"):
        finish_task(task=task, by=rita, at=at)
    assert take_back(undo=undo(), by=rita, at=at + timedelta(minutes=1)).words == "“Send the terms” is open again"
    task.refresh_from_db()
    assert (task.state, task.closed_at, task.note) == ("OPEN", None, "")
    with assert_refused("task_open", says="nothing to open again"):
        reopen_task(task=task, by=rita, at=at)


def test_a_done_one_is_opened_again_also_when_undo_is_over(process, rita, at):
    task = skip_task(task=write(rita, at), note="They called", by=rita, at=at)
    again = reopen_task(task=task, by=rita, at=at + 30 * DAY)
    assert (again.state, again.note) == ("OPEN", "")


def test_it_is_moved_and_edited_and_both_are_undone(process, rita, at):
    task = write(rita, at, due_time=time(15))
    said = {"due_date": date(2026, 3, 9), "due_time": None, "title": " Send all terms ", "details": "PDF"}
    edited = edit_task(task=task, facts=said, by=rita, at=at, expected_version=1)
    assert (str(edited), edited.due_date, edited.due_time, edited.details) == (
        "Send all terms",
        date(2026, 3, 9),
        None,
        "PDF",
    )
    with assert_refused("task_changed", says="changed by somebody else"):
        edit_task(task=task, facts={"title": "Other"}, by=rita, at=at, expected_version=1)
    with assert_refused("due_date", "due_date", says="due today or later"):
        edit_task(task=task, facts={"due_date": date(2026, 3, 1)}, by=rita, at=at)
    take_back(undo=undo(), by=rita, at=at)
    task.refresh_from_db()
    assert (task.title, task.due_date, task.due_time, task.details) == ("Send the terms", FRIDAY, time(15), "")
    before = all_rows()
    edit_task(task=task, facts={"title": "Send the terms", "due_date": FRIDAY}, by=rita, at=at)
    assert all_rows() == before


def test_giving_it_is_undone(process, cast, at):
    task = write(cast.max, at, holder=cast.nora)
    assert give_task(task=task, to=cast.rita, by=cast.max, at=at).holder == cast.rita
    take_back(undo=undo(), by=cast.max, at=at)
    task.refresh_from_db()
    assert task.holder == cast.nora


def test_undo_after_somebody_changed_it_is_refused(process, cast, at):
    task = write(cast.rita, at)
    edit_task(task=task, facts={"title": "Terms"}, by=cast.rita, at=at)
    given = undo()
    edit_task(task=task, facts={"title": "All terms"}, by=cast.max, at=at)
    with assert_refused("task_changed", says="changed by somebody else"):
        take_back(undo=given, by=cast.rita, at=at)


def test_as_the_next_step_it_goes_along_and_closing_it_asks_what_comes_next(process, rita, at):
    deal = make_deal(rita)
    task = write(rita, at, subject=deal, as_next_step=True)
    assert _step(deal) == ("Send the terms", FRIDAY)
    task = edit_task(task=task, facts={"due_date": date(2026, 3, 9)}, by=rita, at=at)
    assert _step(deal) == ("Send the terms", date(2026, 3, 9))
    with assert_refused("next_step", "next_step", says="was the next step of Helix Robotics; say what comes next"):
        finish_task(task=task, by=rita, at=at)
    finish_task(task=task, next_step="Call", next_step_date=date(2026, 3, 10), by=rita, at=at)
    assert _step(deal) == ("Call", date(2026, 3, 10))
    other = write(rita, at, subject=deal, title="Ask legal")
    finish_task(task=other, by=rita, at=at)
    assert _step(deal) == ("Call", date(2026, 3, 10))


def test_it_becomes_the_next_step_later_and_only_of_an_open_deal(process, rita, at):
    deal = make_deal(rita)
    task = write(rita, at, subject=deal)
    take_as_next_step(task=task, by=rita, at=at)
    assert _step(deal) == ("Send the terms", FRIDAY)
    other = write(rita, at)
    with assert_refused("next_step", "as_next_step", says="Only a task for a deal"):
        take_as_next_step(task=other, by=rita, at=at)
    win_deal(deal=deal, reason=won_for(), by=rita, at=at)
    assert Task.objects.get(pk=task.pk).state == "OPEN"  # “send a thank-you” outlives the win
    with assert_refused("closed", says="is won; reopen it first"):
        take_as_next_step(task=task, by=rita, at=at)
    assert finish_task(task=task, by=rita, at=at).state == "DONE"


def test_moving_the_deal_leaves_it_open_and_a_step_keeps_its_words(process, rita, olga, at):
    deal = deal_in(strict_process(olga, Qualify=[StepFacts("Map")]), rita)
    task = write(rita, at, subject=deal)
    step = Task.objects.of_steps().get()
    with assert_refused("step", says="is a step of the playbook and keeps its words and day"):
        edit_task(task=step, facts={"title": "Other"}, by=rita, at=at)
    move_deal(deal=deal, to=deal.stage.process_version.stages.get(name="Discover"), by=rita, at=at + DAY)
    assert [Task.objects.get(pk=each.pk).state for each in (task, step)] == ["OPEN", "LEFT"]


def test_who_only_reads_changes_nothing(process, cast, at):
    task = write(cast.rita, at)
    for act in (
        lambda: write(cast.finn, at),
        lambda: finish_task(task=task, by=cast.finn, at=at),
        lambda: give_task(task=task, to=cast.max, by=cast.carla, at=at),
        lambda: edit_task(task=task, facts={"title": "x"}, by=cast.finn, at=at),
    ):
        with assert_refused("not_allowed"):
            act()


def converted(rita, process, at):
    """Lea, who is a deal now, and a task that was open for her."""
    lead = accept_lead(lead=create_lead(facts={"person_name": "Lea"}, by=rita, at=at), by=rita, at=at)
    task, done = write(rita, at, subject=lead), write(rita, at, subject=lead)
    finish_task(task=done, by=rita, at=at)
    stage = process.stages.get(name="Qualify")
    lead = convert_lead(lead=lead, stage=stage, next_step="Call", next_step_date=FRIDAY, by=rita, at=at)
    return lead, task


def test_what_is_open_for_a_lead_goes_to_its_deal_and_back_with_it(process, rita, at):
    lead, task = converted(rita, process, at)
    found = Task.objects.get(pk=task.pk)
    assert (found.subject, found.user, found.holder) == (lead.deal, None, rita)
    assert Task.objects.filter(lead=lead).get().state == "DONE"
    take_back(undo=Undo.objects.get(verb="pipeline.convert_lead"), by=rita, at=at)
    found = Task.objects.get(pk=task.pk)
    assert (found.subject, found.user) == (lead, rita)


def test_a_conversion_stays_where_somebody_did_what_came_along(process, rita, at):
    _, task = converted(rita, process, at)
    finish_task(task=task, by=rita, at=at)
    with assert_refused("conflict", says="has tasks since Lea was converted"):
        take_back(undo=Undo.objects.get(verb="pipeline.convert_lead"), by=rita, at=at)


def _step(deal: Deal):
    deal.refresh_from_db()
    return deal.next_step, deal.next_step_date
