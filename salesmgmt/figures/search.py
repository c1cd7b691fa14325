"""Figures are found by their titles and definitions."""

from collections.abc import Iterator

from django.urls import reverse

from salesmgmt.accounts.models import User
from salesmgmt.figures.registry import figures_for
from salesmgmt.search.kinds import Entry, EntryKind, register_search


def entries(user: User) -> Iterator[Entry]:
    for figure in figures_for(user):
        yield Entry(figure.title, reverse("figures:report", args=[figure.name]), "insights", also=figure.name)


register_search(EntryKind("figures.figure", "Figures", "insights", order=70, entries=entries))
