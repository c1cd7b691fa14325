"""Publishing a plan and closing a quarter wait for those who have to say yes."""

import pytest

from compensation.domain.plans import draft_plan
from compensation.domain.publishing import ask_to_publish
from compensation.domain.runs import ask_to_close
from compensation.models import PlanVersion, Run
from salesmgmt.approvals.domain.chains import set_chain
from salesmgmt.approvals.domain.deciding import decide
from salesmgmt.approvals.models import ApprovalRequest
from tests.cast import AT
from tests.compensation.rows import OVER, YEAR, calculated, document, make_plan, put_on
from tests.refusals import assert_refused


@pytest.fixture
def draft(cast) -> PlanVersion:
    return draft_plan(name="Overlay 2026", document=document(), first_day=YEAR, by=cast.carla, at=AT)


def test_without_a_chain_a_plan_is_published_at_once(cast, draft):
    assert ask_to_publish(version=draft, by=cast.carla, at=AT) is None
    assert PlanVersion.objects.get().is_published


def test_a_plan_is_published_by_the_last_yes(cast, draft):
    set_chain(kind="compensation.publish_plan", approvers=["FINANCE"], by=cast.carla, at=AT)
    request = ask_to_publish(version=draft, by=cast.carla, at=AT)
    assert not PlanVersion.objects.get().is_published
    with assert_refused("not_allowed"):
        decide(request=request, is_yes=True, by=cast.carla, at=AT)
    assert decide(request=request, is_yes=True, by=cast.finn, at=AT).state == "APPROVED"
    version = PlanVersion.objects.get()
    assert (version.is_published, version.published_by) == (True, cast.carla)


def test_a_quarter_is_closed_by_the_last_yes(cast):
    put_on(make_plan(cast.carla), cast.rita, by=cast.carla)
    run = calculated(cast)
    set_chain(kind="compensation.close_run", approvers=["FINANCE"], by=cast.carla, at=AT)
    request = ask_to_close(run=run, by=cast.carla, at=OVER)
    assert Run.objects.get().state == "DRAFT"
    decide(request=request, is_yes=True, by=cast.finn, at=OVER)
    closed = Run.objects.get()
    assert (closed.state, closed.finalized_by) == ("FINAL", cast.carla)


def test_what_the_act_refuses_is_not_decided(cast):
    put_on(make_plan(cast.carla), cast.rita, by=cast.carla)
    run = calculated(cast)
    set_chain(kind="compensation.close_run", approvers=["FINANCE"], by=cast.carla, at=AT)
    request = ask_to_close(run=run, by=cast.carla, at=OVER)
    Run.objects.update(stale=True)
    with assert_refused("run_is_stale"):
        decide(request=request, is_yes=True, by=cast.finn, at=OVER)
    assert ApprovalRequest.objects.get().is_open
