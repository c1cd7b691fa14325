"""What holds a deal in its stage, each kind by itself, and the override that lets it through."""

from datetime import date, timedelta

import pytest

from pipeline.choices import ActivityKind, BuyingRole, CriterionKind
from pipeline.domain.accounts import add_contact
from pipeline.domain.activities import log_activity
from pipeline.domain.buying import add_buyer, remove_buyer
from pipeline.domain.checks import ask_exit, tick_criterion
from pipeline.domain.closing import lose_deal, reopen_deal, win_deal
from pipeline.domain.deals import edit_deal
from pipeline.domain.drafts import CriterionFacts
from pipeline.domain.exits import CriteriaUnmet
from pipeline.domain.moves import move_deal, undo_move
from pipeline.models import Deal, StageExit
from salesmgmt.approvals.choices import Approver
from salesmgmt.approvals.domain.chains import set_chain
from salesmgmt.approvals.domain.deciding import decide
from tests.pipeline.evidence import last_event
from tests.pipeline.process_rows import BUDGET, BUYER, CLOSE_DATE, MEETING, SECURITY, criterion, deal_in, strict_process
from tests.pipeline_rows import lost_for, make_deal, stage, won_for
from tests.refusals import assert_refused

HOUR = timedelta(hours=1)


def to(deal: Deal, name: str, by, at, **said) -> Deal:
    return move_deal(deal=deal, to=deal.stage.process_version.stages.get(name=name), by=by, at=at, **said)


def exits():
    return list(StageExit.objects.order_by("pk").values_list("stage__name", "reason", "deal_version"))


def test_a_fact_that_is_not_known_holds_the_deal_until_it_is(process, rita, olga, at):
    version = strict_process(olga, Qualify=[CLOSE_DATE])
    deal = deal_in(version, rita)
    sentence = "Helix Robotics stays in Qualify, because this is missing (Qualify: Close date is known)"
    with assert_refused("criteria_unmet", "override", says=sentence):
        to(deal, "Discover", rita, at + HOUR)
    edit_deal(deal=deal, facts={"close_date": date(2026, 6, 1)}, by=rita, at=at)
    moved = to(deal, "Discover", rita, at + HOUR)
    assert (moved.stage.name, exits()) == ("Discover", [("Qualify", "", 3)])
    assert "overridden" not in last_event()[4]


def test_activities_of_the_kind_are_counted_and_no_others(process, rita, olga, at):
    deal = deal_in(strict_process(olga, Qualify=[MEETING]), rita)
    for kind in (ActivityKind.MEETING, ActivityKind.CALL, ActivityKind.CALL):
        log_activity(deal=deal, kind=kind, happened_at=at, by=rita, at=at)
    with assert_refused("criteria_unmet", "override", says="2 meetings"):
        to(deal, "Discover", rita, at + HOUR)
    log_activity(deal=deal, kind=ActivityKind.MEETING, happened_at=at - HOUR, by=rita, at=at)
    assert to(deal, "Discover", rita, at + HOUR).stage.name == "Discover"


def test_activities_since_entry_leave_out_those_before(process, rita, olga, at):
    one = CriterionFacts(CriterionKind.ACTIVITIES, activity_kind=ActivityKind.DEMO, since_entry=True)
    deal = deal_in(strict_process(olga, Discover=[one]), rita)
    log_activity(deal=deal, kind=ActivityKind.DEMO, happened_at=at, by=rita, at=at)
    deal = to(deal, "Discover", rita, at + HOUR)
    with assert_refused("criteria_unmet", "override", says="1 demo since it entered the stage"):
        to(deal, "Prove", rita, at + 3 * HOUR)
    log_activity(deal=deal, kind=ActivityKind.DEMO, happened_at=at + 2 * HOUR, by=rita, at=at + 2 * HOUR)
    assert to(deal, "Prove", rita, at + 3 * HOUR).stage.name == "Prove"


