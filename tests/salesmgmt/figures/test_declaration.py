"""A declaration that cannot work is refused where it is written."""

from dataclasses import replace

import pytest

from salesmgmt.figures import registry
from salesmgmt.figures.aggregates import Sum, exact
from salesmgmt.figures.declaration import Measure, Unit
from salesmgmt.figures.queries.rows import shown_rows
from salesmgmt.figures.scope import Scope
from tests.salesmgmt.figures.toy import COUNT, declared


def test_a_sentence_may_only_use_what_the_figure_has():
    with pytest.raises(KeyError, match="median"):
        declared(sentence="There are {median} deals.")


def test_a_figure_that_leaves_rows_out_says_why():
    with pytest.raises(ValueError, match="leaves out without why"):
        declared(left_out=COUNT.source)


@pytest.mark.parametrize("name", ["Toy", "toy deals", "toy.deals.more", "toy'; --"])
def test_a_name_is_an_identifier(name):
    with pytest.raises(ValueError, match="cannot be a name"):
        declared(name=name)


def test_a_contribution_column_is_an_identifier():
    measure = Measure(name="total", label="Total", unit=Unit.MONEY, aggregate=Sum('amount") --'))
    with pytest.raises(ValueError, match="cannot be a name"):
        declared(measures=(measure,))


def test_a_figure_measures_something():
    with pytest.raises(ValueError, match="measures nothing"):
        declared(measures=())


def test_a_parameter_exists():
    with pytest.raises(ValueError, match="which no scope has"):
        declared(parameters=frozenset({"from", "colour"}))


def test_a_name_is_taken_once():
    with pytest.raises(ValueError, match="declared twice"):
        registry.register(declared(title="Another"))
    assert registry._figures[COUNT.name] is COUNT


def test_floats_do_not_become_figures():
    with pytest.raises(TypeError, match="floats"):
        exact(0.1)


def test_a_measure_cannot_be_changed():
    with pytest.raises(AttributeError):
        COUNT.measures[0].name = "other"
    assert replace(COUNT.measures[0], name="other").name == "other"


@pytest.mark.django_db
def test_rows_say_codes_in_words(cast, at):
    """Whatever column shows a field with choices."""
    coded = []
    for figure in registry.figures_for(cast.olga):
        shown = shown_rows(figure, Scope(user=cast.olga, at=at)).query.annotations
        coded += [
            f"{figure.name} {column.name}"
            for column in figure.columns
            if column.says is None and _is_code(shown[f"column_{column.name}"])
        ]
    assert coded == []


def _is_code(expression):
    choices = getattr(expression.output_field, "choices", None) or ()
    return any(code != label for code, label in choices)
