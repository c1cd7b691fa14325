"""Steps of a stage become dated tasks of a deal, once each time that it enters."""

from datetime import date, timedelta

from pipeline.domain.closing import win_deal
from pipeline.domain.drafts import StepFacts
from pipeline.domain.moves import move_deal, undo_move
from pipeline.domain.playbooks import open_tasks
from pipeline.domain.to_do import finish_task, reopen_task, skip_task, take_as_next_step
from pipeline.models import Deal, Task
from pipeline.queries.stage_work import work_between
from tests.pipeline.process_rows import deal_in, strict_process
from tests.pipeline_rows import won_for
from tests.refusals import all_rows, assert_refused

HOUR = timedelta(hours=1)
MAP = StepFacts("Map who decides", due_days=2)
CALL = StepFacts("Call a like plant", due_days=0)
PLAN = StepFacts("Agree the plan", due_days=5)


def book(olga):
    return strict_process(olga, Qualify=[MAP, CALL], Discover=[PLAN])


def to(deal: Deal, name: str, by, at) -> Deal:
    return move_deal(deal=deal, to=deal.stage.process_version.stages.get(name=name), by=by, at=at)


def tasks():
    rows = Task.objects.order_by("pk").values_list("step__title", "due_date", "state")
    return [(title, day.isoformat(), state) for title, day, state in rows]


def task(title: str) -> Task:
    return Task.objects.select_related("deal", "step").get(step__title=title)


def test_a_new_deal_gets_the_tasks_of_its_stage(process, rita, olga, at):
    deal_in(book(olga), rita)
    assert tasks() == [("Map who decides", "2026-03-04", "OPEN"), ("Call a like plant", "2026-03-02", "OPEN")]


def test_leaving_a_stage_leaves_its_open_tasks_behind_and_opens_the_next(process, rita, olga, at):
    deal = deal_in(book(olga), rita)
    finish_task(task=task("Call a like plant"), by=rita, at=at)
    to(deal, "Discover", rita, at + HOUR)
    assert tasks() == [
        ("Map who decides", "2026-03-04", "LEFT"),
        ("Call a like plant", "2026-03-02", "DONE"),
        ("Agree the plan", "2026-03-07", "OPEN"),
    ]
    left = task("Map who decides")
    assert (left.closed_at, left.closed_by) == (at + HOUR, None)


def test_coming_back_opens_them_again_and_twice_is_once(process, rita, olga, at):
    deal = to(to(deal_in(book(olga), rita), "Discover", rita, at + HOUR), "Qualify", rita, at + 2 * HOUR)
    assert [state for _, _, state in tasks()] == ["LEFT", "LEFT", "LEFT", "OPEN", "OPEN"]
    before = all_rows()
    open_tasks(deal, work_between(left=None, entered=deal.stage_id), at=deal.stage_entered_at, begins=False)
    assert all_rows() == before


def test_winning_leaves_what_is_open(process, rita, olga, at):
    win_deal(deal=deal_in(book(olga), rita), reason=won_for(), by=rita, at=at + HOUR)
    assert [state for _, _, state in tasks()] == ["LEFT", "LEFT"]


def test_undoing_a_move_takes_its_untouched_tasks_away_and_opens_those_it_left(process, rita, olga, at):
    moved = to(deal_in(book(olga), rita), "Discover", rita, at + HOUR)
    undo_move(deal=moved, by=rita, at=at + 2 * HOUR, expected_version=moved.version)
    assert tasks() == [("Map who decides", "2026-03-04", "OPEN"), ("Call a like plant", "2026-03-02", "OPEN")]


def test_undoing_a_move_keeps_what_was_done_meanwhile(process, rita, olga, at):
    moved = to(deal_in(book(olga), rita), "Discover", rita, at + HOUR)
    finish_task(task=task("Agree the plan"), by=rita, at=at + HOUR)
    undo_move(deal=moved, by=rita, at=at + 2 * HOUR, expected_version=moved.version)
    assert [state for _, _, state in tasks()] == ["OPEN", "OPEN", "DONE"]


def test_a_task_is_closed_once_and_skipped_for_a_reason(process, rita, olga, at):
    deal_in(book(olga), rita)
    with assert_refused("note", "note", says="say why"):
        skip_task(task=task("Map who decides"), note=" ", by=rita, at=at)
    skipped = skip_task(task=task("Map who decides"), note="Known from last year", by=rita, at=at)
    assert (skipped.state, skipped.note, skipped.closed_by) == ("SKIPPED", "Known from last year", rita)
    with assert_refused("task_closed", says="is skipped already"):
        finish_task(task=task("Map who decides"), by=rita, at=at)
    again = reopen_task(task=task("Map who decides"), by=rita, at=at, expected_version=skipped.version)
    assert (again.state, again.note, again.closed_at) == ("OPEN", "", None)


def test_a_closed_task_of_a_stage_that_was_left_stays_closed(process, rita, olga, at):
    deal = deal_in(book(olga), rita)
    done = finish_task(task=task("Map who decides"), by=rita, at=at)
    to(deal, "Discover", rita, at + HOUR)
    with assert_refused("task_changed", says="has gone on since"):
        reopen_task(task=task("Map who decides"), by=rita, at=at, expected_version=done.version)


def test_a_task_becomes_the_next_step_and_stays_open(process, rita, olga, at):
    deal_in(book(olga), rita)
    deal = take_as_next_step(task=task("Map who decides"), by=rita, at=at)
    assert (deal.next_step, deal.next_step_date) == ("Map who decides", date(2026, 3, 4))
    assert task("Map who decides").state == "OPEN"
