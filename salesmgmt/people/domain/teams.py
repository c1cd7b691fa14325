"""Creates, renames and moves teams, and brings retired ones back."""

from datetime import datetime

from django.db import transaction

from salesmgmt.accounts.models import User
from salesmgmt.common.constraints import refusing
from salesmgmt.events.domain.log import append
from salesmgmt.people.domain.retiring import bring_back
from salesmgmt.people.models import Team

_NAME = {
    "people_team_name_key": "There is already a team of this name; choose another name, or edit that team.",
    "a_team_has_a_name": "A team needs a name; write one.",
}
RETIRED_TEAM = "The team is retired; choose another one, or bring it back in the settings first."
_PARENT = {
    "no_team_in_use_stands_below_a_retired_one": RETIRED_TEAM,
    "a_team_is_not_its_own_parent": "A team cannot stand below itself; choose another parent team.",
    "the_team_tree_has_no_cycle": "The parent team stands below this one; choose a team outside of it.",
}


@transaction.atomic
def create_team(*, name: str, parent: Team | None, by: User, at: datetime) -> Team:
    with refusing(_NAME, field="name"), refusing(_PARENT, field="parent"):
        team = Team.objects.create(name=name.strip(), parent=parent)
    append(kind="team.created", subject=team, by=by, at=at, payload={"parent_id": parent.pk if parent else None})
    return team


@transaction.atomic
def edit_team(*, team: Team, name: str, parent: Team | None, by: User, at: datetime) -> Team:
    """Renames a team or hangs it elsewhere in the tree."""
    team = Team.objects.select_for_update().get(pk=team.pk)
    if (team.name, team.parent_id) == (name.strip(), parent.pk if parent else None):
        return team
    moved = team.parent_id != (parent.pk if parent else None)
    team.name, team.parent = name.strip(), parent
    with refusing(_NAME, field="name"), refusing(_PARENT, field="parent"):
        team.save()
    append(
        kind="team.moved" if moved else "team.renamed",
        subject=team,
        by=by,
        at=at,
        payload={"parent_id": parent.pk if parent else None},
    )
    return team


@transaction.atomic
def bring_team_back(*, team: Team, by: User, at: datetime) -> Team:
    """Takes a retired team into use again where it stood, and with it the retired ones above it, so that its figures
    add up as before."""
    above = team.parent
    if above is not None and above.retired_at is not None:
        bring_team_back(team=above, by=by, at=at)
    return bring_back(row=team, by=by, at=at)
