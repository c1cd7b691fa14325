"""An act on the page of one row: a small form, one domain call, and the page again with what came of it."""

from collections.abc import Callable
from datetime import datetime
from typing import Any, Protocol, TypeVar

from django.db.models import Model
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from salesmgmt.common.problems import Conflict, NotAllowed, Refused

Row = TypeVar("Row", bound=Model)


class Form(Protocol):
    def is_valid(self) -> bool: ...
    def refuse(self, error: Refused) -> None: ...
    def stand_again(self) -> None: ...


def version_looked_at(request: HttpRequest) -> int | None:
    """The version that was looked at: out of the form, or out of the address that Undo posts to; None where neither
    says one."""
    text = request.POST.get("version") or request.GET.get("version", "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else None


def act_on(
    request: HttpRequest,
    *,
    read: Callable[[], Row],
    form_of: Callable[[Row], Form],
    do: Callable[..., Any],
    draw: Callable[..., HttpResponse],
    done: Callable[[Row, Any, datetime], HttpResponse],
) -> HttpResponse:
    """`do(row, form, by=, at=)` is the domain call, `done(row, what it returned, at)` the answer when it is done.

    `draw(row, status=…)` shows the page otherwise: a refusal stands in the form (`bound`), a `conflict` above the row
    as it is now, with what was typed in the form still. NotAllowed is raised further.
    """
    row = read()
    form, now = form_of(row), timezone.now()
    if not form.is_valid():
        return draw(row, status=422, bound=form)
    try:
        result = do(row, form, by=request.user, at=now)
    except NotAllowed:
        raise
    except Conflict as error:
        row = read()
        form = form_of(row)
        form.stand_again()
        return draw(row, status=409, conflict=error.message, bound=form)
    except Refused as error:
        form.refuse(error)
        return draw(row, status=422, bound=form)
    return done(row, result, now)
