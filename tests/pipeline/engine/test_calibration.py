"""The worked tables of docs/algorithms/lead_scoring.md."""

from fractions import Fraction

from pipeline.engine.calibration import Step, brier, calibrated, isotonic, reliability
from pipeline.engine.scoring import Chances
from tests.pipeline.crm.test_worked_tables import tables

PAST = [("1/10", 0, 2), ("2/5", 1, 2), ("7/10", 1, 3), ("9/10", 3, 4)]


def steps():
    pairs = [(Fraction(raw), number < won) for raw, won, n in PAST for number in range(n)]
    return isotonic(pairs)


def test_pools_that_fall_are_put_together():
    assert steps() == [
        Step(Fraction(1, 10), Fraction(0), 2),
        Step(Fraction(7, 10), Fraction(2, 5), 5),
        Step(Fraction(9, 10), Fraction(3, 4), 4),
    ]
    assert calibrated(steps(), Fraction(1)) == Fraction(3, 4)


def test_the_worked_table():
    counts, leads = tables("lead_scoring.md")
    plain: dict[str, dict[str, list[int]]] = {}
    for row in counts:
        name, _, value = row["value"].partition(":")
        plain.setdefault(name, {})[value] = [int(row["accepted"]), int(row["rejected"])]
    chances = Chances.of(plain, won=4, lost=4, fewest=1)
    assert len(leads) == 4
    for row in leads:
        parts = row["lead"].replace("not given", "not_given").split()
        values = dict(part.replace("not_given", "not given").split(":") for part in parts)
        raw = chances.of_values(values)
        assert (f"{float(raw):.2%}", f"{float(calibrated(steps(), raw)):.2%}") == (row["raw"], row["calibrated"])


def test_the_brier_score_and_the_fifths():
    pairs = [(Fraction(0), False), (Fraction(2, 5), True), (Fraction(3, 4), True)]
    assert round(float(brier(pairs)), 4) == 0.1408
    [low, middle, high] = reliability(pairs)
    assert (low.low, low.n, low.happened) == (0, 1, 0)
    assert (middle.low, middle.said, middle.happened) == (Fraction(2, 5), Fraction(2, 5), 1)
    assert (high.high, reliability([(Fraction(1), True)])[0].high) == (Fraction(4, 5), 1)
