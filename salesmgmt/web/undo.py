"""What of lists can be taken back: an act on many rows, and the removal of a saved view."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from salesmgmt.accounts.models import User
from salesmgmt.common.problems import Conflict
from salesmgmt.web.undoing import Back, seen, undoable

NAMED = 5
"""So many rows that stay as they are are named in the sentence."""


@undoable("web.bulk_act", title="An act on many rows", window=timedelta(minutes=10))
def take_bulk_act_back(*, params: Mapping[str, Any], by: User, at: datetime) -> Back:
    """Row by row; those changed since stay, and are named. Refused where that is all of them."""
    from salesmgmt.people.models import Company
    from salesmgmt.web.lists.acting import give_back
    from salesmgmt.web.lists.declaration import Reader
    from salesmgmt.web.lists.registry import list_of_code

    listed = list_of_code(params["list"])
    assert listed is not None, "a list keeps its code"
    act = next(each for each in listed.acts if each.name == params["act"])
    rows = listed.rows(Reader(by, Company.objects.current(), at))
    taken = rows.model.objects.all() if act.gives_away else rows
    outcome = give_back(act=act, done=params["done"], rows=taken, by=by, at=at)
    left = [each.row for each in outcome.not_done]
    seen_still = {*rows.filter(pk__in=[row.pk for row in left[:NAMED]]).values_list("pk", flat=True)}
    names = ", ".join(str(row) for row in left[:NAMED] if row.pk in seen_still)
    count = len(outcome.done)
    if not count:
        way_out = f"look at them one by one: {names}" if names else "ask whose they are now"
        raise Conflict(f"None of these {listed.plural} is as the act left it; {way_out}.")
    words = f"{act.title}: taken back for {count:,} {listed.noun(count)}"
    if left:
        words += f"; {len(left):,} changed since and stay{'s' if len(left) == 1 else ''}"
        words += f": {names}{'…' if len(left) > NAMED else ''}" if names else ""
    return Back(words)


@undoable("web.remove_view", title="Removing a view", window=timedelta(minutes=10))
def bring_view_back(*, params: Mapping[str, Any], by: User, at: datetime) -> Back:
    from salesmgmt.web.domain.saved_views import restore_view
    from salesmgmt.web.models import SavedView

    view = seen(SavedView.objects.filter(owner=by), params["view_id"])
    restored = restore_view(view=view, by=by, at=at, expected_version=params["version"])
    return Back(f"The view {restored} is back")
