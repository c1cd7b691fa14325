"""Who works at the company: the cast, the first reps, then hires from the bench and leavers, month by month."""

from collections.abc import Iterator
from datetime import date, timedelta
from random import Random

from salesmgmt.demo.world.days import instant, monday_on_or_after, number_of
from salesmgmt.demo.world.facts import PROFILES, TEAMS, Applicant, Arguments, Person
from salesmgmt.demo.world.names import Addresses, person_name
from salesmgmt.demo.world.truth import StaffTruth

DOMAIN = "kestrel.example"
CAST: tuple[tuple[str, str, tuple[str, ...], str], ...] = (
    ("Olga Petrova", "", ("ADMIN",), "Sales ops and admin: settings, people, fairness, the sample company"),
    ("Max Adler", "Team North", ("MANAGER",), "Sales manager of Team North: bench, ramp, pipeline of his people"),
    ("Mona Reuter", "Team South", ("MANAGER",), "Sales manager of Team South"),
    ("Amara Okafor", "Team Atlantic", ("MANAGER",), "Sales manager of Team Atlantic, in Toronto"),
    ("Finn Fisker", "", ("FINANCE",), "Finance: reads and closes pay"),
    ("Carla Cortés", "", ("COMP_ADMIN",), "Compensation admin: plans, quotas, runs"),
    ("Rosa Reyes", "", ("RECRUITER",), "Recruiter: candidates, stages, the bench"),
    ("Ivan Kovač", "", ("INTERVIEWER",), "Interviewer: his interviews and scorecards"),
    ("Ida Lund", "", ("STAFF",), "IT: her items of new hires' journeys"),
    ("Rita Sandoval", "Team North", ("REP",), "Rep: her deals, her statement"),
    ("Sam Whitfield", "Team North", ("REP", "INTERVIEWER"), "Rep who also interviews"),
    ("Priya Nair", "Team South", ("REP", "INTERVIEWER"), "Rep who also interviews"),
)
"""Name, team, roles, what to look at as them."""
NEW_HIRE = ("Nora Lindqvist", "New hire: her journey, three weeks in")
INTERVIEWERS = (8, 2, 3, 4, 11, 12)
"""The numbers of those who interview, in the order of `HiringTruth.leniency`."""
ADMIN, RECRUITER, IT, RITA = 1, 7, 9, 10
MANAGER_OF = {"Team North": 2, "Team South": 3, "Team Atlantic": 4}
NORA_SINCE = 17
GROWING_DAYS, GROWS_BY = 120, 3


class Staff:
    """Grows as the months go by; numbers run on without a gap."""

    def __init__(self, arguments: Arguments, truth: StaffTruth, first_day: date) -> None:
        self.arguments, self.truth, self.first_day = arguments, truth, first_day
        self.people: list[Person] = []
        self.addresses = Addresses(DOMAIN)
        self._rng = Random(f"{arguments.seed}/staff")
        for name, team, roles, _ in CAST:
            manager = MANAGER_OF[team] if "REP" in roles else (None if name == CAST[0][0] else ADMIN)
            self._add(name, self.addresses.of(name.split()[0].lower()), team, roles, first_day, manager)

    def person(self, number: int) -> Person:
        return self.people[number - 1]

    def sellers(self) -> list[Person]:
        return [person for person in self.people if person.sells]

    def selling_on(self, day: date) -> list[Person]:
        return [each for each in self.sellers() if each.start <= day and (each.end is None or each.end > day)]

    def live(self, standing: list[Applicant]) -> None:
        """From the first day to today: who stands on the bench is hired as seats come free, and people leave."""
        first = max(3, round(self.arguments.reps * self.truth.first_share))
        while len(self.sellers()) < first:
            self._newcomer(person_name(self._rng), self.first_day, skill=self._rng.gauss(0, 1))
        for month, day in self._months():
            for person in self.selling_on(day):
                self._may_leave(person, day)
            wanted = round(first + (self.arguments.reps - 1 - first) * month / max(self.arguments.months - 1, 1))
            while len(self.selling_on(day)) < wanted and self._hire(standing, day):
                pass
        self._hire_nora(standing)

    def _months(self) -> Iterator[tuple[int, date]]:
        """The Mondays on which people start: one in each month, the last one well before today."""
        for month in range(1, self.arguments.months):
            day = monday_on_or_after(self.first_day + timedelta(days=round(month * 30.44)))
            if day <= self.arguments.end - timedelta(days=NORA_SINCE + 14):
                yield month, day

    def _hire_nora(self, standing: list[Applicant]) -> None:
        """There is always somebody in their first weeks."""
        day = self.arguments.end - timedelta(days=NORA_SINCE)
        day -= timedelta(days=day.weekday())
        if not self._hire(standing, day, name=NEW_HIRE[0]):
            self._newcomer(NEW_HIRE[0], day, skill=0.0, team=TEAMS[0])

    def _hire(self, standing: list[Applicant], day: date, name: str = "") -> bool:
        """The best who stands on the bench four weeks before; False when nobody does."""
        decided = day - timedelta(weeks=self.truth.seat_weeks_notice)
        ready = [each for each in standing if _stands(each, decided)]
        if not ready:
            return False
        best = min(ready, key=lambda each: (each.bench.tier if each.bench else "", each.number))
        if name:
            best.name, best.email = name, f"{name.split(maxsplit=1)[0].lower()}.before@mail.example"
        person = self._newcomer(best.name, day, skill=best.skill, profile=best.profile, team=TEAMS[0] if name else "")
        person.applicant, best.hired = best.number, person.number
        best.state, best.end_reason = "HIRED", ""
        best.ended_at = instant(self._rng, number_of(decided), "Hamburg")
        best.visits[-1].left_at = best.ended_at
        if best.bench:
            best.bench.left_at, best.bench.leave_reason = best.ended_at, "Hired"
        return True

    def _newcomer(self, name: str, day: date, *, skill: float, profile: str = "", team: str = "") -> Person:
        team = team or min(TEAMS, key=lambda each: self._size(each, day))
        email = self.addresses.of("nora") if name == NEW_HIRE[0] else self.addresses.of_person(name)
        person = self._add(name, email, team, ("REP",), day, MANAGER_OF[team])
        person.profile = profile or PROFILES[person.number % 2][0]
        person.skill = skill
        return person

    def _size(self, team: str, day: date) -> int:
        """How many sell in a team; of late the first team grows, so that its manager has people on their way."""
        late = team == TEAMS[0] and (self.arguments.end - day).days < GROWING_DAYS
        return sum(one.team == team for one in self.selling_on(day)) - (GROWS_BY if late else 0)

    def _add(
        self, name: str, email: str, team: str, roles: tuple[str, ...], start: date, manager: int | None
    ) -> Person:
        person = Person(len(self.people) + 1, name, email, team, roles, start, manager)
        if person.sells:
            person.profile = PROFILES[0][0]
            person.skill = 0.3
        self.people.append(person)
        return person

    def _may_leave(self, person: Person, day: date) -> None:
        settled = (day - person.start).days >= 30 * self.truth.safe_months
        if settled and person.number > len(CAST) and self._rng.random() < self.truth.leaving_hazard:
            person.end = day


def _stands(applicant: Applicant, day: date) -> bool:
    bench = applicant.bench
    if bench is None or applicant.hired is not None or bench.put_at.date() >= day:
        return False
    return bench.left_at is None or bench.left_at.date() > day
