"""The next version of a process is a draft that may change; a published one stays."""

from dataclasses import replace
from datetime import timedelta

from pipeline.choices import ActivityKind, CriterionKind
from pipeline.domain.deals import create_deal
from pipeline.domain.draft_actions import ActionFacts, add_action, edit_action
from pipeline.domain.draft_qualification import add_item, edit_item, remove_item
from pipeline.domain.draft_stages import add_stage, edit_stage, place_stage, remove_stage
from pipeline.domain.drafts import (
    CriterionFacts,
    StepFacts,
    add_criterion,
    add_step,
    discard_draft,
    draft_version,
    edit_criterion,
    edit_step,
    place_rule,
    remove_rule,
)
from pipeline.domain.processes import draft_process, facts_of, publish_version
from pipeline.models import ExitCriterion, PlaybookStep, Process, ProcessVersion
from pipeline.queries.criteria import failing
from pipeline.queries.processes import courses
from pipeline.queries.version_changes import version_before, version_changes
from tests.pipeline.evidence import last_event
from tests.pipeline.process_rows import BUDGET, BUYER, CLOSE_DATE, MEETING, criterion, deal_in, step, strict_process
from tests.pipeline_rows import STAGES, make_deal
from tests.refusals import assert_refused


def test_a_draft_copies_stages_criteria_and_playbook_and_there_is_one(process, olga, at):
    version = strict_process(olga, Qualify=[CLOSE_DATE, StepFacts("Call")], Prove=[MEETING])
    draft = draft_version(process=version.process, by=olga, at=at)
    assert (draft.number, draft.published_at) == (3, None)
    assert list(draft.stages.values_list("name", "position")) == list(version.stages.values_list("name", "position"))
    copied = ExitCriterion.objects.filter(stage__process_version=draft).order_by("stage__position")
    assert [(each.stage.name, str(each)) for each in copied] == [
        ("Qualify", "Close date is known"),
        ("Prove", "2 meetings"),
    ]
    assert step(draft, "Call").stage.name == "Qualify"
    with assert_refused("draft_exists", says="has a draft already"):
        draft_version(process=version.process, by=olga, at=at)


def test_a_published_version_stays_as_it_is(process, olga, at):
    version = strict_process(olga, Qualify=[CLOSE_DATE, StepFacts("Call")])
    qualify = version.stages.get(name="Qualify")
    rule, todo = criterion(version, "Close date is known"), step(version, "Call")
    for act in (
        lambda: add_criterion(stage=qualify, facts=BUDGET, by=olga, at=at),
        lambda: edit_criterion(criterion=rule, facts=BUDGET, by=olga, at=at),
        lambda: remove_rule(rule=rule, by=olga, at=at),
        lambda: add_step(stage=qualify, facts=StepFacts("More"), by=olga, at=at),
        lambda: edit_step(step=todo, facts=StepFacts("Other"), by=olga, at=at),
        lambda: remove_rule(rule=todo, by=olga, at=at),
        lambda: discard_draft(version=version, by=olga, at=at),
        lambda: publish_version(version=version, by=olga, at=at),
    ):
        with assert_refused("published"):
            act()


def test_a_draft_changes_and_keeps_only_what_a_kind_asks_for(process, rita, olga, at):
    draft = draft_version(process=Process.objects.get(), by=olga, at=at)
    prove = draft.stages.get(name="Prove")
    rule = add_criterion(stage=prove, facts=MEETING, by=olga, at=at)
    facts = CriterionFacts(CriterionKind.CHECK, name=" Budget ", activity_kind=ActivityKind.DEMO, count=4)
    edit_criterion(criterion=rule, facts=facts, by=olga, at=at)
    kept = ExitCriterion.objects.get()
    assert (kept.kind, kept.name, kept.activity_kind, kept.count) == ("CHECK", "Budget", "", 1)
    todo = add_step(stage=prove, facts=StepFacts("Call"), by=olga, at=at)
    edit_step(step=todo, facts=StepFacts("Visit", due_days=9), by=olga, at=at)
    assert PlaybookStep.objects.values_list("title", "due_days").get() == ("Visit", 9)
    with assert_refused("an_exit_criterion_says_what_it_asks_for", "kind"):
        add_criterion(stage=prove, facts=CriterionFacts(CriterionKind.CONTACT), by=olga, at=at)
    with assert_refused("closing", "stage"):
        add_criterion(stage=draft.stages.get(name="Won"), facts=BUDGET, by=olga, at=at)
    with assert_refused("not_allowed"):
        add_criterion(stage=prove, facts=BUDGET, by=rita, at=at)
    for row in (kept, PlaybookStep.objects.get()):
        remove_rule(rule=row, by=olga, at=at)
    assert not ExitCriterion.objects.exists()


