"""Who rates higher and who lower than others who saw the same, with its interval (docs/algorithms/leniency.md).

The additive two-way model: rating = cell + rater + noise, where a cell is one competency in one interview. Cells are
taken out by their means, so that only people who rated the same thing at the same time are compared; what is left is
least squares under the constraint that the effects sum to zero (H. Scheffé 1959, The Analysis of Variance, chapter 4,
unbalanced two-way layout). Noise is shared within a candidate, so the variance is the cluster-robust sandwich with one
cluster a candidate (K.-Y. Liang, S. Zeger 1986, Biometrika 73, 13-22; factor CR1), with Student's t on clusters - 1.

What a cell of n ratings adds to the normal equations is what its pairs add, each of them 1/n of their difference: so
counts of cells and sums of differences, by candidate and pair, are all that is asked for.
"""

# NumPy and SciPy take a second to import, which every process of the product would spend at its start: so they are
# imported where they are used.
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Numbers = NDArray[np.int64]
    Matrix = NDArray[np.float64]

LEAST_RATINGS, LEAST_CANDIDATES = 20, 8
"""With fewer that others rated, too, an interviewer's leniency is not told."""


class Shared(NamedTuple):
    """Columns of as many rows: what two people rated of one candidate, in `cells` that so many `raters` rated (these
    two among them), and what the first gave in all of them, less what the second gave. There may be several rows of
    the same two."""

    candidates: Sequence[int]
    firsts: Sequence[int]
    seconds: Sequence[int]
    raters: Sequence[int]
    cells: Sequence[int]
    differences: Sequence[int]


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


def leniency(shared: Shared, *, confidence: float = 0.95) -> list[Leniency]:
    """Of everybody who can be compared, directly or through others, by rater; the largest such group where there are
    several (of two as large the one of the lowest rater), and nobody where no two rated the same."""
    import numpy as np
    from scipy.special import stdtrit

    if not shared.candidates:
        return []
    rows = np.array(shared, dtype=np.int64).T
    raters, ends = _numbered(rows[:, 1:3])
    kept = _in_largest_group(ends, _rated(rows, ends, len(raters)))
    if not kept.all():
        rows = rows[kept]
        raters, ends = _numbered(rows[:, 1:3])
    candidates, clusters = _numbered(rows[:, 0])
    if len(candidates) < 2:
        return []
    counts = _rated(rows, ends, len(raters))
    weights = 1 / rows[:, 3]
    inverse = _inverse(_laplacian(ends, weights * rows[:, 4], len(raters)))
    effects = inverse @ _signed(ends, weights * rows[:, 5], len(raters))
    left = weights * (rows[:, 5] - rows[:, 4] * (effects[ends[:, 0]] - effects[ends[:, 1]]))
    meat, seen = _by_candidate(clusters, ends, left, len(raters))
    groups, n, parameters = len(candidates), int(counts.sum()), len(raters) - 1
    factor = groups / (groups - 1) * (n - 1) / max(n - parameters, 1)
    variance = np.diag(factor * inverse @ meat @ inverse).clip(min=0)  # nought comes out as a little less
    half = stdtrit(groups - 1, (1 + confidence) / 2) * np.sqrt(variance)
    found = zip(raters, effects, effects - half, effects + half, counts, seen, strict=True)
    return [Leniency(int(who), float(b), float(low), float(high), int(n), int(c)) for who, b, low, high, n, c in found]


def _numbered(keys: "Numbers") -> "tuple[Numbers, Numbers]":
    """The keys that there are, in order, and for each given one its place among them."""
    import numpy as np

    known, places = np.unique(keys, return_inverse=True)
    return known, places.reshape(keys.shape)


def _rated(rows: "Numbers", ends: "Numbers", size: int) -> "Numbers":
    """How many ratings of each rater others gave, too: a cell of n is in n - 1 pairs of each of them."""
    import numpy as np

    counts = np.zeros(size, dtype=np.int64)
    for raters in np.unique(rows[:, 3]):
        alike = rows[:, 3] == raters
        pairs = np.bincount(ends[alike].ravel(), weights=np.repeat(rows[alike, 4], 2), minlength=size)
        counts += np.rint(pairs).astype(np.int64) // (raters - 1)
    return counts


def _in_largest_group(ends: "Numbers", counts: "Numbers") -> "NDArray[np.bool_]":
    """Which rows are of the group of raters, linked by cells, that has most ratings."""
    import numpy as np

    parent = list(range(len(counts)))

    def root(rater: int) -> int:
        while parent[rater] != rater:
            parent[rater] = parent[parent[rater]]
            rater = parent[rater]
        return rater

    met = np.flatnonzero(np.bincount(ends[:, 0] * len(counts) + ends[:, 1]))
    for first, second in zip(*(side.tolist() for side in np.divmod(met, len(counts))), strict=True):
        low, high = sorted((root(first), root(second)))
        parent[high] = low
    roots = np.array([root(rater) for rater in parent])
    largest = np.bincount(roots, weights=counts).argmax()
    kept: NDArray[np.bool_] = roots[ends[:, 0]] == largest
    return kept


def _laplacian(ends: "Numbers", weights: "Matrix", size: int) -> "Matrix":
    """The normal equations' left side: each pair's weight at both of its raters, and less it where they meet."""
    import numpy as np

    met = np.bincount(ends[:, 0] * size + ends[:, 1], weights=weights, minlength=size * size).reshape(size, size)
    met += met.T
    return np.asarray(np.diag(met.sum(axis=0)) - met, dtype=np.float64)


def _inverse(laplacian: "Matrix") -> "Matrix":
    """Moore and Penrose's of what is left of a linked group, which lacks but the mean of all."""
    import numpy as np

    mean = 1 / len(laplacian)
    return np.asarray(np.linalg.inv(laplacian + mean) - mean, dtype=np.float64)


def _signed(ends: "Numbers", values: "Matrix", size: int) -> "Matrix":
    """Each row's value at its first rater, and less it at its second."""
    import numpy as np

    first, second = (np.bincount(ends[:, place], weights=values, minlength=size) for place in (0, 1))
    return np.asarray(first - second, dtype=np.float64)


def _by_candidate(clusters: "Numbers", ends: "Numbers", left: "Matrix", size: int) -> "tuple[Matrix, Numbers]":
    """The sum over candidates of the outer product of what is left of each rater's, and how many candidates each saw.

    Few raters see a candidate, so products are made of those alone, for all candidates with as many raters together.
    """
    import numpy as np

    places, where = np.unique(np.repeat(clusters, 2) * size + ends.ravel(), return_inverse=True)
    scores = np.bincount(where, weights=(left[:, None] * [1.0, -1.0]).ravel())
    whose, raters = np.divmod(places, size)
    sizes = np.bincount(whose)
    meat = np.zeros(size * size)
    for many in np.unique(sizes):
        alike = sizes[whose] == many
        who, score = raters[alike].reshape(-1, many), scores[alike].reshape(-1, many)
        at = who[:, :, None] * size + who[:, None, :]
        product = score[:, :, None] * score[:, None, :]
        meat += np.bincount(at.ravel(), weights=product.ravel(), minlength=size * size)
    return meat.reshape(size, size), np.bincount(raters, minlength=size)
