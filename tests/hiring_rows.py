"""Profiles and candidates for tests, made through the domain as the product makes them."""

import re
from datetime import UTC, date, datetime, timedelta

from django.db.backends.postgresql.psycopg_any import DateRange

from hiring.domain.bench import put_on_bench
from hiring.domain.candidates import enter_candidate
from hiring.domain.interviews import plan_interview
from hiring.domain.profiles import set_hirers, set_up
from hiring.domain.scorecards import RatingFacts, ScorecardFacts, submit_scorecard
from hiring.models import BenchEntry, Candidacy, HiringProfile, HiringStage, Interview, Scorecard
from salesmgmt.accounts.models import User
from salesmgmt.people.models import Competency, ProfileCompetency, RoleProfile
from tests.cast import AT

HOUR = timedelta(hours=1)
DAY = timedelta(days=1)


def make_profile(cast, name: str = "Enterprise AE", *, hirers: list[User] | None = None) -> HiringProfile:
    """A profile with the standard stages that Max hires for, with two competencies."""
    code = name.lower().replace(" ", "-")
    role_profile = RoleProfile.objects.create(code=code, name=name)
    for competency in ("Discovery", "Closing"):
        row, _ = Competency.objects.get_or_create(code=competency.lower(), name=competency)
        ProfileCompetency.objects.create(
            profile=role_profile, competency=row, weight=50, valid=DateRange(date(2026, 1, 1), None)
        )
    profile = set_up(role_profile=role_profile, by=cast.olga, at=AT)
    set_hirers(profile=profile, users=[cast.max] if hirers is None else hirers, by=cast.olga, at=AT)
    return profile


def hiring_stage(name: str, profile: HiringProfile | None = None) -> HiringStage:
    stages = HiringStage.objects.filter(name=name)
    return stages.get(profile=profile) if profile else stages.get()


def make_candidacy(
    profile: HiringProfile, by: User, name: str = "Cal Candidate", *, at: datetime = AT, **facts
) -> Candidacy:
    """Cal, with an address of their own, in the first stage."""
    email = f"{name.split(maxsplit=1)[0].lower()}@post.example"
    return enter_candidate(profile=profile, facts={"name": name, "email": email, **facts}, by=by, at=at)


def make_entry(candidacy: Candidacy, by: User, *, tier: str = "A", at: datetime = AT, **facts) -> BenchEntry:
    return put_on_bench(candidacy=candidacy, tier=tier, by=by, at=at, **facts)


def make_interview(
    candidacy: Candidacy, by: User, panel: list[User], *, scheduled_at: datetime = AT + HOUR, at: datetime = AT
) -> Interview:
    return plan_interview(candidacy=candidacy, scheduled_at=scheduled_at, panel=panel, by=by, at=at)


EVIDENCE, SUMMARY = "Asked five questions before any answer.", "Listens well."


def card_facts(
    discovery: int = 4, recommendation: str = "YES", *, evidence: str = EVIDENCE, summary: str = SUMMARY
) -> ScorecardFacts:
    rating = RatingFacts(Competency.objects.get(code="discovery"), discovery, evidence)
    return ScorecardFacts([rating], recommendation, summary)


def submit(interview: Interview, by: User, *, at: datetime = AT + 2 * HOUR, **facts) -> Scorecard:
    return submit_scorecard(interview=interview, facts=card_facts(**facts), by=by, at=at)


def token_in(text: str, kind: str) -> str:
    """Of the one address of this kind that a letter or a page names; signed anew, it has another time in it."""
    (token,) = set(re.findall(rf"/{kind}/([^/\s]+)/", text))
    return token


def noon(day: int, month: int = 3) -> datetime:
    return datetime(2026, month, day, 12, tzinfo=UTC)