def test_no_deal_begins_in_a_draft_and_discarding_it_leaves_nothing(process, rita, olga, at):
    make_deal(rita)
    draft = draft_process(name="Renewals", stages=STAGES, by=olga, at=at)
    with assert_refused("refused", "stage", says="is a draft"):
        make_deal(rita, in_stage=draft.stages.get(name="Qualify"))
    add_criterion(stage=draft.stages.get(name="Qualify"), facts=BUDGET, by=olga, at=at)
    discard_draft(version=draft, by=olga, at=at)
    assert list(Process.objects.values_list("name", flat=True)) == ["Enterprise sales process"]


def test_new_deals_run_through_the_version_published_last_and_open_ones_go_on_in_theirs(process, rita, olga, at):
    make_deal(rita)
    version = publish_version(
        version=draft_version(process=Process.objects.get(), by=olga, at=at), by=olga, at=at + timedelta(days=1)
    )
    assert [(course.version.number, course.is_latest) for course in courses()] == [(2, True), (1, False)]
    deal = deal_in(version, rita, name="Orbit Foods")
    assert deal.stage.process_version.number == 2


def test_the_preview_counts_open_deals_of_the_published_stage_of_that_name(process, rita, olga, at):
    for name, day in (("A", None), ("B", at.date()), ("C", None)):
        make_deal(rita, name, close_date=day)
    make_deal(rita, "D", stage="Discover")
    draft = draft_version(process=Process.objects.get(), by=olga, at=at)
    rows = [
        add_criterion(stage=draft.stages.get(name=name), facts=facts, by=olga, at=at)
        for name, facts in (("Qualify", CLOSE_DATE), ("Qualify", MEETING), ("Prove", BUDGET))
    ]
    assert failing(rows, user=olga) == {rows[0].pk: (2, 3), rows[1].pk: (3, 3), rows[2].pk: (0, 0)}
    assert ProcessVersion.objects.filter(published_at=None).count() == 1


def test_a_stage_of_the_published_version_has_no_criteria_of_its_draft(deal, rita, olga, at):
    draft = draft_version(process=Process.objects.get(), by=olga, at=at)
    add_criterion(stage=draft.stages.get(name="Qualify"), facts=BUDGET, by=olga, at=at)
    version = ProcessVersion.objects.get(number=1)
    assert not ExitCriterion.objects.filter(stage__process_version=version).exists()
    assert create_deal(
        name="Vela",
        stage=version.stages.get(name="Discover"),
        next_step="Call",
        next_step_date=at.date(),
        by=rita,
        at=at,
    ).stage == version.stages.get(name="Discover")


def test_criteria_and_steps_are_put_in_order(process, olga, at):
    draft = draft_version(process=Process.objects.get(), by=olga, at=at)
    qualify, prove = draft.stages.get(name="Qualify"), draft.stages.get(name="Prove")
    said = {"by": olga, "at": at}
    for add, facts in (
        (add_criterion, [CLOSE_DATE, BUYER, MEETING]),
        (add_step, [StepFacts("Call"), StepFacts("Visit"), StepFacts("Send")]),
    ):
        first, second, third = (add(stage=qualify, facts=each, **said) for each in facts)
        elsewhere = add(stage=prove, facts=facts[0], **said)

        def order(rule=first):
            return list(type(rule).objects.filter(stage=qualify).values_list("pk", flat=True))

        place_rule(rule=third, after=None, **said)
        assert order() == [third.pk, first.pk, second.pk]
        place_rule(rule=third, after=first, **said)
        assert order() == [first.pk, third.pk, second.pk]
        assert last_event()[0] in ("process.criterion_placed", "process.step_placed")
        with assert_refused("cycle", "after", says="cannot stand behind itself"):
            place_rule(rule=third, after=third, **said)
        with assert_refused("order", "after", says="of Qualify; choose one of that stage"):
            place_rule(rule=third, after=elsewhere, **said)
    publish_version(version=draft, **said)
    with assert_refused("published", says="is published"):
        place_rule(rule=third, after=None, **said)


