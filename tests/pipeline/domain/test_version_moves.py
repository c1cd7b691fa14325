"""Open deals go to another version of their process by one act, with what was done for them, and come back."""

from datetime import timedelta

from pipeline.choices import CriterionKind
from pipeline.domain.checks import tick_criterion
from pipeline.domain.closing import win_deal
from pipeline.domain.draft_stages import add_stage, edit_stage
from pipeline.domain.drafts import CriterionFacts, StepFacts, draft_version
from pipeline.domain.moves import move_deal, undo_move
from pipeline.domain.next_steps import set_next_step
from pipeline.domain.processes import StageFacts, publish_version
from pipeline.domain.to_do import finish_task
from pipeline.domain.version_moves import move_to_version, undo_version_move
from pipeline.models import CriterionCheck, Deal, DealVersion, ExitCriterion, Stage, Task, VersionMove
from pipeline.queries.version_moves import plan_of
from tests.pipeline.evidence import last_event
from tests.pipeline.process_rows import BUDGET, criterion, deal_in, strict_process
from tests.pipeline_rows import make_deal, won_for
from tests.refusals import assert_refused

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
PRICE = CriterionFacts(CriterionKind.CHECK, name="Price known")


def next_version(process, olga, at, **renamed: str):
    """The next version, published, with some stages under other names and one more, Negotiate."""
    draft = draft_version(process=process, by=olga, at=at)
    for old, new in renamed.items():
        row = draft.stages.get(name=old)
        edit_stage(stage=row, facts=StageFacts(new, forecast_category=row.forecast_category), by=olga, at=at)
    add_stage(version=draft, facts=StageFacts("Negotiate"), after=draft.stages.get(name="Propose"), by=olga, at=at)
    return publish_version(version=draft, by=olga, at=at)


def places() -> list[tuple[str, int, str]]:
    rows = Deal.objects.order_by("name").values_list("name", "stage__process_version__number", "stage__name")
    return list(rows)


def test_deals_go_where_stages_are_called_the_same_and_the_plan_says_so_before(process, rita, olga, at):
    first, _ = make_deal(rita, "Alba"), make_deal(rita, "Brio", stage="Discover")
    won = make_deal(rita, "Cora")
    win_deal(deal=won, reason=won_for(), by=rita, at=at)
    make_deal(rita, "Dora", stage="Prove")
    to = next_version(process.process, olga, at, Prove="Proof of value")
    plan = plan_of(process, to)
    assert [(each.stage.name, each.to and each.to.name, each.found, each.deals) for each in plan.moves] == [
        ("Qualify", "Qualify", "same name", 1),
        ("Discover", "Discover", "same name", 1),
        ("Prove", None, "", 1),
        ("Propose", "Propose", "same name", 0),
    ]
    assert (plan.open, plan.going, plan.afterwards) == (3, 2, 0)
    assert plan.refused == ["1 deal in Prove: no stage is chosen for it."]
    move = move_to_version(source=process, to=to, by=olga, at=at + DAY)
    assert places() == [("Alba", 2, "Qualify"), ("Brio", 2, "Discover"), ("Cora", 1, "Won"), ("Dora", 1, "Prove")]
    kind, label, pk, by, payload = last_event()
    assert (kind, label, pk, by, payload["count"]) == (
        "process.deals_moved", "pipeline.process", process.process_id, olga.pk, 2
    )  # fmt: skip
    row = Deal.objects.get(pk=first.pk)
    assert (row.version, row.stage_entered_at, move.deals.count()) == (first.version + 1, at, 2)


def test_history_as_of_any_instant_stays_and_undoing_leaves_it_marked(process, rita, olga, at):
    deal = make_deal(rita, "Alba")
    old, to = deal.stage, next_version(process.process, olga, at)
    move = move_to_version(source=process, to=to, by=olga, at=at + DAY)

    def stage_at(instant) -> Stage:
        return DealVersion.objects.as_of(instant).get(deal=deal).stage

    assert (stage_at(at + HOUR), stage_at(at + DAY).process_version) == (old, to)
    undo_version_move(move=move, by=olga, at=at + 2 * DAY)
    row = Deal.objects.get(pk=deal.pk)
    assert (row.stage, row.version, row.stage_entered_at) == (old, deal.version + 2, at)
    assert stage_at(at + DAY + HOUR) == old
    assert DealVersion.objects.get(deal=deal, valid_from=move.at).undone_by == olga
    assert last_event()[0] == "process.deals_moved_back"
    with assert_refused("taken_back"):
        undo_version_move(move=move, by=olga, at=at + 2 * DAY)


def test_a_category_that_the_owner_chose_stays_and_that_of_the_stage_follows(process, rita, olga, at):
    plain, chosen = make_deal(rita, "Alba", stage="Prove"), make_deal(rita, "Brio", stage="Prove")
    Deal.objects.filter(pk=chosen.pk).update(forecast_category="COMMIT")
    DealVersion.objects.filter(deal=chosen, valid_to=None).update(forecast_category="COMMIT")
    to = next_version(process.process, olga, at)
    stages = {plain.stage: to.stages.get(name="Qualify")}
    move_to_version(source=process, to=to, stages=stages, by=olga, at=at + DAY)
    found = Deal.objects.order_by("name").values_list("stage__name", "forecast_category")
    assert list(found) == [("Qualify", "PIPELINE"), ("Qualify", "COMMIT")]


