"""Kaplan and Meier's curve by another road, deliberately plain: Efron's redistribution to the right.

Everybody starts with the same weight. Walking through the times, who was last seen waiting hands their weight on, in
equal parts, to all who were seen longer; the weight that dies at a time is the drop of the curve there.
B. Efron (1967), "The two sample problem with censored data", Fifth Berkeley Symposium 4, 831-853.
"""

from collections.abc import Sequence
from fractions import Fraction


def plain_curve(happened: Sequence[int], waiting: Sequence[int]) -> dict[int, Fraction]:
    """The share that waits on after each time at which it happened."""
    people = [[time, 0, Fraction(1)] for time in happened] + [[time, 1, Fraction(1)] for time in waiting]
    people.sort(key=lambda person: person[:2])
    shares: dict[int, Fraction] = {}
    gone = Fraction(0)
    for place, (time, is_waiting, weight) in enumerate(people):
        if not is_waiting:
            gone += weight
            shares[time] = 1 - gone / len(people)
            continue
        for later in people[place + 1 :]:
            later[2] += weight / (len(people) - place - 1)
    return shares


def plain_median(happened: Sequence[int], waiting: Sequence[int]) -> Fraction | None:
    """The first time with less than half left; the middle of the while in which it is exactly half."""
    shares = sorted(plain_curve(happened, waiting).items())
    below = [time for time, share in shares if share < Fraction(1, 2)]
    exactly = [time for time, share in shares if share == Fraction(1, 2)]
    if exactly:
        return Fraction(exactly[0] + (below[0] if below else max([*happened, *waiting])), 2)
    return Fraction(below[0]) if below else None
