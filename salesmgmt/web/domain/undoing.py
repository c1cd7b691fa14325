"""Offers to take acts back, and takes them back, once."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import models, transaction

from salesmgmt.accounts.models import User
from salesmgmt.common.problems import Refused
from salesmgmt.web.models import Undo
from salesmgmt.web.undoing import Back, undoable_of


def offer_undo(*, verb: str, subject: models.Model | None, params: Mapping[str, Any], by: User, at: datetime) -> Undo:
    """Keeps what the inverse of an act needs. Belongs in the transaction of the act."""
    return Undo.objects.create(
        verb=verb,
        by=by,
        subject_kind=subject._meta.label_lower if subject is not None else "",
        subject_id=subject.pk if subject is not None else None,
        params=dict(params),
        offered_at=at,
        until_at=at + undoable_of(verb).window,
    )


def offered(subject: models.Model, *, by: User, at: datetime) -> Undo | None:
    """What the act that the person did to a row at this very instant may be taken back with."""
    return Undo.objects.about(subject).filter(by=by, offered_at=at).last()


@transaction.atomic
def take_back(*, undo: Undo, by: User, at: datetime) -> Back:
    """Runs the inverse of an act, once.

    Raises Refused when it was taken back already, when its window has passed, or whatever the inverse refuses.
    """
    locked = Undo.objects.select_for_update().get(pk=undo.pk)
    declared = locked.undoable
    if locked.taken_back_at is not None:
        raise Refused(
            f"{declared.title}: this was taken back already; look at it again to see how it is now.", code="taken_back"
        )
    if at >= locked.until_at:
        raise Refused(
            f"{declared.title}: this could be undone for {declared.window_words}; change it to what it should be.",
            code="too_late",
        )
    back = declared.take_back(params=locked.params, by=by, at=at)
    locked.taken_back_at, locked.taken_back_by = at, by
    locked.save(update_fields=["taken_back_at", "taken_back_by"])
    return back


def use_up(*, verb: str, params: Mapping[str, Any], by: User, at: datetime) -> None:
    """An act is taken back on a page of its own, so the offer to do it goes. Comes before the rows of the act are
    locked: `take_back` locks the offer first, too."""
    standing = Undo.objects.filter(verb=verb, params=dict(params), taken_back_at__isnull=True)
    standing.update(taken_back_at=at, taken_back_by=by)


def withdraw(*, verb: str, params: Mapping[str, Any]) -> None:
    """An act has come to an end without changing anything, so the offer to take it back goes; unless somebody is just
    taking it up, who is then told so."""
    offers = Undo.objects.filter(verb=verb, params=dict(params), taken_back_at__isnull=True)
    Undo.objects.filter(pk__in=[each.pk for each in offers.select_for_update(skip_locked=True)]).delete()


def forget_undos(*, at: datetime) -> int:
    """Removes the offers whose window has passed; how many."""
    return Undo.objects.filter(until_at__lte=at).delete()[0]