def test_ticks_and_tasks_go_along_and_come_back(process, rita, olga, at):
    source = strict_process(olga, Qualify=[BUDGET, PRICE, StepFacts("Map"), StepFacts("Call")])
    deal = deal_in(source, rita)
    for name in ("Budget confirmed", "Price known"):
        tick_criterion(deal=deal, criterion=criterion(source, name), evidence="Mail", by=rita, at=at)
    finish_task(task=Task.objects.select_related("deal").get(step__title="Map"), by=rita, at=at)
    draft = draft_version(process=source.process, by=olga, at=at)
    ExitCriterion.objects.get(stage__process_version=draft, name="Price known").delete()
    to = publish_version(version=draft, by=olga, at=at)
    plan = plan_of(source, to)
    assert (plan.ticks, plan.lost) == (1, 1)
    move = move_to_version(source=source, to=to, by=olga, at=at + DAY)
    carried = CriterionCheck.objects.get(criterion__stage__process_version=to)
    assert (carried.criterion.name, carried.evidence, carried.by, carried.at) == ("Budget confirmed", "Mail", rita, at)

    def tasks():
        rows = Task.objects.order_by("step__stage__process_version", "step__position")
        return list(rows.values_list("step__title", "step__stage__process_version__number", "state"))

    assert tasks() == [("Map", 2, "DONE"), ("Call", 2, "LEFT"), ("Call", 3, "OPEN")]
    undo_version_move(move=move, by=olga, at=at + 2 * DAY)
    assert tasks() == [("Map", 2, "DONE"), ("Call", 2, "OPEN")]
    assert not CriterionCheck.objects.filter(criterion__stage__process_version=to).exists()


def test_a_tick_of_its_own_stays_when_a_later_move_into_its_version_is_undone(process, rita, olga, at):
    source = strict_process(olga, Qualify=[BUDGET])
    deal = deal_in(source, rita)
    to = publish_version(version=draft_version(process=source.process, by=olga, at=at), by=olga, at=at)
    move_to_version(source=source, to=to, by=olga, at=at + DAY)
    tick_criterion(deal=deal, criterion=criterion(to, "Budget confirmed"), evidence="Call", by=rita, at=at + DAY)
    move_to_version(source=to, to=source, by=olga, at=at + 2 * DAY)
    again = move_to_version(source=source, to=to, by=olga, at=at + 3 * DAY)
    undo_version_move(move=again, by=olga, at=at + 4 * DAY)
    stays = CriterionCheck.objects.get(criterion__stage__process_version=to)
    assert (stays.evidence, stays.carried_by) == ("Call", None)


def test_undoing_is_refused_once_somebody_changed_a_deal(process, rita, olga, at):
    deal, _ = make_deal(rita, "Alba"), make_deal(rita, "Brio")
    move = move_to_version(source=process, to=next_version(process.process, olga, at), by=olga, at=at + DAY)
    set_next_step(deal=deal, next_step="Call", next_step_date=at.date(), by=rita, at=at + DAY)
    with assert_refused("deals_changed", says="1 of 2 deals were changed since, Alba among them"):
        undo_version_move(move=move, by=olga, at=at + 2 * DAY)


def test_the_days_in_stage_go_on_also_when_a_later_move_is_undone(process, rita, olga, at):
    deal = make_deal(rita, "Alba")
    to = next_version(process.process, olga, at)
    move_to_version(source=process, to=to, by=olga, at=at + DAY)
    moved = move_deal(deal=deal, to=to.stages.get(name="Discover"), by=rita, at=at + 2 * DAY)
    back = undo_move(deal=moved, by=rita, at=at + 2 * DAY + HOUR, expected_version=moved.version)
    assert (back.stage, back.stage_entered_at) == (to.stages.get(name="Qualify"), at)
    with assert_refused("no_move"):
        undo_move(deal=back, by=rita, at=at + 3 * DAY, expected_version=back.version)


def test_what_cannot_be(process, cast, at):
    make_deal(cast.rita, "Alba")
    draft = draft_version(process=process.process, by=cast.olga, at=at)
    act = {"by": cast.olga, "at": at + DAY}
    with assert_refused("draft", "to", says="is a draft"):
        move_to_version(source=process, to=draft, **act)
    with assert_refused("version", "to"):
        move_to_version(source=process, to=process, **act)
    to = publish_version(version=draft, by=cast.olga, at=at)
    qualify, won = process.stages.get(name="Qualify"), to.stages.get(name="Won")
    with assert_refused("refused", "stages", says="only open stages become each other"):
        move_to_version(source=process, to=to, stages={qualify: won}, **act)
    with assert_refused("refused", "stages", says="does not lead from"):
        move_to_version(source=process, to=to, stages={qualify: qualify}, **act)
    with assert_refused("nothing_moves", "stages"):
        move_to_version(source=process, to=to, stages={}, **act)
    with assert_refused("not_allowed"):
        move_to_version(source=process, to=to, by=cast.max, at=at + DAY)
    assert not VersionMove.objects.exists()


def test_the_cost_does_not_grow_with_the_deals(process, rita, olga, at, django_assert_max_num_queries):
    for number in range(30):
        make_deal(rita, f"Deal {number:02}")
    to = next_version(process.process, olga, at)
    with django_assert_max_num_queries(30):
        move_to_version(source=process, to=to, by=olga, at=at + DAY)
    assert set(Deal.objects.values_list("stage__process_version__number", flat=True)) == {2}
