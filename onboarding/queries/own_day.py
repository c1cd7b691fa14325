"""What a new hire reads first: the greeting, the day, how much there is to do, whom to ask."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from onboarding.choices import JourneyState
from onboarding.models import Journey
from onboarding.queries.sections import Sections
from salesmgmt.accounts.models import User
from salesmgmt.web.components.days import short_day

NOON, EVENING = 12, 18
WORDS = ("No", "One", "Two", "Three", "Four", "Five", "Six", "Seven", "Eight", "Nine", "Ten", "Eleven", "Twelve")


@dataclass(frozen=True)
class Helper:
    """Somebody to ask, and what they are to the new hire."""

    user: User
    what: str


def greeting(hour: int) -> str:
    if hour < NOON:
        return "Good morning"
    return "Good afternoon" if hour < EVENING else "Good evening"


def day_sentence(journey: Journey, sections: Sections) -> str:
    """“Day 12. Three things today, about 70 minutes.”"""
    if journey.state == JourneyState.STOPPED:
        return "Your journey was stopped. What was done stays here."
    if journey.state == JourneyState.FINISHED:
        return f"You have done every step, all {journey.items_total} of them."
    return f"{_which_day(journey.start_date, sections.today)} {_how_much(sections)}"


def _which_day(start: date, today: date) -> str:
    days = (today - start).days
    if days < 0:
        return f"You start on {start:%A}, {short_day(start, today)}."
    return "Your first day." if days == 0 else f"Day {days + 1}."


def _how_much(sections: Sections) -> str:
    count = len(sections.to_do_now)
    if not count:
        return "Nothing more for today." if sections.done_today else "Nothing is due today."
    number = WORDS[count] if count < len(WORDS) else str(count)
    things = f"{number} thing{'' if count == 1 else 's'} today"
    late = _late(len(sections.late), count)
    minutes = f", about {sections.minutes} minutes" if sections.minutes else ""
    return f"{things}{late}{minutes}."


def _late(late: int, count: int) -> str:
    if not late:
        return ""
    if late < count:
        return f", {late} of them late"
    return {1: ", late", 2: ", both late"}.get(count, ", all late")


def helpers_of(journey: Journey, manager: User | None) -> list[Helper]:
    """Manager, buddy and IT, each person once and with all that they are."""
    found: dict[int, tuple[User, list[str]]] = {}
    for user, what in ((manager, "manager"), (journey.buddy, "buddy"), (journey.it_person, "IT")):
        if user is not None:
            found.setdefault(user.pk, (user, []))[1].append(what)
    return [Helper(user, " and ".join(what)) for user, what in found.values()]


def ask_words(helpers: Sequence[Helper]) -> str:
    """Ask Max or Rita."""
    return f"Ask {' or '.join(helper.user.short_name for helper in helpers[:2])}"
