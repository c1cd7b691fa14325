"""A quarter at Kestrel Systems: Rita and Nora are on the enterprise plan, with quotas and won deals."""

import pytest

from compensation.models import PlanVersion
from pipeline.models import Deal
from tests.cast import Cast
from tests.compensation.rows import make_plan, make_quota, make_won, put_on
from tests.pipeline_rows import make_process
from tests.replay import written_once


@pytest.fixture
def plan(cast: Cast) -> PlanVersion:
    def make() -> PlanVersion:
        make_process()
        return make_plan(cast.carla)

    return written_once("the plan of a quarter", make)


@pytest.fixture
def quarter(cast: Cast, plan: PlanVersion) -> Cast:
    """Rita has 278,000 and then Brightwater's 34,000 on a quota of 300,000; Nora has one small deal on 100,000."""

    def make() -> Deal:
        put_on(plan, cast.rita, by=cast.carla)
        put_on(plan, cast.nora, by=cast.carla)
        make_quota(cast.rita, "300000", by=cast.carla)
        make_quota(cast.nora, "100000", by=cast.carla)
        make_won(cast.rita, "Aurelia Foods", "278000")
        make_won(cast.rita, "Brightwater Utilities", "34000")
        return make_won(cast.nora, "Tarn Bakeries", "10000.10")

    written_once("a quarter", make)
    return cast
