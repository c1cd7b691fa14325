"""Candidates who are here twice."""

from collections.abc import Iterable, Mapping

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.urls import reverse

from hiring.models import Candidacy, Candidate, CandidateDocument, HiringProfile, RetentionWarning
from hiring.rules import reads_every_candidate
from salesmgmt.accounts.models import User
from salesmgmt.duplicates.normal import EmailKey, PhoneKey
from salesmgmt.duplicates.registry import Key, Mergeable, register_mergeable


def mergeable_candidates(user: User) -> QuerySet[Candidate]:
    """Recruiters merge anybody; others those of whose every candidacy they hire for the profile."""
    if reads_every_candidate(user):
        return Candidate.objects.visible_to(user).filter(erased_at__isnull=True)
    of_theirs = Candidacy.objects.filter(candidate=OuterRef("pk"))
    workable = Candidacy.objects.workable_by(user).filter(candidate=OuterRef("pk"))
    others = of_theirs.exclude(profile__in=HiringProfile.objects.hired_for_by(user).values("pk"))
    mine = Candidate.objects.visible_to(user).filter(erased_at__isnull=True)
    return mine.filter(Exists(workable), ~Exists(others))


def running_for_the_same(kept: Candidate, gone: Candidate) -> str:
    """A candidate runs once at a time for a profile."""
    theirs = Candidacy.objects.open().filter(candidate=gone).values("profile")
    twice = Candidacy.objects.open().filter(candidate=kept, profile__in=theirs).select_related("profile").first()
    if twice is None:
        return ""
    return f"Both run for {twice.profile}, and a candidate runs for it once; end one of the candidacies first."


def _pages(candidates: Iterable[Candidate]) -> Mapping[int, str]:
    """The page of their latest candidacy."""
    latest = Candidacy.objects.filter(candidate__in=candidates).order_by("candidate_id", "-applied_at", "-pk")
    found = latest.distinct("candidate_id").values_list("candidate_id", "pk")
    return {candidate: reverse("hiring:candidacy", args=[pk]) for candidate, pk in found}


register_mergeable(
    Mergeable(
        model=Candidate,
        noun="candidate",
        title="Candidates",
        place="hiring:candidate",
        page="hiring/page.html",
        permission="hiring.work_candidates",
        rows=mergeable_candidates,
        keys=(
            Key("EMAIL", "same e-mail", 95, Candidate, "email", EmailKey, fact="email"),
            Key(
                "FILE",
                "same file handed in",
                90,
                CandidateDocument,
                "stored__sha256",
                subject="candidate_id",
                only=Q(removed_at__isnull=True),
            ),
            Key("PHONE", "same phone", 75, Candidate, "phone", PhoneKey, fact="phone"),
        ),
        fields=("name", "email", "phone", "headline", "location", "source", "about"),
        found_by={
            "candidate.entered",
            "candidate.edited",
            "candidate.document_added",
            "candidate.merged",
            "candidate.unmerged",
        },
        imported={"candidates.imported"},
        record="candidates",
        named=Q(erased_at__isnull=True),
        name_alone=0.9,
        name_like=0.7,
        hint=lambda candidate: " · ".join(filter(None, (candidate.headline, candidate.location))),
        urls=_pages,
        worked_out=(RetentionWarning,),
        clashes={
            "a_candidate_runs_once_at_a_time_for_a_profile": (
                "both run for the same role profile, and a candidate runs for it once; end one of the candidacies "
                "first."
            ),
            "a_request_is_open_once_of_a_kind": (
                "both ask for the same by their page, and one such request of a candidate is open at a time; answer "
                "one of the two under Requests first."
            ),
            "an_applicant_can_be_reached": (
                "neither an e-mail address nor a phone number would be left; keep one of them."
            ),
        },
        against=running_for_the_same,
    )
)
