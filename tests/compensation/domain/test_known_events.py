"""A calculation is not made stale by what it was made of, however late the log is read."""

import pytest

from salesmgmt.events.domain.consumption import drain_fully
from salesmgmt.events.models import Event
from tests.cast import AT, make_cast
from tests.compensation.rows import calculated, make_plan, make_quota, make_won, put_on
from tests.pipeline_rows import make_process
from tests.salesmgmt.events.sessions import until_readable


def read_the_log() -> None:
    until_readable(Event.objects.order_by("-tx").first())
    drain_fully("compensation.stale_runs", at=AT)


@pytest.mark.django_db(transaction=True)
def test_events_from_before_the_calculation_leave_it_fresh():
    cast = make_cast()
    make_process()
    put_on(make_plan(cast.carla), cast.rita, by=cast.carla)
    make_quota(cast.rita, "300000", by=cast.carla)
    make_won(cast.rita, "Aurelia Foods", "64000")
    until_readable(Event.objects.order_by("-tx").first())

    run = calculated(cast)
    read_the_log()
    run.refresh_from_db()
    assert run.stale is False

    make_won(cast.rita, "Carrow Freight", "57000")
    read_the_log()
    run.refresh_from_db()
    assert run.stale is True
