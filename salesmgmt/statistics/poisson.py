"""How often something happens per unit of time: a rate and its exact interval (docs/algorithms/bench_depth.md)."""

from math import exp, lgamma, log, sqrt

from salesmgmt.statistics.wilson import CONFIDENCE, Interval

_HALVINGS = 100


def poisson_share(events: int, mean: float) -> float:
    """The chance of at most so many events where `mean` are expected."""
    if mean <= 0:
        return 1.0
    return min(1.0, sum(exp(count * log(mean) - mean - lgamma(count + 1)) for count in range(events + 1)))


def poisson_interval(events: int, *, confidence: float = CONFIDENCE) -> Interval:
    """The means which so many events do not contradict at this confidence: at either end, the chance of what was seen
    or of more extreme is half of what is left. Divide both ends by the exposure for a rate.

    F. Garwood (1936), "Fiducial limits for the Poisson distribution", Biometrika 28, 437-442. Raises ValueError for
    events below 0 or a confidence outside 0..1.
    """
    if events < 0:
        raise ValueError(f"{events} events cannot have happened: count from 0.")
    if not 0 < confidence < 1:
        raise ValueError(f"A confidence of {confidence} cannot be reached: it lies between 0 and 1.")
    tail = (1 - confidence) / 2
    low = 0.0 if events == 0 else _mean_where(events - 1, 1 - tail)
    return Interval(low, _mean_where(events, tail), confidence)


def _mean_where(events: int, share: float) -> float:
    """The mean at which at most so many events have this chance, which falls as the mean rises; by halving."""
    low, high = 0.0, events + 10 * sqrt(events + 1) + 20
    for _ in range(_HALVINGS):
        middle = (low + high) / 2
        low, high = (middle, high) if poisson_share(events, middle) > share else (low, middle)
    return (low + high) / 2
