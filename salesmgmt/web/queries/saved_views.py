"""The views of a list that a person may choose from, which every page of a list asks for."""

from functools import cache

from salesmgmt.accounts.models import User
from salesmgmt.common.drawn import Drawn
from salesmgmt.people.standing import SOMEBODY
from salesmgmt.web.models import SavedView


def views_of_list(code: str, *, reader: User) -> list[SavedView]:
    return _drawn(code).rows({SOMEBODY: reader.pk})


@cache
def _drawn(code: str) -> Drawn:
    return Drawn(lambda: SavedView.objects.of_list(code, reader=User(pk=SOMEBODY)))