def test_a_buying_role_counts_while_the_account_is_the_contact_s(process, rita, olga, at):
    deal = deal_in(strict_process(olga, Qualify=[BUYER]), rita)
    cleo = add_contact(account=deal.account, name="Cleo Chen", by=rita, at=at)
    add_buyer(deal=deal, contact=cleo, role=BuyingRole.CHAMPION, by=rita, at=at)
    buyer = add_buyer(deal=deal, contact=cleo, role=BuyingRole.ECONOMIC_BUYER, by=rita, at=at)
    account = deal.account
    elsewhere = make_deal(rita, "Orbit Foods", in_stage=stage_of(deal)).account
    edit_deal(deal=deal, facts={"account": elsewhere}, by=rita, at=at)
    with assert_refused("criteria_unmet", "override", says="Economic buyer is known"):
        to(deal, "Discover", rita, at + HOUR)
    edit_deal(deal=deal, facts={"account": account}, by=rita, at=at)
    remove_buyer(buyer=buyer, by=rita, at=at)
    with assert_refused("criteria_unmet", "override"):
        to(deal, "Discover", rita, at + HOUR)
    add_buyer(deal=deal, contact=cleo, role=BuyingRole.ECONOMIC_BUYER, by=rita, at=at)
    assert to(deal, "Discover", rita, at + HOUR).stage.name == "Discover"


def stage_of(deal: Deal):
    return deal.stage


def test_a_buyer_is_of_the_deal_s_account_and_has_a_role_once(process, rita, olga, at):
    deal = deal_in(strict_process(olga), rita)
    other = add_contact(
        account=make_deal(rita, "Orbit Foods", in_stage=deal.stage).account, name="Odd One", by=rita, at=at
    )
    with assert_refused("account", "contact", says="belongs to another account"):
        add_buyer(deal=deal, contact=other, role=BuyingRole.USER, by=rita, at=at)
    cleo = add_contact(account=deal.account, name="Cleo Chen", by=rita, at=at)
    add_buyer(deal=deal, contact=cleo, role=BuyingRole.USER, by=rita, at=at)
    with assert_refused("a_contact_has_a_buying_role_once_in_a_deal", "role", says="is user of Helix Robotics already"):
        add_buyer(deal=deal, contact=cleo, role=BuyingRole.USER, by=rita, at=at)


def test_a_tick_needs_its_evidence_and_is_made_once(process, rita, olga, at):
    version = strict_process(olga, Qualify=[BUDGET, CLOSE_DATE])
    deal, budget = deal_in(version, rita, close_date=date(2026, 6, 1)), criterion(version, "Budget confirmed")
    with assert_refused("evidence", "evidence"):
        tick_criterion(deal=deal, criterion=budget, evidence=" ", by=rita, at=at)
    with assert_refused("refused", "criterion", says="it is met as soon as it is true"):
        tick_criterion(deal=deal, criterion=criterion(version, "Close date is known"), evidence="x", by=rita, at=at)
    with assert_refused("criteria_unmet", "override", says="(Qualify: Budget confirmed)"):
        to(deal, "Discover", rita, at + HOUR)
    tick_criterion(deal=deal, criterion=budget, evidence="Mail of 1 March", by=rita, at=at)
    with assert_refused("a_criterion_is_ticked_once_for_a_deal"):
        tick_criterion(deal=deal, criterion=budget, evidence="Again", by=rita, at=at)
    assert to(deal, "Discover", rita, at + HOUR).stage.name == "Discover"


def test_an_approval_is_given_by_the_shared_chain(process, cast, rita, olga, at):
    version = strict_process(olga, Qualify=[SECURITY])
    deal, security = deal_in(version, rita), criterion(version, "Security review")
    with assert_refused("nobody_to_ask"):
        ask_exit(deal=deal, criterion=security, by=rita, at=at)
    set_chain(kind="pipeline.exit", approvers=[Approver.MANAGER], by=olga, at=at)
    request = ask_exit(deal=deal, criterion=security, by=rita, at=at)
    assert request.what == "“Security review” before it leaves Qualify"
    with assert_refused("criteria_unmet", "override"):
        to(deal, "Discover", rita, at + HOUR)
    decide(request=request, is_yes=True, by=cast.max, at=at)
    assert to(deal, "Discover", rita, at + HOUR).stage.name == "Discover"


def test_a_jump_is_checked_for_every_stage_left_behind_and_a_win_for_all(process, rita, olga, at):
    version = strict_process(olga, Qualify=[CLOSE_DATE], Discover=[BUDGET], Propose=[SECURITY])
    deal = deal_in(version, rita)
    with pytest.raises(CriteriaUnmet) as jump:
        to(deal, "Prove", rita, at + HOUR)
    assert [str(each) for each in jump.value.criteria] == ["Close date is known", "Budget confirmed"]
    with pytest.raises(CriteriaUnmet) as win:
        win_deal(deal=deal, reason=won_for(), by=rita, at=at + HOUR)
    names = ["Close date is known", "Budget confirmed", "Security review"]
    assert [each["name"] for each in win.value.members["criteria"]] == names
    assert Deal.objects.get(pk=deal.pk).version == deal.version


