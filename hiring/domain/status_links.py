"""Gives candidates the link of the page on which they see where they stand."""

from datetime import datetime, timedelta

from django.db import transaction

from hiring.choices import CandidateMailKind
from hiring.domain.history import lock_candidacy
from hiring.domain.letters import write_to
from hiring.models import Candidacy, Candidate, StatusLink
from hiring.queries.link_tokens import STATUS, read_token
from salesmgmt.accounts.models import User
from salesmgmt.events.domain.log import append

LASTS = timedelta(days=180)


@transaction.atomic
def send_status_link(
    *, candidacy: Candidacy, by: User, at: datetime, expected_version: int | None = None
) -> StatusLink:
    """A new link, mailed where there is an address; the one before does not work any more."""
    candidacy = lock_candidacy(candidacy=candidacy, by=by, expected_version=expected_version)
    return give_status_link(candidacy, by=by, at=at)


def give_status_link(candidacy: Candidacy, *, by: User | None, at: datetime) -> StatusLink:
    """The same as part of a verb; `by` is None where it comes with an application."""
    link = StatusLink.objects.create(candidate_id=candidacy.candidate_id, made_by=by, made_at=at, expires_at=at + LASTS)
    write_to(candidacy, CandidateMailKind.STATUS, by=by, at=at, status_link=link)
    append(kind="candidacy.status_link_sent", subject=candidacy, by=by, at=at, payload={"link_id": link.pk})
    return link


def candidate_of_link(token: str, *, at: datetime) -> Candidate | None:
    """Whose page a link opens; None for one that we did not make, that is over, or that another took the place of."""
    signed = read_token(token, STATUS)
    if signed is None:
        return None
    link = StatusLink.objects.filter(pk=signed[0], expires_at__gt=at).select_related("candidate").first()
    if link is None or StatusLink.objects.filter(candidate=link.candidate_id, pk__gt=link.pk).exists():
        return None
    return link.candidate
