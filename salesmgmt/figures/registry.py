"""Every figure of the product, by name; an app adds its own in its `figures.py`."""

from collections.abc import Iterator

from salesmgmt.accounts.models import User
from salesmgmt.figures.declaration import Figure
from salesmgmt.figures.refusals import UnknownFigure

_figures: dict[str, Figure] = {}


def register(figure: Figure) -> Figure:
    """Raises ValueError for a name that is taken."""
    if figure.name in _figures:
        raise ValueError(f"{figure.name} is declared twice: a figure has one declaration.")
    _figures[figure.name] = figure
    return figure


def unregister(name: str) -> None:
    del _figures[name]


def figures_for(user: User) -> Iterator[Figure]:
    """The figures that a person may ask, by name."""
    return (figure for _, figure in sorted(_figures.items()) if figure.allowed(user))


def is_offered(name: str, user: User) -> bool:
    """Whether a person may ask a figure."""
    figure = _figures.get(name)
    return figure is not None and figure.allowed(user)


def figure_for(name: str, user: User) -> Figure:
    """Raises UnknownFigure, also for a figure that the person may not ask."""
    if not is_offered(name, user):
        raise UnknownFigure(f"There is no figure {name}: see the catalogue at /figures/.", field="name")
    return _figures[name]
