"""Saves views of lists, shares and removes them. Each is its owner's to change."""

from datetime import datetime

from django.db import transaction

from salesmgmt.accounts.models import User
from salesmgmt.common.constraints import refusing
from salesmgmt.common.problems import Conflict, NotAllowed, Refused
from salesmgmt.events.domain.log import append
from salesmgmt.people.models import Membership, Team
from salesmgmt.web.domain.undoing import offer_undo
from salesmgmt.web.models import DefaultView, SavedView, Undo

SENTENCES = {
    "a_view_has_a_name": "A view needs a name; write one.",
    "a_person_has_one_view_of_a_name": "You have a view of this name here; choose another, or save that one.",
}


@transaction.atomic
def save_view(
    *, list_code: str, name: str, query: str, is_shared: bool, is_default: bool, by: User, at: datetime
) -> SavedView:
    """Keeps a query of a list under a name, for oneself or also for the people of one's team."""
    view = SavedView(list_code=list_code, owner=by, created_at=at, query=query)
    _name(view, name, is_shared, by)
    _open_with(view, is_default, by)
    append(kind="view.saved", subject=view, by=by, at=at, payload={"team_id": view.team_id})
    return view


@transaction.atomic
def change_view(
    *,
    view: SavedView,
    name: str,
    query: str,
    is_shared: bool,
    is_default: bool,
    by: User,
    at: datetime,
    expected_version: int | None = None,
) -> SavedView:
    """Renames, shares and narrows a view anew."""
    view = _lock(view, by, expected_version)
    view.query, view.version = query, view.version + 1
    _name(view, name, is_shared, by)
    _open_with(view, is_default, by)
    append(kind="view.changed", subject=view, by=by, at=at, payload={"team_id": view.team_id})
    return view


@transaction.atomic
def open_with(*, view: SavedView, is_default: bool, by: User, at: datetime) -> None:
    """Lets a list open with a view for one person; it may be their team's."""
    _open_with(view, is_default, by)
    append(kind="view.chosen", subject=view, by=by, at=at, payload={"is_default": is_default})


@transaction.atomic
def remove_view(*, view: SavedView, by: User, at: datetime) -> Undo:
    view = _lock(view, by, None)
    view.removed_at, view.version = at, view.version + 1
    view.save(update_fields=["removed_at", "version"])
    append(kind="view.removed", subject=view, by=by, at=at)
    params = {"view_id": view.pk, "version": view.version}
    return offer_undo(verb="web.remove_view", subject=view, params=params, by=by, at=at)


@transaction.atomic
def restore_view(*, view: SavedView, by: User, at: datetime, expected_version: int) -> SavedView:
    view = _lock(view, by, expected_version)
    view.removed_at, view.version = None, view.version + 1
    with refusing(SENTENCES, field="name"):
        view.save(update_fields=["removed_at", "version"])
    append(kind="view.restored", subject=view, by=by, at=at)
    return view


def _lock(view: SavedView, by: User, expected_version: int | None) -> SavedView:
    locked = SavedView.objects.select_for_update().get(pk=view.pk)
    if locked.owner_id != by.pk:
        raise NotAllowed(f"The view {locked} belongs to somebody else; save it as your own, then change that.")
    if expected_version is not None and locked.version != expected_version:
        raise Conflict(f"The view {locked} was changed in between; look at it again, then repeat.")
    return locked


def _name(view: SavedView, name: str, is_shared: bool, by: User) -> None:
    view.name, view.team = name.strip(), _team_of(by) if is_shared else None
    with refusing(SENTENCES, field="name"):
        view.save()


def _team_of(by: User) -> Team:
    place = Membership.objects.today().filter(user=by).select_related("team").first()
    if place is None:
        raise Refused(
            "You stand in no team today, so there is nobody to share with; keep the view to yourself.",
            code="no_team",
            field="is_shared",
        )
    return place.team


def _open_with(view: SavedView, is_default: bool, by: User) -> None:
    if is_default:
        DefaultView.objects.update_or_create(user=by, list_code=view.list_code, defaults={"view": view})
    else:
        DefaultView.objects.filter(user=by, view=view).delete()
