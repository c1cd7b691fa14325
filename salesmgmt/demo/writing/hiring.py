"""Candidates with their way through the stages, interviews, scorecards, bench and touches."""

from collections.abc import Iterator
from datetime import timedelta

from django.db import connection

from hiring.choices import CandidacyState, HiringStageKind
from hiring.models import (
    BenchEntry,
    Candidacy,
    Candidate,
    CandidateSource,
    Hirer,
    HiringProfile,
    HiringStage,
    Interview,
    Panelist,
    Rating,
    Scorecard,
    StageVisit,
    Touch,
)
from salesmgmt.demo.world import facts
from salesmgmt.demo.world.staff import MANAGER_OF, RECRUITER
from salesmgmt.demo.writing.book import Book
from salesmgmt.demo.writing.candidate_campaigns import (
    candidate_campaign_of,
    make_candidate_campaigns,
    referrer_of,
)
from salesmgmt.demo.writing.copying import Row, copy_rows, reserve
from salesmgmt.events.domain.log import append

BENCH_GOALS = {"enterprise-ae": 10, "mid-market-ae": 12}
PITCH = (
    "You will sell machines' senses to people who run plants: long cycles, real problems, buyers who know their trade. "
    "We hire before there is a seat, so that you can take your time, and so can we."
)
CONSENT = timedelta(days=540)
READY_NAME = "Ready"


def set_up_hiring(book: Book) -> None:
    """Both kinds of job take applications; every manager hires for them."""
    truth = book.world.truth.hiring
    for code, role_profile_id in book.profiles.items():
        profile = HiringProfile.objects.create(
            role_profile_id=role_profile_id, bench_goal=BENCH_GOALS[code], takes_applications=True, pitch=PITCH
        )
        kinds = [HiringStageKind.APPLICATION, *[HiringStageKind.INTERVIEW] * (len(truth.steps) - 1)]
        stages = [
            HiringStage(
                profile=profile, position=place, name=step.name, kind=kind, normal_days=round(step.days.mean * 2)
            )
            for place, (step, kind) in enumerate(zip(truth.steps, kinds, strict=True), start=1)
        ]
        stages.append(
            HiringStage(profile=profile, position=len(stages) + 1, name=READY_NAME, kind=HiringStageKind.READY)
        )
        HiringStage.objects.bulk_create(stages)
        Hirer.objects.bulk_create(Hirer(profile=profile, user_id=book.user(one)) for one in MANAGER_OF.values())
        book.hiring_profiles[code] = profile.pk
        book.hiring_stages[code] = [stage.pk for stage in stages]
        payload = {"role_profile_id": role_profile_id, "stages": len(stages)}
        append(kind="hiring_profile.set_up", subject=profile, by=book.by, at=book.founded_at, payload=payload)
    for source in truth.sources:
        made = CandidateSource.objects.create(code=source.code, name=source.name)
        book.candidate_sources[source.code] = made.pk
        payload = {"code": source.code}
        append(kind="candidate_source.added", subject=made, by=book.by, at=book.founded_at, payload=payload)
    make_candidate_campaigns(book)


def write_candidates(book: Book) -> None:
    everybody = book.world.applicants
    candidates, book.candidacies = reserve(Candidate, len(everybody)), reserve(Candidacy, len(everybody))
    copy_rows(
        Candidate,
        (
            "id",
            "name",
            "email",
            "phone",
            "headline",
            "location",
            "source",
            "about",
            "created_by",
            "created_at",
            "version",
        ),
        (_candidate(book, candidates, each) for each in everybody),
    )
    copy_rows(
        Candidacy,
        (
            *("id", "candidate", "profile", "stage", "state", "owner", "origin", "applied_at", "stage_entered_at"),
            *("ended_at", "end_reason", "hired_user", "version", "campaign", "referred_by"),
        ),
        (_candidacy(book, candidates, each) for each in everybody),
    )
    copy_rows(
        StageVisit,
        ("candidacy", "stage", "entered_at", "left_at", "entered_by"),
        (row for each in everybody for row in _visits(book, each)),
    )
    _write_interviews(book)
    _write_bench(book)
    append(
        kind="candidates.imported",
        subject=HiringProfile.objects.get(pk=min(book.hiring_profiles.values())),
        by=book.by,
        at=book.today_at,
        payload={"created": len(everybody)},
    )


def _candidate(book: Book, offset: int, each: facts.Applicant) -> Row:
    by = None if each.origin == "FORM" else book.user(RECRUITER)
    source = book.candidate_sources[each.source]
    applied_at = each.visits[0].entered_at
    place = (each.headline, each.location, source, each.about, by, applied_at, 1)
    return offset + each.number, each.name, each.email, "", *place