def test_back_and_lost_and_reopened_ask_for_nothing(process, rita, olga, at):
    deal = deal_in(strict_process(olga, Qualify=[CLOSE_DATE], Prove=[BUDGET]), rita, "Prove")
    deal = to(deal, "Qualify", rita, at + HOUR)
    deal = lose_deal(deal=deal, reason=lost_for(), by=rita, at=at + HOUR)
    prove = deal.stage.process_version.stages.get(name="Propose")
    reopen_deal(deal=deal, to=prove, next_step="Call", next_step_date=date(2026, 3, 9), by=rita, at=at + HOUR)
    assert exits() == []


def test_an_amount_said_with_the_win_is_known_for_it(process, rita, olga, at):
    amount = CriterionFacts(CriterionKind.FIELD, field="amount")
    deal = deal_in(strict_process(olga, Propose=[amount]), rita, "Propose", amount=None)
    won = win_deal(deal=deal, reason=won_for(), amount=7, by=rita, at=at + HOUR)
    assert (won.state, exits()) == ("WON", [("Propose", "", 2)])


def test_an_override_keeps_its_reason_by_stage_and_says_so_in_the_event(process, rita, olga, at):
    version = strict_process(olga, Qualify=[CLOSE_DATE], Discover=[BUDGET], Prove=[SECURITY])
    deal = deal_in(version, rita, close_date=date(2026, 6, 1))
    for blank in ("", "  "):
        with assert_refused("criteria_unmet", "override"):
            to(deal, "Prove", rita, at + HOUR, override=blank)
    with assert_refused("override", "override", says="up to 500 characters"):
        to(deal, "Prove", rita, at + HOUR, override="x" * 501)
    to(deal, "Prove", rita, at + HOUR, override=" Signed at the fair ")
    assert exits() == [("Qualify", "", 2), ("Discover", "Signed at the fair", 2)]
    discover, budget = version.stages.get(name="Discover"), criterion(version, "Budget confirmed")
    assert StageExit.objects.get(stage=discover).unmet == [budget.pk]
    assert last_event()[4]["overridden"] == [{"stage_id": discover.pk, "criterion_ids": [budget.pk]}]


def test_an_override_where_nothing_is_missing_leaves_no_reason(process, rita, olga, at):
    deal = deal_in(strict_process(olga, Qualify=[CLOSE_DATE]), rita, close_date=date(2026, 6, 1))
    to(deal, "Discover", rita, at + HOUR, override="To be sure")
    assert exits() == [("Qualify", "", 2)]


def test_undoing_a_move_marks_its_override_and_keeps_the_row(process, rita, olga, at):
    deal = deal_in(strict_process(olga, Qualify=[CLOSE_DATE]), rita)
    moved = to(deal, "Discover", rita, at + HOUR, override="Signed")
    undo_move(deal=moved, by=rita, at=at + 2 * HOUR, expected_version=moved.version)
    row = StageExit.objects.get()
    assert (row.reason, row.undone_by, row.undone_at) == ("Signed", rita, at + 2 * HOUR)
    assert not StageExit.objects.counted().exists()
    to(deal, "Discover", rita, at + 3 * HOUR, override="Signed, really")
    assert StageExit.objects.counted().get().reason == "Signed, really"


@pytest.mark.parametrize(("asked", "most"), [([], 1), ([BUDGET, BUYER, MEETING, CLOSE_DATE], 3)])
def test_the_check_costs_one_query_without_criteria_and_three_with_many(
    process, rita, olga, at, asked, most, django_assert_max_num_queries
):
    from pipeline.domain.exits import leave_stages

    deal = deal_in(strict_process(olga, Qualify=asked, Discover=asked), rita)
    prove = deal.stage.process_version.stages.get(name="Prove")
    with django_assert_max_num_queries(most):
        leave_stages(deal, to=prove, override="Signed", by=rita, at=at)


def test_stage_of_a_plain_process_is_left_without_a_trace(deal, rita, at):
    move_deal(deal=deal, to=stage("Propose"), by=rita, at=at + HOUR)
    assert not StageExit.objects.exists()
