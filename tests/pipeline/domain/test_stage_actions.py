"""Stages act by themselves as a deal enters or leaves them: as jobs, once, and a job that cannot says why."""

from datetime import timedelta

import pytest

from pipeline.choices import ActionKind, ActionMoment, ActionWhom
from pipeline.domain.action_effects import perform, retry_action
from pipeline.domain.draft_actions import ActionFacts, add_action, edit_action
from pipeline.domain.drafts import StepFacts, draft_version, remove_rule
from pipeline.domain.moves import move_deal, undo_move
from pipeline.domain.processes import publish_version
from pipeline.domain.splits import Share, split_deal
from pipeline.models import Deal, DealAction, DealFollower, PlaybookStep, Stage, StageAction, Task
from salesmgmt.events.domain import running
from salesmgmt.events.models import Job
from salesmgmt.outbox.models import Notification
from salesmgmt.outbox.telling import told
from tests.pipeline.process_rows import deal_in, step, strict_process
from tests.refusals import all_rows, assert_refused

HOUR = timedelta(hours=1)
ENTER, LEAVE = ActionMoment.ENTER, ActionMoment.LEAVE
TELL_MANAGER = ActionFacts(ENTER, ActionKind.NOTIFY, whom=ActionWhom.MANAGER, message="Look at the proof plan")


def entered(version, owner, at, stage: str = "Discover") -> Deal:
    deal = deal_in(version, owner)
    return move_deal(deal=deal, to=version.stages.get(name=stage), by=owner, at=at + HOUR)


def run_all(at) -> list[tuple[str, str, str]]:
    for pk in Job.objects.filter(kind="pipeline.stage_action").order_by("pk").values_list("pk", flat=True):
        running.run(job_id=pk, at=at + 2 * HOUR)
    rows = DealAction.objects.select_related("job", "action__step", "action__person").order_by("pk")
    return [(row.action.does, row.state, row.says) for row in rows]


def test_entering_a_stage_tells_the_owners_manager_once(process, cast, at):
    deal = entered(strict_process(cast.olga, Discover=[TELL_MANAGER]), cast.rita, at)
    assert [row.state for row in DealAction.objects.select_related("job")] == ["waiting"]
    assert run_all(at) == [("Tell the owner's manager: Look at the proof plan", "done", "Max Adler is told")]
    (said,) = told(Notification.objects.filter(kind="pipeline.stage_action").select_related("person")).values()
    assert (said.title, said.body) == ("Helix Robotics entered Discover", "Look at the proof plan")
    assert said.url == f"/pipeline/deals/{deal.pk}/"
    before = all_rows(), Notification.objects.count()
    perform(run=DealAction.objects.select_related("action").get(), by=cast.rita, at=at)
    run_all(at)
    assert (all_rows(), Notification.objects.count()) == before


def test_leaving_a_stage_opens_a_step_of_another_and_gives_the_deal(process, cast, at):
    version = strict_process(cast.olga, Prove=[StepFacts("Draw up the proof", due_days=4)])
    draft = draft_version(process=version.process, by=cast.olga, at=at)
    qualify = draft.stages.get(name="Qualify")
    opens = ActionFacts(LEAVE, ActionKind.TASK, step=step(draft, "Draw up the proof"))
    give = ActionFacts(LEAVE, ActionKind.GIVE, whom=ActionWhom.PERSON, person=cast.nora)
    for facts in (opens, give):
        add_action(stage=qualify, facts=facts, by=cast.olga, at=at)
    entered(publish_version(version=draft, by=cast.olga, at=at), cast.rita, at)
    assert run_all(at) == [
        ("Open “Draw up the proof”", "done", "“Draw up the proof” is open"),
        ("Give it to Nora Nye", "done", "Nora Nye owns it"),
    ]
    task = Task.objects.get()
    assert (task.state, task.due_date.isoformat()) == ("OPEN", "2026-03-06")
    assert Deal.objects.get().owner == cast.nora


