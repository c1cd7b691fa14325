"""The picture of a competency's course, worked out for an SVG: means of the bench and of the team, month by month, on
the scale of ratings."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction

from hiring.queries.bench_quality import Course, Rung

WIDTH, LEFT, RIGHT, TOP, FLOOR, HEIGHT = 560, 26, 460, 12, 156, 186
LOWEST, HIGHEST = 1, 5
APART = 18
"""What two labels at the end need between them."""
EVERY = 3
"""Every so many months one is named."""


@dataclass(frozen=True, slots=True)
class Line:
    """`path` has a gap where too few were rated; its last mean is a point with a label, which may stand aside of it."""

    path: str
    x: str
    y: str
    label_y: str
    mean: Fraction


@dataclass(frozen=True, slots=True)
class CoursePicture:
    bench: Line | None
    team: Line | None
    ratings: Sequence[tuple[str, int]]
    months: Sequence[tuple[str, str]]
    width: int = WIDTH
    height: int = HEIGHT
    left: int = LEFT
    right: int = RIGHT
    floor: int = FLOOR


def draw_course(course: Course) -> CoursePicture:
    """Lines are None where no month has a mean."""
    count = len(course.months)
    bench, team = ([getattr(month, whose) for month in course.months] for whose in ("bench", "team"))
    ends = _label_places(_last(bench), _last(team))
    named = [
        (f"{_x(place, count):.1f}", f"{month.first_day:%b %y}")
        for place, month in enumerate(course.months)
        if (count - 1 - place) % EVERY == 0
    ]
    return CoursePicture(
        bench=_line(bench, ends[0]),
        team=_line(team, ends[1]),
        ratings=[(f"{_y(rating):.1f}", rating) for rating in range(LOWEST, HIGHEST + 1)],
        months=named,
    )


def _line(rungs: Sequence[Rung], label_y: float) -> Line | None:
    last = _last(rungs)
    if last is None:
        return None
    place, mean = last
    return Line(" ".join(_strokes(rungs)), f"{_x(place, len(rungs)):.1f}", f"{_y(mean):.1f}", f"{label_y:.1f}", mean)


def _strokes(rungs: Sequence[Rung]) -> Iterator[str]:
    is_drawing = False
    for place, rung in enumerate(rungs):
        if rung.mean is not None:
            yield f"{'L' if is_drawing else 'M'}{_x(place, len(rungs)):.1f} {_y(rung.mean):.1f}"
        is_drawing = rung.mean is not None


def _last(rungs: Sequence[Rung]) -> tuple[int, Fraction] | None:
    """The last month that has a mean."""
    means = ((place, rung.mean) for place, rung in enumerate(rungs) if rung.mean is not None)
    return max(means, default=None)


def _label_places(bench: tuple[int, Fraction] | None, team: tuple[int, Fraction] | None) -> tuple[float, float]:
    """Level with their points, or moved apart where they would stand in each other."""
    above, below = (0.0 if last is None else _y(last[1]) for last in (bench, team))
    if bench is None or team is None or abs(above - below) >= APART:
        return above, below
    middle, aside = (above + below) / 2, APART / 2
    return (middle - aside, middle + aside) if bench[1] >= team[1] else (middle + aside, middle - aside)


def _x(place: int, count: int) -> float:
    return LEFT + (RIGHT - LEFT) * place / (count - 1)


def _y(rating: Fraction | int) -> float:
    return float(FLOOR - (FLOOR - TOP) * Fraction(rating - LOWEST, HIGHEST - LOWEST))
