"""A lively bench for browser tests: people hot and cold, late and on time, in every stage, seen or still to be seen."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils import timezone

from hiring.domain.bench import put_on_bench
from hiring.domain.candidacies import move_candidacy
from hiring.domain.candidates import enter_candidate
from hiring.domain.interviews import plan_interview
from hiring.domain.profiles import edit
from hiring.domain.sources import add
from hiring.domain.touches import log_touch
from hiring.models import Candidacy, HiringProfile
from salesmgmt.accounts.models import User
from tests.cast import Cast
from tests.hiring_rows import make_interview, make_profile, submit

DAY = timedelta(days=1)
PITCH = "You sell to people who run plants, and you like to understand how they work first."


@dataclass(frozen=True)
class Standing:
    """Somebody put on the bench so many days ago, touched so many days ago, with so many days of consent left."""

    name: str
    tier: str
    put: int
    touched: int
    consent: int | None
    ready: int = 0


STANDING = (
    Standing("Ada Brandt", "A", 41, 3, 180),
    Standing("Marta Keller", "A", 60, 23, 19),
    Standing("Maximiliane-Alexandra von Hohenberg-Wolfenstein", "B", 50, 12, None, ready=75),
    Standing("Piotr Zielak", "C", 190, 113, None),
)
RUNNING = (("Cal Candidate", 0, 4), ("Ines Duarte", 0, 18), ("Jonas Weber", 1, 12), ("Lena Ort", 2, 20))


def draw_bench(cast: Cast) -> dict[str, Candidacy]:
    """Enterprise AE with people of STANDING and RUNNING, by name; nobody runs for Sales engineer.

    Ivan and Max have seen Lena, and only Ivan's scorecard is in.
    """
    now = timezone.now()
    profile = make_profile(cast)
    edit(profile=profile, facts={"bench_goal": 4, "takes_applications": True, "pitch": PITCH}, by=cast.olga, at=now)
    make_profile(cast, "Sales engineer")
    add(code="referral", name="Referral", by=cast.olga, at=now)
    for each in STANDING:
        _put(each, profile, cast.max, now)
    for name, stage, days in RUNNING:
        _run(name, profile, cast.max, stage=stage, since=now - days * DAY)
    lena = Candidacy.objects.get(candidate__name="Lena Ort")
    seen = make_interview(lena, cast.max, [cast.ivan, cast.max], scheduled_at=now - 2 * DAY, at=now - 5 * DAY)
    submit(seen, cast.ivan, at=now - DAY)
    jonas = Candidacy.objects.get(candidate__name="Jonas Weber")
    plan_interview(
        candidacy=jonas,
        scheduled_at=now + 2 * DAY,
        panel=[cast.ivan, cast.max],
        place="https://meet.example/jonas",
        by=cast.max,
        at=now,
    )
    return {each.candidate.name: each for each in Candidacy.objects.select_related("candidate")}


def _run(name: str, profile: HiringProfile, by: User, *, stage: int, since: datetime) -> Candidacy:
    """In the stage of that place, from `since` on; earlier stages took an hour each."""
    facts = {
        "name": name,
        "email": f"{name.split(maxsplit=1)[0].lower()}@post.example",
        "headline": "Account executive at a robotics company in Rotterdam",
    }
    stages = list(profile.stages.in_use())
    hour = timedelta(hours=1)
    candidacy = enter_candidate(profile=profile, facts=facts, by=by, at=since - stage * hour)
    for place in range(1, stage + 1):
        candidacy = move_candidacy(candidacy=candidacy, to=stages[place], by=by, at=since - (stage - place) * hour)
    return candidacy


def _put(each: Standing, profile: HiringProfile, by: User, now: datetime) -> None:
    candidacy = _run(each.name, profile, by, stage=4, since=now - (each.put + 1) * DAY)
    entry = put_on_bench(
        candidacy=candidacy,
        tier=each.tier,
        by=by,
        at=now - each.put * DAY,
        ready_date=(now + each.ready * DAY).date() if each.ready else None,
        consent_until=None if each.consent is None else (now + each.consent * DAY).date(),
    )
    touched = now - each.touched * DAY
    log_touch(entry=entry, kind="COFFEE", happened_at=touched, by=by, at=touched, note="Open from February.")
