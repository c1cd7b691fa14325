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
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Sequence

    import numpy as np
    from numpy.typing import NDArray

    Numbers = NDArray[np.int64]
    Column = Sequence[int] | Numbers
    Matrix = NDArray[np.float64]

LEAST_RATINGS, LEAST_CANDIDATES = 20, 8
"""With fewer that others rated, too, an interviewer's leniency is not told."""


class Shared(NamedTuple):
    """Columns of as many rows: what two people rated of one candidate, in `cells` that so many `raters` rated (these
    two among them), and what the first gave in all of them, less what the second gave. There may be several rows of
    the same two."""

    candidates: "Column"
    firsts: "Column"
    seconds: "Column"
    raters: "Column"
    cells: "Column"
    differences: "Column"


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

    pairs = _Pairs(*(np.asarray(column, dtype=np.int64) for column in shared))
    if not len(pairs.candidates):
        return []
    raters, ends = _numbered(pairs)
    counts = _rated(pairs, ends, len(raters))
    kept = _in_largest_group(ends, counts)
    if not kept.all():
        pairs = _Pairs(*(column[kept] for column in pairs))
        raters, ends = _numbered(pairs)
        counts = _rated(pairs, ends, len(raters))
    weights = 1 / pairs.raters
    inverse = _inverse(_laplacian(ends, weights * pairs.cells, len(raters)))
    effects = inverse @ _signed(ends, weights * pairs.differences, len(raters))
    left = weights * (pairs.differences - pairs.cells * (effects[ends[0]] - effects[ends[1]]))
    groups, meat, seen = _by_candidate(pairs.candidates, ends, left, len(raters))
    if groups < 2:
        return []
    n, parameters = int(counts.sum()), len(raters) - 1
    factor = groups / (groups - 1) * (n - 1) / max(n - parameters, 1)
    variance = factor * ((inverse @ meat) * inverse).sum(axis=1)  # the diagonal of bread, meat and bread
    half = stdtrit(groups - 1, (1 + confidence) / 2) * np.sqrt(variance.clip(min=0))  # nought comes out a little less
    found = zip(raters, effects, effects - half, effects + half, counts, seen, strict=True)
    return [Leniency(int(who), float(b), float(low), float(high), int(n), int(c)) for who, b, low, high, n, c in found]


class _Pairs(NamedTuple):
    """The columns of `Shared` as numbers that are worked with together."""

    candidates: "Numbers"
    firsts: "Numbers"
    seconds: "Numbers"
    raters: "Numbers"
    cells: "Numbers"
    differences: "Numbers"


def _numbered(pairs: _Pairs) -> "tuple[Numbers, tuple[Numbers, Numbers]]":
    """The raters that there are, in order, and for the first and the second of each pair the place among them."""
    import numpy as np

    known = np.union1d(np.unique(pairs.firsts), np.unique(pairs.seconds))
    return known, (np.searchsorted(known, pairs.firsts), np.searchsorted(known, pairs.seconds))


def _rated(pairs: _Pairs, ends: "tuple[Numbers, Numbers]", size: int) -> "Numbers":
    """How many ratings of each rater others gave, too: a cell of n is in n - 1 pairs of each of them."""
    import numpy as np

    counts = np.zeros(size, dtype=np.int64)
    for raters in np.flatnonzero(np.bincount(pairs.raters)):
        alike = pairs.raters == raters
        met = sum(np.bincount(end[alike], weights=pairs.cells[alike], minlength=size) for end in ends)
        counts += np.rint(met).astype(np.int64) // (raters - 1)
    return counts


def _in_largest_group(ends: "tuple[Numbers, Numbers]", counts: "Numbers") -> "NDArray[np.bool_]":
    """Which pairs are of the group of raters, linked by cells, that has most ratings."""
    import numpy as np

    parent = list(range(len(counts)))

    def root(rater: int) -> int:
        while parent[rater] != rater:
            parent[rater] = parent[parent[rater]]
            rater = parent[rater]
        return rater

    met = np.flatnonzero(np.bincount(ends[0] * len(counts) + ends[1]))
    for first, second in zip(*(side.tolist() for side in np.divmod(met, len(counts))), strict=True):
        low, high = sorted((root(first), root(second)))
        parent[high] = low
    roots = np.array([root(rater) for rater in parent])
    largest = np.bincount(roots, weights=counts).argmax()
    kept: NDArray[np.bool_] = roots[ends[0]] == largest
    return kept


def _laplacian(ends: "tuple[Numbers, Numbers]", weights: "Matrix", size: int) -> "Matrix":
    """The normal equations' left side: each pair's weight at both of its raters, and less it where they meet."""
    import numpy as np

    met = np.bincount(ends[0] * size + ends[1], weights=weights, minlength=size * size).reshape(size, size)
    met += met.T
    return np.asarray(np.diag(met.sum(axis=0)) - met, dtype=np.float64)


def _inverse(laplacian: "Matrix") -> "Matrix":
    """Moore and Penrose's of what is left of a linked group, which lacks but the mean of all."""
    import numpy as np

    mean = 1 / len(laplacian)
    return np.asarray(np.linalg.inv(laplacian + mean) - mean, dtype=np.float64)


def _signed(ends: "tuple[Numbers, Numbers]", values: "Matrix", size: int) -> "Matrix":
    """Each pair's value at its first rater, and less it at its second."""
    import numpy as np

    first, second = (np.bincount(end, weights=values, minlength=size) for end in ends)
    return np.asarray(first - second, dtype=np.float64)


def _by_candidate(
    candidates: "Numbers", ends: "tuple[Numbers, Numbers]", left: "Matrix", size: int
) -> "tuple[int, Matrix, Numbers]":
    """How many candidates there are; the sum over them of the outer product of what is left of each rater's; and how
    many of them each rater saw.

    A product of sums is the sum of products, so each pair of a candidate is multiplied with each, for all candidates
    with as many pairs together; few raters see a candidate.
    """
    import numpy as np

    order = np.argsort(candidates)
    starts = np.flatnonzero(np.diff(candidates[order], prepend=-1))
    sizes = np.diff(starts, append=len(order))
    meat, seen = np.zeros((size, size)), np.zeros(size, dtype=np.int64)
    for many in np.unique(sizes):
        of_one = order[starts[sizes == many][:, None] + np.arange(many)]
        first, second, score = ends[0][of_one], ends[1][of_one], left[of_one]
        product = (score[:, :, None] * score[:, None, :]).ravel()
        for sign, one, other in ((1, first, first), (1, second, second), (-1, first, second)):
            at = (one[:, :, None] * size + other[:, None, :]).ravel()
            added = sign * np.bincount(at, weights=product, minlength=size * size).reshape(size, size)
            meat += added if one is other else added + added.T
        who = np.sort(np.concatenate((first, second), axis=1), axis=1)
        seen += np.bincount(who[np.diff(who, axis=1, prepend=-1) > 0], minlength=size)
    return len(starts), meat, seen
