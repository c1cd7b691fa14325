"""Where the people of sales_teams.csv stand: a team per region, below it a team per manager, an office per region."""

from collections.abc import Mapping
from functools import cached_property

from pipeline.crm.identities import known_people
from salesmgmt.accounts.models import User
from salesmgmt.imports.choices import Verdict
from salesmgmt.imports.models import StagedRow
from salesmgmt.imports.registry import Chunk
from salesmgmt.people.domain.calendars import create_office
from salesmgmt.people.domain.members import Place
from salesmgmt.people.domain.teams import create_team
from salesmgmt.people.models import Company, Office, Team, WorkingCalendar


def team_of(leader: str) -> str:
    """What the team of a manager is called."""
    return f"{leader}’s team"[:100]


class Places:
    """Finds a person's place in the file, and creates the teams and offices that it takes."""

    def __init__(self, chunk: Chunk) -> None:
        self.chunk = chunk
        rows = StagedRow.objects.filter(batch=chunk.batch, file=chunk.file).exclude(verdict=Verdict.REFUSED)
        self.rows: dict[str, Mapping[str, str | None]] = dict(rows.values_list("key", "values"))
        self.managers = {row["manager"] for row in self.rows.values() if row["manager"]}

    def depth(self, name: str) -> int:
        """How many managers of the file stand above somebody."""
        depth = 0
        while name in self.rows and (manager := self.rows[name]["manager"]):
            name, depth = manager, depth + 1
        return depth

    def place_of(self, name: str) -> Place:
        manager = self.rows[name]["manager"] if name in self.rows else None
        region = self._region(name)
        return Place(
            team=self._team(name, manager, region),
            manager=User.objects.get(pk=known_people(self.chunk.batch.kind)[manager]) if manager else None,
            office=self._office(region) if region else None,
        )

    def _region(self, name: str) -> str | None:
        """A person's own region, or the one that all of a manager's people are in."""
        if name in self.rows:
            return self.rows[name]["regional_office"]
        regions = {row["regional_office"] for row in self.rows.values() if row["manager"] == name}
        return regions.pop() if len(regions) == 1 else None

    def _team(self, name: str, manager: str | None, region: str | None) -> Team:
        above = self._get_team(region, self._head) if region else self._head
        leader = name if name in self.managers else manager
        if leader is None:
            return above
        return self._get_team(team_of(leader), self._parent_of(leader))

    def _parent_of(self, leader: str) -> Team:
        region = self._region(leader)
        return self._get_team(region, self._head) if region else self._head

    def _get_team(self, name: str, parent: Team) -> Team:
        team = Team.objects.filter(name=name[:100]).first()
        return team or create_team(name=name[:100], parent=parent, by=self.chunk.by, at=self.chunk.at)

    def _office(self, name: str) -> Office:
        office = Office.objects.filter(name=name).first()
        return office or create_office(
            name=name, zone=self._company.zone, calendar=self._calendar, by=self.chunk.by, at=self.chunk.at
        )

    @cached_property
    def _head(self) -> Team:
        """The company's own team: the first one without a parent."""
        return Team.objects.filter(parent=None).order_by("pk")[0]

    @cached_property
    def _company(self) -> Company:
        return Company.objects.current()

    @cached_property
    def _calendar(self) -> WorkingCalendar:
        return WorkingCalendar.objects.order_by("pk")[0]
