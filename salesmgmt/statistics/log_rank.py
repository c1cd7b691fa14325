"""Whether it takes one group longer than another: the log-rank test (docs/algorithms/survival.md)."""

from collections import Counter
from dataclasses import dataclass
from fractions import Fraction
from math import erfc, fsum, sqrt

from salesmgmt.statistics.survival import Curve


@dataclass(frozen=True, slots=True)
class LogRank:
    """How often it happened in each group, how often it would have if both were alike, and how surprising that is.

    `chi2` has one degree of freedom; it and `p` are None where nothing can be compared.
    """

    observed: tuple[int, int]
    expected: tuple[float, float]
    chi2: float | None
    p: float | None


def log_rank(first: Curve, second: Curve) -> LogRank:
    """The two-sample log-rank test, with the hypergeometric variance at each time.

    N. Mantel (1966), "Evaluation of survival data and two new rank order statistics arising in its consideration",
    Cancer Chemotherapy Reports 50, 163-170.
    """
    events = Counter({step.time: step.events for step in first.steps})
    events.update({step.time: step.events for step in second.steps})
    expected, variances = [], []
    for time, happened in events.items():
        mine, all_waiting = first.at_risk(time), first.at_risk(time) + second.at_risk(time)
        share = Fraction(mine, all_waiting)
        expected.append(float(happened * share))
        if all_waiting > 1:
            left = Fraction(all_waiting - happened, all_waiting - 1)
            variances.append(float(happened * share * (1 - share) * left))
    total, expected_first, variance = first.events + second.events, fsum(expected), fsum(variances)
    chi2 = (first.events - expected_first) ** 2 / variance if variance > 0 else None
    return LogRank(
        observed=(first.events, second.events),
        expected=(expected_first, total - expected_first),
        chi2=chi2,
        p=None if chi2 is None else erfc(sqrt(chi2 / 2)),
    )
