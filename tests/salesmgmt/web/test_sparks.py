"""A sparkline: where its points lie, and that it says what it shows."""

from decimal import Decimal

from django.template import Context, Template

from salesmgmt.web.components.sparks import spark


def test_points_run_from_left_to_right_on_a_scale_from_nought():
    drawn = spark([0, 5, 10], title="Won: 0, 5, 10")
    assert '<path d="M3.0 21.0 36.0 12.0 69.0 3.0"/>' in drawn
    assert '<circle class="end" cx="69.0" cy="3.0" r="2"/>' in drawn
    assert "<title>Won: 0, 5, 10</title>" in drawn
    assert 'role="img"' in drawn


def test_what_is_normal_is_dashed_and_is_on_the_scale():
    drawn = spark([Decimal(1), Decimal("2.5")], title="x", normal=5)
    assert '<path class="norm" d="M0 3.0h72"/>' in drawn
    assert '<path d="M3.0 17.4 69.0 12.0"/>' in drawn


def test_nothing_but_noughts_lies_on_the_ground():
    assert 'd="M3.0 21.0 69.0 21.0"' in spark([0, 0], title="x")


def test_one_value_has_no_course():
    assert spark([7], title="x") == ""


def test_the_title_is_escaped_in_templates():
    drawn = Template("{% load ui %}{% spark values title=words %}").render(Context({"values": [1, 2], "words": "<b>"}))
    assert "<title>&lt;b&gt;</title>" in drawn
