"""Who rates higher and who lower than others who saw the same, with its interval (docs/algorithms/leniency.md).

The additive two-way model: rating = cell + rater + noise, where a cell is one competency in one interview. Cells are
taken out by their means, so that only people who rated the same thing at the same time are compared; what is left is
least squares under the constraint that the effects sum to zero (H. Scheffé 1959, The Analysis of Variance, chapter 4,
unbalanced two-way layout). Noise is shared within a candidate, so the variance is the cluster-robust sandwich with one
cluster a candidate (K.-Y. Liang, S. Zeger 1986, Biometrika 73, 13-22; factor CR1), with Student's t on clusters - 1.
"""

# NumPy and SciPy take a second to import, which every process of the product would spend at its start: so they are
# imported where they are used.
from collections import defaultdict
from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Matrix = NDArray[np.float64]

LEAST_RATINGS, LEAST_CANDIDATES = 20, 8
"""With fewer that others rated, too, an interviewer's leniency is not told."""


@dataclass(frozen=True, slots=True)
class Rating:
    """What one rater gave in one cell of one candidate."""

    candidate: Hashable
    cell: Hashable
    rater: int
    value: float


@dataclass(frozen=True, slots=True)
class Leniency:
    """Points above (or below) the mean of those compared; `ratings` and `candidates` that others rated, too."""

    rater: int
    estimate: float
    low: float
    high: float
    ratings: int
    candidates: int

    @property
    def is_enough(self) -> bool:
        return self.ratings >= LEAST_RATINGS and self.candidates >= LEAST_CANDIDATES


def leniency(ratings: Iterable[Rating], *, confidence: float = 0.95) -> list[Leniency]:
    """Of everybody who can be compared, directly or through others, by rater; the largest such group where there are
    several, and nobody where no two rated the same."""
    import numpy as np
    from scipy.special import stdtrit

    shared = _largest_group(_shared(ratings))
    raters = sorted({rating.rater for rating in shared})
    candidates = {key: number for number, key in enumerate(dict.fromkeys(rating.candidate for rating in shared))}
    if len(raters) < 2 or len(candidates) < 2:
        return []
    place = {rater: number for number, rater in enumerate(raters)}
    x, y = _within_cells(shared, place)
    inverse = np.asarray(np.linalg.pinv(x.T @ x), dtype=np.float64)
    effects = inverse @ (x.T @ y)
    residuals = np.asarray(y - x @ effects, dtype=np.float64)
    variance = _sandwich(x, residuals, inverse, [candidates[rating.candidate] for rating in shared])
    half = stdtrit(len(candidates) - 1, (1 + confidence) / 2) * np.sqrt(np.diag(variance))
    return [_told(rater, effects[number], half[number], shared) for rater, number in place.items()]


def _shared(ratings: Iterable[Rating]) -> list[Rating]:
    """Those of cells that two or more people rated."""
    cells: dict[Hashable, list[Rating]] = defaultdict(list)
    for rating in ratings:
        cells[rating.cell].append(rating)
    return [each for of_cell in cells.values() if len({one.rater for one in of_cell}) > 1 for each in of_cell]


def _largest_group(ratings: Sequence[Rating]) -> list[Rating]:
    """The ratings of the largest group of raters who are linked by cells."""
    parent: dict[int, int] = {rating.rater: rating.rater for rating in ratings}

    def root(rater: int) -> int:
        while parent[rater] != rater:
            parent[rater] = parent[parent[rater]]
            rater = parent[rater]
        return rater

    first: dict[Hashable, int] = {}
    for rating in ratings:
        parent[root(rating.rater)] = root(first.setdefault(rating.cell, rating.rater))
    groups: dict[int, list[Rating]] = defaultdict(list)
    for rating in ratings:
        groups[root(rating.rater)].append(rating)
    return max(groups.values(), key=len, default=[])


def _within_cells(ratings: Sequence[Rating], place: dict[int, int]) -> "tuple[Matrix, Matrix]":
    """Indicators of raters and values, each less its mean in the cell."""
    import numpy as np

    x = np.zeros((len(ratings), len(place)))
    y = np.array([rating.value for rating in ratings], dtype=float)
    rows: dict[Hashable, list[int]] = defaultdict(list)
    for number, rating in enumerate(ratings):
        x[number, place[rating.rater]] = 1
        rows[rating.cell].append(number)
    for of_cell in rows.values():
        x[of_cell] -= x[of_cell].mean(axis=0)
        y[of_cell] -= y[of_cell].mean()
    return x, y


def _sandwich(x: "Matrix", residuals: "Matrix", inverse: "Matrix", clusters: Sequence[int]) -> "Matrix":
    """CR1; cells lie within clusters, so that only raters count as parameters."""
    import numpy as np

    scores = np.zeros((max(clusters) + 1, x.shape[1]))
    np.add.at(scores, list(clusters), x * residuals[:, None])
    n, groups, parameters = len(residuals), len(scores), x.shape[1] - 1
    factor = groups / (groups - 1) * (n - 1) / max(n - parameters, 1)
    variance: Matrix = factor * inverse @ (scores.T @ scores) @ inverse
    return variance


def _told(rater: int, effect: float, half: float, ratings: Sequence[Rating]) -> Leniency:
    own = [rating for rating in ratings if rating.rater == rater]
    candidates = {rating.candidate for rating in own}
    return Leniency(rater, float(effect), float(effect - half), float(effect + half), len(own), len(candidates))