def test_what_the_rules_forbid_fails_with_its_sentence_and_can_be_tried_again(process, cast, at):
    follow = ActionFacts(ENTER, ActionKind.FOLLOW, whom=ActionWhom.PERSON, person=cast.sam)
    deal = entered(strict_process(cast.olga, Discover=[follow]), cast.rita, at)
    ((_, state, says),) = run_all(at)
    assert (state, DealFollower.objects.exists()) == ("failed", False)
    assert says.startswith("Sam Okafor may not see Helix Robotics; give them a share of it first")
    shares = [Share(cast.rita, 5000), Share(cast.sam, 5000)]
    split_deal(deal=deal, shares=shares, by=cast.rita, at=at + HOUR)
    retry_action(run=DealAction.objects.select_related("deal", "job").get(), by=cast.rita, at=at + 2 * HOUR)
    assert run_all(at) == [("Let Sam Okafor follow it", "done", "Sam Okafor follows it")]
    assert DealFollower.objects.get().user == cast.sam


def test_undoing_the_move_calls_off_what_waits(process, cast, at):
    moved = entered(strict_process(cast.olga, Discover=[TELL_MANAGER]), cast.rita, at)
    undo_move(deal=moved, by=cast.rita, at=at + 2 * HOUR, expected_version=moved.version)
    assert run_all(at) == [("Tell the owner's manager: Look at the proof plan", "called off", "")]
    assert not Notification.objects.filter(kind="pipeline.stage_action").exists()


def test_a_draft_s_actions_change_are_copied_with_their_step_and_published_ones_stay(process, cast, at):
    version = strict_process(cast.olga, Discover=[StepFacts("Call"), TELL_MANAGER])
    discover = version.stages.get(name="Discover")
    with assert_refused("published"):
        add_action(stage=discover, facts=TELL_MANAGER, by=cast.olga, at=at)
    with assert_refused("published"):
        edit_action(action=StageAction.objects.get(), facts=TELL_MANAGER, by=cast.olga, at=at)
    with assert_refused("published"):
        remove_rule(rule=StageAction.objects.get(), by=cast.olga, at=at)
    draft = draft_version(process=version.process, by=cast.olga, at=at)
    copy = StageAction.objects.get(stage__process_version=draft)
    assert (copy.stage.name, copy.message) == ("Discover", "Look at the proof plan")
    edit_action(action=copy, facts=ActionFacts(LEAVE, ActionKind.TASK, step(draft, "Call")), by=cast.olga, at=at)
    changed = StageAction.objects.get(pk=copy.pk)
    assert (changed.moment, changed.step.title, changed.whom, changed.message) == ("LEAVE", "Call", "", "")
    won = draft.stages.get(name="Won")
    add_action(stage=won, facts=TELL_MANAGER, by=cast.olga, at=at)
    assert Stage.objects.get(pk=won.pk).actions.count() == 1


@pytest.mark.parametrize(
    ("facts", "code"),
    [
        (ActionFacts(ENTER, ActionKind.TASK), "a_stage_action_says_what_it_does"),
        (ActionFacts(ENTER, ActionKind.NOTIFY, whom="OWNER"), "a_stage_action_says_what_it_does"),
        (ActionFacts(ENTER, ActionKind.GIVE, whom="OWNER"), "a_stage_action_says_what_it_does"),
        (ActionFacts(ENTER, ActionKind.FOLLOW, whom="PERSON"), "a_stage_action_names_the_one_person"),
    ],
)
def test_an_action_says_what_it_does_and_whom_it_is_about(process, olga, at, facts, code):
    draft = draft_version(process=process.process, by=olga, at=at)
    with assert_refused(code, "kind"):
        add_action(stage=draft.stages.get(name="Qualify"), facts=facts, by=olga, at=at)


def test_an_action_opens_a_step_of_its_own_version_and_admins_set_it_up(process, cast, at):
    version = strict_process(cast.olga, Discover=[StepFacts("Call")])
    draft = draft_version(process=version.process, by=cast.olga, at=at)
    old = PlaybookStep.objects.get(stage__process_version=version)
    with assert_refused("refused", "step", says="belongs to another process"):
        facts = ActionFacts(ENTER, ActionKind.TASK, step=old)
        add_action(stage=draft.stages.get(name="Qualify"), facts=facts, by=cast.olga, at=at)
    with assert_refused("not_allowed"):
        add_action(stage=draft.stages.get(name="Qualify"), facts=TELL_MANAGER, by=cast.max, at=at)
