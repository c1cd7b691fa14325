"""The team tree as a list to be shown, each team below its parent."""

from dataclasses import dataclass

from salesmgmt.people.models import Membership, Team


@dataclass(frozen=True)
class Branch:
    """A team with how deep it stands and how many people are in it today, and in it and below."""

    team: Team
    depth: int
    members: int
    members_below: int

    @property
    def indent(self) -> int:
        """How far its name stands in, in pixels."""
        return 20 * self.depth - 8


def team_tree() -> list[Branch]:
    """All teams in use in two queries, parents before their children, by name; none of them is below a retired one."""
    children: dict[int | None, list[Team]] = {}
    for team in Team.objects.offered():
        children.setdefault(team.parent_id, []).append(team)
    members: dict[int, int] = {}
    for team_id in Membership.objects.today().values_list("team_id", flat=True):
        members[team_id] = members.get(team_id, 0) + 1

    def below(team: Team) -> int:
        return members.get(team.pk, 0) + sum(below(child) for child in children.get(team.pk, []))

    def walk(parent_id: int | None, depth: int) -> list[Branch]:
        branches = []
        for team in children.get(parent_id, []):
            branches.append(Branch(team, depth, members.get(team.pk, 0), below(team)))
            branches += walk(team.pk, depth + 1)
        return branches

    return walk(None, 0)