def test_a_draft_says_what_it_changes(process, olga, at):
    version = strict_process(olga, Qualify=[CLOSE_DATE, BUDGET, StepFacts("Call")])
    said = {"by": olga, "at": at}
    draft = draft_version(process=version.process, **said)
    assert version_changes(draft, version) == []
    qualify, discover = draft.stages.get(name="Qualify"), draft.stages.get(name="Discover")
    remove_rule(rule=criterion(draft, "Close date is known"), **said)
    known = CriterionFacts(CriterionKind.QUALIFIED, item=draft.items.get(code="champion"), score=2)
    add_criterion(stage=qualify, facts=known, **said)
    edit_stage(stage=discover, facts=replace(facts_of(discover), normal_days=30), **said)
    place_stage(stage=discover, after=None, **said)
    remove_stage(stage=draft.stages.get(name="Propose"), **said)
    remove_item(item=draft.items.get(code="metrics"), **said)
    assert version_before(draft) == version
    assert version_changes(draft, version) == [
        "Propose is left out",
        "the stages stand in another order: Discover, Qualify, Prove, Won, Lost",
        "Discover normally takes 30 days, not 14 days",
        "Qualify asks for: “Champion” scored 2 or more",
        "Qualify no longer asks for: Close date is known",
        "no longer wants to know: Metrics",
    ]


def test_a_draft_is_changed_only_as_it_was_looked_at(process, olga, at):
    """Every verb of a draft takes the version that was looked at, and leaves the draft one further."""
    strict_process(olga, Qualify=[CLOSE_DATE, StepFacts("Call")])
    draft = draft_version(process=Process.objects.get(), by=olga, at=at)
    first, second = draft.stages.order_by("position")[:2]
    rule, todo, asked = criterion(draft, "Close date is known"), step(draft, "Call"), draft.items.last()
    told = ActionFacts("ENTER", "NOTIFY", whom="OWNER", message="Prepare")
    acts = [
        lambda **act: edit_stage(stage=first, facts=replace(facts_of(first), name="Meet"), **act),
        lambda **act: add_stage(version=draft, facts=replace(facts_of(first), name="More"), after=None, **act),
        lambda **act: place_stage(stage=first, after=second, **act),
        lambda **act: edit_criterion(criterion=rule, facts=BUDGET, **act),
        lambda **act: add_criterion(stage=first, facts=BUYER, **act),
        lambda **act: place_rule(rule=rule, after=None, **act),
        lambda **act: add_step(stage=first, facts=StepFacts("Visit"), **act),
        lambda **act: edit_step(step=todo, facts=StepFacts("Write"), **act),
        lambda **act: add_action(stage=first, facts=told, **act),
        lambda **act: edit_action(action=first.actions.get(), facts=told, **act),
        lambda **act: add_item(version=draft, name="Champion's boss", **act),
        lambda **act: edit_item(item=asked, name="Timing", question="When?", **act),
        lambda **act: remove_item(item=asked, **act),
        lambda **act: remove_rule(rule=todo, **act),
        lambda **act: remove_stage(stage=second, **act),
    ]
    for version, act in enumerate(acts, start=1):
        with assert_refused("conflict", says=f"Somebody changed {draft} in between"):
            act(by=olga, at=at, expected_version=version + 1)
        act(by=olga, at=at, expected_version=version)
    for act in (publish_version, discard_draft):
        with assert_refused("conflict"):
            act(version=draft, by=olga, at=at, expected_version=len(acts))
    assert publish_version(version=draft, by=olga, at=at, expected_version=len(acts) + 1).published_at == at
