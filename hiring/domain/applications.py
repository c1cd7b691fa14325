"""Takes applications from the public form, whose sender is nobody that we know."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import IO, Any

from django.db import transaction

from hiring.choices import Origin
from hiring.domain.campaigns import campaign_of_code
from hiring.domain.candidates import Came, begin_candidacy, cleaned, known_or_new
from hiring.domain.documents import add_document
from hiring.domain.status_links import give_status_link
from hiring.models import Candidacy, Candidate, DocumentKind, HiringProfile
from salesmgmt.common.problems import Refused
from salesmgmt.events.domain.log import append
from salesmgmt.people.models import Company

_LONGEST_ABOUT = 20_000


@dataclass(frozen=True, slots=True)
class SentFile:
    """A file that came with an application."""

    content: IO[bytes]
    name: str


@transaction.atomic
def apply(
    *,
    profile: HiringProfile,
    facts: Mapping[str, Any],
    at: datetime,
    cv: SentFile | None = None,
    campaign_code: str = "",
) -> None:
    """An application by somebody who is not signed in; answers with nothing, whether or not we know the address.

    `campaign_code` is what stood in the address; one that nobody gave is none. What is known of a candidate stays; what
    they write now is added under its day. Raises Refused when the profile takes no applications, and for facts that
    would be refused of anybody.
    """
    profile = HiringProfile.objects.select_related("role_profile").get(pk=profile.pk)
    if not profile.takes_applications:
        raise Refused(f"{profile} takes no applications at present; look again later.", code="form_closed")
    facts = cleaned(facts)
    _require_answerable(facts)
    came = Came(Origin.FORM, campaign_of_code(campaign_code))
    candidate, is_new = known_or_new(came.with_source(facts), by=None, at=at)
    if not is_new:
        _add_words(candidate, facts.get("about", ""), profile, at)
    running = Candidacy.objects.open().filter(candidate=candidate, profile=profile).first()
    if running is None:
        begun = begin_candidacy(candidate, profile, stage=None, owner=None, came=came, by=None, at=at)
        if candidate.email:
            give_status_link(begun, by=None, at=at)
    else:
        append(kind="candidacy.applied_again", subject=running, by=None, at=at)
    if cv is not None:
        _keep_cv(candidate, cv, at)


def _keep_cv(candidate: Candidate, cv: SentFile, at: datetime) -> None:
    """A refusal of the file is told at its field, and nothing of the application is kept."""
    try:
        add_document(candidate=candidate, kind=DocumentKind.CV, content=cv.content, name=cv.name, by=None, at=at)
    except Refused as refusal:
        raise Refused(refusal.message, code=refusal.code, field="cv") from refusal


def _require_answerable(facts: Mapping[str, Any]) -> None:
    """Asked before anything is looked up, so that no refusal tells whom we know."""
    if not facts.get("name"):
        raise Refused("An application needs your name; write it.", code="a_candidate_has_a_name", field="name")
    if not facts.get("email") and not facts.get("phone"):
        raise Refused(
            "We need an e-mail address or a phone number to answer; write one.",
            code="an_applicant_can_be_reached",
            field="email",
        )


def _add_words(candidate: Candidate, words: str, profile: HiringProfile, at: datetime) -> None:
    day = Company.objects.current().day_of(at)
    added = f"{candidate.about}\n\n{day.day} {day:%B %Y}, applying for {profile}:\n{words}".strip()
    if not words or words in candidate.about or len(added) > _LONGEST_ABOUT:
        return
    candidate.about = added
    candidate.version += 1
    candidate.save(update_fields=["about", "version"])
    append(kind="candidate.edited", subject=candidate, by=None, at=at, payload={"fields": ["about"]})
