"""The row that an address of hiring names: what one may not see is not there."""

from django.db.models import Exists, OuterRef, Q, Subquery
from django.db.models.functions import Now
from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404

from hiring.models import BenchEntry, Candidacy, ConsentRequest, HiringProfile, Interview, StatusLink


def candidacy_at(request: HttpRequest, pk: int) -> Candidacy:
    """With what its page shows of it, as `may_work` whether this person may act on it, as `asked_pk` and `status_pk`
    what the addresses are of that the candidate holds and can use."""
    hired_for = HiringProfile.objects.hired_for_by(request.user).filter(pk=OuterRef("profile_id"))
    asked = ConsentRequest.objects.filter(entry__in=BenchEntry.objects.standing(), answer="", expires_at__gt=Now())
    status = StatusLink.objects.filter(candidate=OuterRef("candidate_id"), expires_at__gt=Now())
    rows = Candidacy.objects.visible_to(request.user).annotate(
        may_work=Q(Exists(hired_for), candidate__erased_at__isnull=True),
        asked_pk=Subquery(asked.filter(entry__candidacy=OuterRef("pk")).values("pk")[:1]),
        status_pk=Subquery(status.values("pk")[:1]),
    )
    named = ("candidate__source", "candidate__created_by", "profile__role_profile", "stage", "owner", "hired_user")
    came = ("campaign", "referred_by")
    return get_object_or_404(rows.select_related(*named, *came), pk=pk)


def workable_at(request: HttpRequest, pk: int) -> Candidacy:
    """One of a profile that this person hires for; a seat in an interview is not enough."""
    candidacy = candidacy_at(request, pk)
    if not candidacy.may_work:  # type: ignore[attr-defined]
        raise Http404
    return candidacy


def planned_at(request: HttpRequest, pk: int) -> Interview:
    """An interview that this person may plan anew."""
    interview = interview_at(request, pk)
    workable_at(request, interview.candidacy_id)
    return interview


def interview_at(request: HttpRequest, pk: int) -> Interview:
    rows = Interview.objects.visible_to(request.user)
    return get_object_or_404(
        rows.select_related("stage", "candidacy__candidate", "candidacy__profile__role_profile"), pk=pk
    )
