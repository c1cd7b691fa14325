"""New hires are given fewer leads, by how far they are on the way that others of their role took."""

from datetime import UTC, datetime, time, timedelta

import pytest

from onboarding.queries.ramp_shares import ramp_shares_of
from pipeline.domain.assignment import assign_leads
from pipeline.domain.assignment_rules import add_rule, set_capacity
from pipeline.domain.leads import create_lead
from pipeline.models import SellerCapacity
from pipeline.queries.ramp_shares import RampShare, share_of
from tests.cast import AT
from tests.onboarding.ramping import hire_and_ramp
from tests.onboarding.rows import MONDAY, start

pytestmark = pytest.mark.django_db
LONG_AGO = MONDAY - timedelta(days=60)


@pytest.fixture
def nora(cast, plan, profile):
    """On day 20 of the 40 after which half of her role are ramped."""
    hire_and_ramp(cast, profile, days=[10, 20, 30, 40, None, None], start_date=LONG_AGO, at=AT)
    start(cast.nora, MONDAY - timedelta(days=20), by=cast.olga)
    return cast.nora


def test_a_share_is_how_far_somebody_is(nora, cast):
    assert ramp_shares_of([nora.pk, cast.rita.pk], MONDAY) == {
        nora.pk: RampShare(5_000, "onboarding: day 20 of 40 until half are ramped")
    }
    early = ramp_shares_of([nora.pk], MONDAY - timedelta(days=19))
    assert early[nora.pk].share_bp == 1_000


def test_the_lower_of_hand_and_ramp_counts_and_stands_in_the_log(nora, cast):
    said = ramp_shares_of([nora.pk], MONDAY)[nora.pk]
    assert share_of(SellerCapacity(share_bp=10_000), said) == said
    assert share_of(SellerCapacity(share_bp=2_000), said) == RampShare(2_000, "set by hand")
    assert share_of(SellerCapacity(share_bp=10_000), None).why == "ramped"
    at = datetime.combine(MONDAY, time(12), tzinfo=UTC)
    set_capacity(user=nora, capacity=60, share_bp=10_000, skills=[], by=cast.olga, at=at)
    add_rule(facts={"position": 1, "name": "All", "method": "CAPACITY"}, people=[nora], by=cast.olga, at=at)
    lead = create_lead(facts={"person_name": "Lena"}, by=cast.rita, at=at)
    [log] = assign_leads(leads=[lead], by=cast.olga, at=at)
    assert (log.chosen_id, log.tried[0]["candidates"][0]["share_bp"]) == (nora.pk, 5_000)
