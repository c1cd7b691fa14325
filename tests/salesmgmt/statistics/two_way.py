"""Ratings one by one: as the pairs that the engine of leniency takes, and compared by a plain way of the tests' own."""

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations
from math import sqrt

import numpy as np
from scipy.stats import t

from salesmgmt.statistics.leniency import Shared


@dataclass(frozen=True)
class Rating:
    """What one rater gave in one cell of one candidate."""

    candidate: int
    cell: object
    rater: int
    value: int


def cells_of(ratings: Sequence[Rating]) -> list[list[Rating]]:
    """Those that two or more people rated."""
    cells = defaultdict(list)
    for each in ratings:
        cells[each.cell].append(each)
    return [of_cell for of_cell in cells.values() if len(of_cell) > 1]


def pairs_of(ratings: Sequence[Rating]) -> Shared:
    """A row for each two ratings of a cell: nothing is added up."""
    return in_columns(
        [
            (one.candidate, one.rater, other.rater, len(of_cell), 1, one.value - other.value)
            for of_cell in cells_of(ratings)
            for one, other in combinations(of_cell, 2)
        ]
    )


def in_columns(rows: Sequence[tuple[int, ...]]) -> Shared:
    return Shared(*zip(*rows, strict=True)) if rows else Shared(*[()] * len(Shared._fields))


def one_by_one(ratings: Sequence[Rating]) -> dict[int, tuple[float, float, float, int, int]]:
    """Estimate, ends, ratings and candidates of each rater, all of whom must be linked: a column of indicators for each
    rater and each cell, and the least of all solutions."""
    shared = [each for of_cell in cells_of(ratings) for each in of_cell]
    raters = sorted({each.rater for each in shared})
    columns = [("rater", rater) for rater in raters] + list(dict.fromkeys(("cell", each.cell) for each in shared))
    x = np.array([[(kind, key) in row_keys(each) for kind, key in columns] for each in shared], dtype=float)
    y = np.array([each.value for each in shared], dtype=float)
    solution = np.linalg.lstsq(x, y, rcond=None)[0]
    residuals = y - x @ solution
    within = centred(x[:, : len(raters)], shared)
    bread = np.linalg.pinv(within.T @ within)
    clusters = sorted({each.candidate for each in shared})
    meat = np.zeros_like(bread)
    for candidate in clusters:
        score = sum(within[n] * residuals[n] for n, each in enumerate(shared) if each.candidate == candidate)
        meat += np.outer(score, score)
    n, groups = len(shared), len(clusters)
    variance = groups / (groups - 1) * (n - 1) / max(n - len(raters) + 1, 1) * bread @ meat @ bread
    effects = solution[: len(raters)] - solution[: len(raters)].mean()
    counts = Counter(each.rater for each in shared)
    told = {}
    for place, rater in enumerate(raters):
        half = t.ppf(0.975, groups - 1) * sqrt(max(variance[place, place], 0))
        seen = len({each.candidate for each in shared if each.rater == rater})
        told[rater] = (effects[place], effects[place] - half, effects[place] + half, counts[rater], seen)
    return told


def row_keys(each: Rating) -> set[tuple[str, object]]:
    return {("rater", each.rater), ("cell", each.cell)}


def centred(x, shared: Sequence[Rating]):
    """Each row less the mean of its cell's rows."""
    rows = []
    for each, row in zip(shared, x, strict=True):
        mates = [other for mate, other in zip(shared, x, strict=True) if mate.cell == each.cell]
        rows.append(row - sum(mates) / len(mates))
    return np.array(rows)
