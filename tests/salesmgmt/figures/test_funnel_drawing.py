"""The picture of a funnel: points where their n and value lie, and names where they cover no other."""

from fractions import Fraction

from salesmgmt.figures.funnel_drawing import FLOOR, LEFT, RIGHT, TOP, Spot, draw_funnel
from salesmgmt.statistics.funnel import mean_limits, share_limits


def spot(name, n, value, *, is_outside=False):
    return Spot(name=name, n=n, value=Fraction(value), words=f"{name}, n {n}", address="/x/", is_outside=is_outside)


def drawn(*spots, limits=lambda n: share_limits(Fraction(1, 2), n), whole=Fraction(1, 2)):
    return draw_funnel(spots, whole=whole, limits_at=limits, least=10, said=lambda value: f"{float(value):.3f}")


def corners(path):
    return [tuple(map(float, corner.split())) for corner in path.strip("MZ").split("L")]


def test_everything_lies_in_the_picture_and_higher_is_more():
    picture = drawn(spot("Rita", 100, 1), spot("Nora", 10, 0), spot("Max", 50, "1/2"))
    places = {mark.words[:4].strip(", "): (float(mark.x), float(mark.y)) for mark in picture.marks}
    assert places["Nora"] == (LEFT, FLOOR)
    assert places["Rita"][1] == TOP
    assert places["Max"][1] == float(picture.whole)
    assert LEFT < places["Max"][0] < places["Rita"][0] < RIGHT
    for x, y in [*corners(picture.band), *corners(picture.far[0]), *corners(picture.far[1])]:
        assert LEFT <= x <= RIGHT
        assert TOP <= y <= FLOOR
    assert [value for _, value in picture.values] == ["0.000", "0.500", "1.000"]


def test_the_farther_limits_enclose_the_band_which_narrows():
    picture = drawn(spot("Rita", 40, 20), limits=lambda n: mean_limits(Fraction(20), 10, n), whole=Fraction(20))
    band, low, high = corners(picture.band), corners(picture.far[0]), corners(picture.far[1])
    upper, lower = band[: len(band) // 2], band[len(band) // 2 :][::-1]
    assert all(h[1] < u[1] < v[1] < w[1] for h, u, v, w in zip(high, upper, lower, low, strict=True))
    assert lower[0][1] - upper[0][1] > lower[-1][1] - upper[-1][1]


def test_only_those_outside_are_named_and_never_one_upon_another():
    picture = drawn(
        spot("Rita", 40, "9/10", is_outside=True),
        spot("Nora", 41, "9/10", is_outside=True),
        spot("Max", 40, "1/2"),
        spot("Sam", 100, "1/10", is_outside=True),
    )
    named = {mark.label: mark.anchor for mark in picture.marks if mark.label}
    assert named == {"Rita": "start", "Sam": "end"}


def test_all_alike_is_still_a_picture():
    picture = drawn(spot("Rita", 10, 0), limits=lambda n: share_limits(Fraction(0), n), whole=Fraction(0))
    assert TOP < float(picture.whole) < FLOOR
