"""Interviews and scorecards: ratings of known validity, by interviewers of known leniency."""

from datetime import datetime, timedelta
from math import sqrt
from random import Random

from salesmgmt.demo.world.days import instant, number_of
from salesmgmt.demo.world.facts import Applicant, Arguments, Card, Interview, Visit
from salesmgmt.demo.world.staff import INTERVIEWERS
from salesmgmt.demo.world.truth import HiringTruth
from salesmgmt.demo.world.words.texts import EVIDENCE, SUMMARIES

COMPETENCIES = (
    ("discovery", "Discovery"),
    ("business-case", "Business case"),
    ("negotiation", "Negotiation"),
    ("coachability", "Coachability"),
    ("resilience", "Resilience"),
)
MINUTES = {1: 30, 2: 60, 3: 90}
SLOW_DAYS = 5
"""Scorecards of interviews in the last working days may still be missing."""
OWN_SHARE = 0.6
"""How much of the noise of a rating is the interviewer's own; the rest is the candidate's day."""


def hold_interviews(everybody: list[Applicant], arguments: Arguments, truth: HiringTruth) -> None:
    """One interview for each visit to a stage after the first and before Ready."""
    for applicant in everybody:
        rng = Random(f"{arguments.seed}/interviews/{applicant.number}")
        for visit in applicant.visits:
            if visit.stage in MINUTES:
                applicant.interviews.append(_interview(applicant, visit, arguments, truth, rng))
    _leave_one_owing(everybody)


def _leave_one_owing(everybody: list[Applicant]) -> None:
    """However small the company: of the latest interview of somebody who is still a candidate, one card is missing,
    and it is that of whoever interviews for a living."""
    held = [each for one in everybody if one.state == "OPEN" for each in one.interviews if each.cards]
    if not held:
        return
    latest = max(held, key=lambda each: each.scheduled_at)
    if INTERVIEWERS[0] not in latest.panel:
        place = latest.panel.index(latest.cards[-1].author)
        latest.panel[place] = INTERVIEWERS[0]
        latest.cards.pop()
    else:
        latest.cards = [card for card in latest.cards if card.author != INTERVIEWERS[0]]
    latest.state = "HELD" if latest.cards else "PLANNED"


def _interview(applicant: Applicant, visit: Visit, arguments: Arguments, truth: HiringTruth, rng: Random) -> Interview:
    today = number_of(arguments.end)
    panel = _panel(visit, rng)
    scheduled_at = _scheduled(visit, rng)
    held = scheduled_at.date() < arguments.end
    interview = Interview(visit.stage, scheduled_at, MINUTES[visit.stage], "HELD" if held else "PLANNED", panel)
    if not held:
        return interview
    recent = number_of(scheduled_at.date()) >= today - SLOW_DAYS and visit.left_at is None
    for author in panel:
        if recent and rng.random() < 0.7:
            continue
        interview.cards.append(_card(applicant, visit, author, interview, truth, rng))
    if not interview.cards and recent:
        interview.state = "PLANNED"
    return interview


def _panel(visit: Visit, rng: Random) -> list[int]:
    """One for a phone screen, two later on; whoever interviews for a living sits in most of those under way."""
    panel = rng.sample(INTERVIEWERS, 1 if visit.stage == 1 else 2)
    if visit.left_at is None and INTERVIEWERS[0] not in panel and rng.random() < 0.6:
        panel[0] = INTERVIEWERS[0]
    return panel


def _scheduled(visit: Visit, rng: Random) -> datetime:
    """Within the visit; of one that still lasts, a few days after it began, which may be to come."""
    entered = number_of(visit.entered_at.date())
    left = number_of(visit.left_at.date()) if visit.left_at else entered + rng.randint(2, 7)
    at = instant(rng, entered + max((left - entered) // 2, 1), "Hamburg")
    at = at.replace(minute=at.minute // 15 * 15)
    latest = visit.left_at - timedelta(minutes=30) if visit.left_at else at
    earliest = visit.entered_at + timedelta(minutes=10)
    return max(min(at, latest), earliest)


def _card(
    applicant: Applicant, visit: Visit, author: int, interview: Interview, truth: HiringTruth, rng: Random
) -> Card:
    lenient = truth.leniency[INTERVIEWERS.index(author)]
    competencies = sorted(rng.sample(range(len(COMPETENCIES)), 3 if visit.stage == 1 else 4))
    ratings = {}
    for number in competencies:
        value = rating(applicant.skill, applicant.noises[visit.stage], lenient, truth, rng)
        ratings[number] = (value, rng.choice(EVIDENCE[value]))
    mean = sum(value for value, _ in ratings.values()) / len(ratings)
    recommendation = "STRONG_YES" if mean >= 4.2 else "YES" if mean >= 3.1 else "NO" if mean >= 2 else "STRONG_NO"
    submitted_at = interview.scheduled_at + timedelta(minutes=interview.minutes + rng.randint(5, 180))
    return Card(author, recommendation, rng.choice(SUMMARIES[recommendation]), submitted_at, ratings)


def rating(skill: float, day_noise: float, lenient: float, truth: HiringTruth, rng: Random) -> int:
    """3 + spread x (validity x skill + noise) + leniency, as a whole number from 1 to 5."""
    own = OWN_SHARE * rng.gauss(0, 1) + sqrt(1 - OWN_SHARE**2) * day_noise
    seen = truth.validity * skill + sqrt(1 - truth.validity**2) * own
    return min(max(round(3 + truth.rating_spread * seen + lenient), 1), 5)
