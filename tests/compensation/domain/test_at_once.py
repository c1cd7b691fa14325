"""Two people on one run: the second waits, then hears what the first one asked for."""

from collections.abc import Iterator
from functools import partial

import pytest

from compensation.domain.runs import RunIsBusy, RunIsRemoved, calculate_run, finalize_run, remove_run
from compensation.models import Run
from salesmgmt.events.models import Job
from tests.behind import behind
from tests.cast import AT, Cast, make_cast
from tests.compensation.rows import OVER, calculated, make_plan
from tests.pipeline_rows import make_process

REMOVE = partial(remove_run, reason="Another quarter was meant.")

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def cast() -> Iterator[Cast]:
    people = make_cast()
    make_process()
    make_plan(people.carla)
    return people


@pytest.mark.parametrize("then", [calculate_run, finalize_run, REMOVE])
def test_act_that_waited_for_a_calculation_hears_that_the_run_is_busy(cast: Cast, then) -> None:
    run = calculated(cast)
    with pytest.raises(RunIsBusy):
        behind(
            lambda: calculate_run(run=run, by=cast.carla, at=AT),
            lambda: then(run=run, by=cast.carla, at=OVER),
        )
    run = Run.objects.get()
    assert (run.calculation, run.state) == (2, "DRAFT")
    assert Job.objects.count() == 2


@pytest.mark.parametrize("then", [calculate_run, finalize_run, REMOVE])
def test_act_that_waited_for_a_removal_hears_that_the_run_is_gone(cast: Cast, then) -> None:
    run = calculated(cast)
    with pytest.raises(RunIsRemoved):
        behind(
            lambda: REMOVE(run=run, by=cast.carla, at=AT),
            lambda: then(run=run, by=cast.carla, at=OVER),
        )
    assert (Run.objects.get().state, Job.objects.count()) == ("REMOVED", 1)
