"""The limits of a funnel: the worked tables of docs/algorithms/consistency.md, SciPy's binomial, and people alike."""

from fractions import Fraction
from math import sqrt

import numpy as np
import pytest
from scipy.stats import binom

from salesmgmt.statistics.funnel import mean_limits, share_limits, standard_deviation
from tests.pipeline.crm.test_worked_tables import tables

SHARES, DAYS, _ = tables("consistency.md")
ENDS = ("95% low", "95% high", "99.8% low", "99.8% high")


def test_the_worked_tables():
    for row in SHARES:
        n = int(row["n"])
        near, far = share_limits(Fraction(row["whole"]), n)
        assert [end * n for end in (near.low, near.high, far.low, far.high)] == [int(row[name]) for name in ENDS], row
        assert f"{near.outside:.4f}" == row["outside 95%"]
    for row in DAYS:
        near, far = mean_limits(Fraction(row["whole mean"]), float(row["s"]), int(row["n"]))
        assert [f"{float(end):.2f}" for end in (near.low, near.high, far.low, far.high)] == [row[each] for each in ENDS]


@pytest.mark.parametrize("n", [1, 7, 30, 400, 20_000])
@pytest.mark.parametrize("percent", [1, 37, 50, 98])
def test_shares_are_cut_where_the_binomial_says(percent, n):
    share = percent / 100
    for limits in share_limits(Fraction(percent, 100), n):
        tail, low, high = (1 - limits.confidence) / 2, int(limits.low * n), int(limits.high * n)
        assert binom.cdf(low - 1, n, share) < tail <= binom.cdf(low, n, share)
        assert binom.sf(high, n, share) < tail <= binom.sf(high - 1, n, share)
        expected = binom.cdf(low - 1, n, share) + binom.sf(high, n, share)
        assert limits.outside == pytest.approx(expected, abs=1e-7)


def test_what_is_no_share_or_no_n_is_refused():
    for whole, n in ((Fraction(1, 2), 0), (Fraction(3, 2), 5)):
        with pytest.raises(ValueError, match=r"no limits|no share"):
            share_limits(whole, n)
    with pytest.raises(ValueError, match="cannot be reached"):
        share_limits(Fraction(1, 2), 5, confidences=(1.0,))
    with pytest.raises(ValueError, match="spread"):
        mean_limits(Fraction(1), -1.0, 5)


def test_the_spread_is_over_one_less():
    values = [3, 4, 4, 9, 30]
    assert standard_deviation(5, sum(values), sum(v * v for v in values)) == pytest.approx(np.std(values, ddof=1))
    assert standard_deviation(1, 7, 49) == 0


def test_of_people_alike_about_one_in_twenty_is_outside():
    """200 companies of 40 people alike, with 30 to 300 deals each, judged around their own whole."""
    rng, judged, shares_out, means_out, said = np.random.default_rng(5), 0, 0, 0, 0.0
    sizes = np.linspace(30, 300, 40).astype(int)
    won = rng.binomial(sizes, 0.35, size=(200, 40))
    cycles = rng.gamma(4.0 * sizes, 15.0, size=(200, 40)) / sizes
    for row, means in zip(won, cycles, strict=True):
        whole = Fraction(int(row.sum()), int(sizes.sum()))
        mean, spread = Fraction(float((means * sizes).sum() / sizes.sum())), 15.0 * sqrt(4.0)
        for n, count, value in zip(sizes.tolist(), row.tolist(), means.tolist(), strict=True):
            near = share_limits(whole, n)[0]
            shares_out += not near.low <= Fraction(count, n) <= near.high
            said += near.outside
            between = mean_limits(mean, spread, n)[0]
            means_out += not between.low <= value <= between.high
            judged += 1
    assert 0.035 < shares_out / judged < 0.05
    assert shares_out / judged == pytest.approx(said / judged, abs=0.006)
    assert 0.04 < means_out / judged < 0.056
