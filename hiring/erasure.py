"""The doors of hiring: what its tables and files hold about a candidate who is erased."""

from django.db import connection
from django.db.models import F, Q, QuerySet

from hiring.models import (
    BenchEntry,
    BookingLink,
    Candidacy,
    Candidate,
    CandidateDocument,
    CandidateMail,
    CandidateNote,
    CandidateRequest,
    CandidateTagging,
    DataCopy,
    Interview,
    Offer,
    OfferLetter,
    Rating,
    RetentionWarning,
    Scorecard,
    Touch,
)
from hiring.models.candidate import ERASED_NAME
from salesmgmt.events.choices import JobState
from salesmgmt.events.erasing import Door, Erased, blanking, deleting, register_door
from salesmgmt.events.erasure import register_jobs_about
from salesmgmt.events.fields import DatabaseClock
from salesmgmt.events.models import Job
from salesmgmt.files.domain.erasing import remove_files
from salesmgmt.files.models import FileText, StoredFile
from salesmgmt.imports.erasure import register_imported
from salesmgmt.web.models import Export

ERASED = "Erased."
EXPORTED = ("bench", "candidates", "interviews", "offers", "openings", "")
"""Lists of which rows name candidates; without a code it is everything."""

register_imported(source="hiring.candidates", record="candidates", kind=Candidate._meta.label_lower)
register_imported(source="hiring.histories", record="histories", kind=Candidacy._meta.label_lower)
register_jobs_about(Candidate._meta.label_lower, "hiring.ask_about_themselves.")
register_jobs_about(CandidateMail._meta.label_lower, "hiring.write_to_candidate.")
register_jobs_about("hiring.bookingmail", "hiring.mail_candidate.")
register_jobs_about(DataCopy._meta.label_lower, "hiring.data_copy:")
register_jobs_about(StoredFile._meta.label_lower, "files.read_text:")


def _of(model: type) -> object:
    """Their rows of a table."""
    return lambda of: model._base_manager.filter(pk__in=of.of(model))  # type: ignore[attr-defined]


blanking(
    "hiring.candidacies",
    "Why candidacies ended",
    _of(Candidacy),
    model=Candidacy,
    to={"end_reason": "", "withdrew_reason": ""},
)
blanking("hiring.bench", "Why they left the bench", _of(BenchEntry), model=BenchEntry, to={"leave_reason": ""})
blanking("hiring.touches", "Notes of touches", _of(Touch), model=Touch, to={"note": ""})
blanking("hiring.interviews", "Places of interviews", _of(Interview), model=Interview, to={"place": ""})
blanking("hiring.offers", "Why offers ended", _of(Offer), model=Offer, to={"end_reason": ""})
blanking(
    "hiring.bookings",
    "Places and zones of booking links",
    _of(BookingLink),
    model=BookingLink,
    to={"place": "", "zone": ""},
)
blanking(
    "hiring.requests",
    "Notes on what they asked for",
    lambda of: CandidateRequest.objects.filter(pk__in=of.of(CandidateRequest), done_at__isnull=False),
    model=CandidateRequest,
    to={"note": ERASED},
)
deleting(
    "hiring.notes",
    "Notes on them",
    lambda of: CandidateNote.objects.filter(pk__in=of.of(CandidateNote)),
    model=CandidateNote,
)
deleting(
    "hiring.tags",
    "Which tags they had",
    lambda of: CandidateTagging.objects.filter(pk__in=of.of(CandidateTagging)),
    model=CandidateTagging,
)
deleting(
    "hiring.warnings",
    "That they were about to go by a rule",
    lambda of: RetentionWarning.objects.filter(pk__in=of.of(RetentionWarning)),
    model=RetentionWarning,
)


def _mails(of: Erased) -> QuerySet[CandidateMail]:
    """Those that say something or have not left yet."""
    mails = CandidateMail.objects.filter(pk__in=of.of(CandidateMail))
    return mails.filter(~Q(text="") | Q(sent_at__isnull=True))


def _erase_mails(of: Erased) -> None:
    mails = _mails(of)
    mails.filter(sent_at__isnull=True).delete()
    mails.update(text="")


register_door(
    Door(
        "hiring.mails",
        "Mails to them",
        (CandidateMail,),
        lambda of: _mails(of).count(),
        _erase_mails,
        order=40,  # after the jobs that send them
    )
)


def _saying(of: Erased) -> tuple[QuerySet[Scorecard], QuerySet[Rating]]:
    cards = Scorecard.objects.filter(pk__in=of.of(Scorecard)).exclude(summary="")
    return cards, Rating.objects.filter(pk__in=of.of(Rating)).exclude(evidence=ERASED)


def _erase_scorecards(of: Erased) -> None:
    """A submitted one stays as it is, but for this door of the database."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT hiring_erase_scorecards(%s)", [sorted(of.of(Scorecard))])


register_door(
    Door(
        "hiring.scorecards",
        "What interviewers wrote; their ratings stay, as numbers",
        (Scorecard, Rating),
        lambda of: sum(rows.count() for rows in _saying(of)),
        _erase_scorecards,
    )
)


def _erase_files(of: Erased) -> None:
    """Letters are append-only, and go by the owner's function."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT hiring_erase_offer_letters(%s)", [sorted(of.of(Candidate))])
    DataCopy.objects.filter(pk__in=of.of(DataCopy)).delete()
    remove_files(of.of(StoredFile), key=of.key, at=of.at)


register_door(
    Door(
        "hiring.files",
        "Documents, offer letters and copies of their data, with the words read out of them",
        (CandidateDocument, OfferLetter, DataCopy, StoredFile, FileText),
        lambda of: len(of.of(StoredFile)),
        _erase_files,
        order=60,
    )
)


def _exports() -> QuerySet[Export]:
    return Export.objects.filter(list_code__in=EXPORTED)


def _erase_exports(of: Erased) -> None:
    """Whole files, as nothing else says who is in them: their makers export again. One that is being written begins
    anew."""
    writing = _exports().filter(job__state=JobState.RUNNING).values("job")
    Job.objects.filter(pk__in=writing).update(state=JobState.QUEUED, lease_until=None, due_at=DatabaseClock())
    kept = list(_exports().filter(file__isnull=False).values_list("file", flat=True))
    remove_files(kept, key=f"exports.{of.key}", at=of.at)


register_door(
    Door(
        "hiring.exports",
        "Exports of candidates that are kept as files",
        (StoredFile,),
        lambda of: _exports().filter(file__isnull=False).count(),
        _erase_exports,
        order=60,
    )
)


def _erase_answers(of: Erased) -> None:
    from hiring.domain.self_identification import forget_answers

    forget_answers(sorted(of.of(Candidate)))


register_door(Door("hiring.answers", "What they said of themselves", (), lambda of: None, _erase_answers))


def _erase_candidate(of: Erased) -> None:
    Candidate.objects.filter(pk__in=of.of(Candidate)).update(
        name=ERASED_NAME,
        email=None,
        phone="",
        headline="",
        location="",
        about="",
        erased_at=of.at,
        version=F("version") + 1,
    )


register_door(
    Door(
        "hiring.candidate",
        "Name, addresses and what was noted about them",
        (Candidate,),
        lambda of: Candidate.objects.filter(pk__in=of.of(Candidate)).count(),
        _erase_candidate,
        order=90,
    )
)