def _candidacy(book: Book, candidates: int, each: facts.Applicant) -> Row:
    stages, last = book.hiring_stages[each.profile], each.visits[-1]
    hired = book.user(each.hired) if each.hired else None
    owner = book.user(RECRUITER) if each.number % 3 else book.user(MANAGER_OF["Team North"])
    return (
        book.candidacies + each.number,
        candidates + each.number,
        book.hiring_profiles[each.profile],
        stages[last.stage],
        each.state,
        owner,
        each.origin,
        each.visits[0].entered_at,
        last.entered_at,
        each.ended_at,
        each.end_reason,
        hired,
        len(each.visits) + (each.state != CandidacyState.OPEN),
        candidate_campaign_of(book, each.source, each.visits[0].entered_at.date(), each.number),
        referrer_of(book, each.source, each.number),
    )


def _visits(book: Book, each: facts.Applicant) -> Iterator[Row]:
    stages = book.hiring_stages[each.profile]
    for place, visit in enumerate(each.visits):
        by = None if place == 0 and each.origin == "FORM" else book.user(RECRUITER)
        yield book.candidacies + each.number, stages[visit.stage], visit.entered_at, visit.left_at, by


def _write_interviews(book: Book) -> None:
    held = [(each, interview) for each in book.world.applicants for interview in each.interviews]
    interviews = reserve(Interview, len(held))
    numbered = [(interviews + place, each, interview) for place, (each, interview) in enumerate(held, start=1)]
    copy_rows(
        Interview,
        ("id", "candidacy", "stage", "scheduled_at", "minutes", "place", "state", "version"),
        (
            (
                pk,
                book.candidacies + each.number,
                book.hiring_stages[each.profile][interview.stage],
                interview.scheduled_at,
                interview.minutes,
                "Video call" if interview.stage == 1 else "Room Alster",
                interview.state,
                1,
            )
            for pk, each, interview in numbered
        ),
    )
    seats = [(pk, book.user(seat)) for pk, _, interview in numbered for seat in interview.panel]
    copy_rows(Panelist, ("interview", "user"), seats)
    _write_scorecards(book, [(pk, card) for pk, _, interview in numbered for card in interview.cards])


def _write_scorecards(book: Book, cards: list[tuple[int, facts.Card]]) -> None:
    """As drafts first, because ratings belong to drafts only, and then submitted."""
    scorecards = reserve(Scorecard, len(cards))
    copy_rows(
        Scorecard,
        ("id", "interview", "author", "recommendation", "summary", "version"),
        (
            (scorecards + place, interview, book.user(card.author), card.recommendation, card.summary, 2)
            for place, (interview, card) in enumerate(cards, start=1)
        ),
    )
    copy_rows(
        Rating,
        ("scorecard", "competency", "value", "evidence"),
        (
            (scorecards + place, book.competencies[competency], value, evidence)
            for place, (_, card) in enumerate(cards, start=1)
            for competency, (value, evidence) in card.ratings.items()
        ),
    )
    submitted = [card.submitted_at for _, card in cards]
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE hiring_scorecard AS card SET submitted_at = done.at"
            " FROM unnest(%s::timestamptz[]) WITH ORDINALITY AS done (at, place) WHERE card.id = %s + done.place",
            [submitted, scorecards],
        )


def _write_bench(book: Book) -> None:
    standing = [(each, each.bench) for each in book.world.applicants if each.bench]
    entries = reserve(BenchEntry, len(standing))
    copy_rows(
        BenchEntry,
        (
            *("id", "candidacy", "tier", "owner", "put_at", "left_at", "leave_reason", "ready_date", "consent_until"),
            *("next_touch_date", "last_touch_at", "version"),
        ),
        (
            (
                entries + place,
                book.candidacies + each.number,
                bench.tier,
                book.user(bench.owner),
                bench.put_at,
                bench.left_at,
                bench.leave_reason,
                bench.ready,
                bench.put_at.date() + CONSENT,
                bench.next_touch,
                bench.touches[-1].happened_at if bench.touches else None,
                1 + len(bench.touches) + (bench.left_at is not None),
            )
            for place, (each, bench) in enumerate(standing, start=1)
        ),
    )
    copy_rows(
        Touch,
        ("entry", "kind", "user", "happened_at", "due_date", "note"),
        (
            (entries + place, touch.kind, book.user(touch.user), touch.happened_at, touch.due, touch.note)
            for place, (_, bench) in enumerate(standing, start=1)
            for touch in bench.touches
        ),
    )
