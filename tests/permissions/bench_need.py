"""What the permission table says of needs, consents, pages of candidates and letters."""

from django.utils import timezone

from hiring.choices import RequestKind
from hiring.domain.candidate_requests import ask_by_link
from hiring.domain.consents import ask_for_consent, renew_consent
from hiring.domain.data_copies import ask_for_data_copy
from hiring.domain.status_links import send_status_link
from hiring.models import BenchEntry, Candidacy
from hiring.queries.link_tokens import consent_token, status_token
from salesmgmt.events.domain.running import run
from tests.cast import Cast

_API = "/api/v1/hiring"
_NOTE = "Two of them look around."
NEED_BODIES: dict[tuple[str, str], dict[str, object]] = {
    ("PUT", f"{_API}/bench-need/"): {
        "profile": "{hiring_profile}",
        "team": "{team}",
        "yearly_rate": "0.2500",
        "note": _NOTE,
    },
    ("PUT", f"{_API}/letter-texts/"): {"profile": "{hiring_profile}", "letter": "OFFER", "text": "Dear colleague"},
    ("POST", f"{_API}/candidate-requests/{{adas_request}}/settle/"): {"note": "Erased."},
    ("POST", "/hiring/need/{hiring_profile}/{team}/rate/"): {"percent": "25", "note": _NOTE},
    ("POST", "/hiring/requests/{adas_request}/settle/"): {"note": "Erased."},
    ("POST", "/hiring/profiles/{hiring_profile}/letters/"): {"kind": "OFFER", "text": "Dear colleague"},
    ("POST", "/consent/{consent_link}/"): {"say": "yes"},
    ("POST", "/status/{status_link}/ask/"): {"kind": "COPY"},
    ("POST", "/hiring/candidates/{cal}/erase/"): {"basis": "REQUEST"},
    ("POST", f"{_API}/candidates/{{cal}}/erase/"): {"basis": "REQUEST"},
}


def need_names(cast: Cast, *, cals: int, adas: int) -> dict[str, object]:
    """Ada holds a link to where she stands, and asked by it for erasure; Cal has renewed a consent by another. Whoever
    has a link reads what is behind it: nothing of Cal's, where words are planted, is."""
    now = timezone.now()
    status = status_token(send_status_link(candidacy=Candidacy.objects.get(pk=adas), by=cast.max, at=now))
    asked = ask_for_consent(entry=BenchEntry.objects.standing().get(candidacy=cals), by=cast.max, at=now)
    copy = ask_for_data_copy(token=status, at=now)
    assert run(job_id=copy.job_id, at=now)
    renew_consent(token=consent_token(asked), at=now)
    return {
        "status_link": status,
        "adas_request": ask_by_link(token=status, kind=RequestKind.ERASURE, at=now).pk,
        "consent_link": consent_token(asked),
        "adas_copy": copy.pk,
    }
