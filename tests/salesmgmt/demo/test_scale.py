"""A large sample company needs the memory of a small one."""

import resource
import time

import pytest

from pipeline.models import Deal
from salesmgmt.demo.domain.removing import remove_sample
from salesmgmt.demo.world.company import simulate
from salesmgmt.demo.world.facts import Arguments
from tests.salesmgmt.demo.rows import END, load_world

GROWTH_KB = 40_000


@pytest.mark.slow
@pytest.mark.timeout(1800)
def test_memory_stays_flat_while_deals_stream(db, truth_file):
    peaks = {}
    for deals in (10_000, 60_000):
        began = time.monotonic()
        load_world(simulate(Arguments(seed=1, end=END, deals=deals)))
        seconds = time.monotonic() - began
        assert Deal.objects.count() == deals
        peaks[deals] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        print(f"{deals:,} deals in {seconds:.0f} s, {deals / seconds:,.0f} a second, peak {peaks[deals] / 1024:.0f} MB")
        remove_sample(by=None)
    assert peaks[60_000] - peaks[10_000] < GROWTH_KB
