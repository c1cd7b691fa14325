"""What the permission table says of booking links, interview hours, feeds, kits and interviewers."""

from django.utils import timezone

from hiring.domain.booking_links import send_link
from hiring.domain.feeds import open_feed
from hiring.domain.kits import write_kit_part
from hiring.models import Candidacy
from hiring.queries.link_tokens import booking_token
from salesmgmt.people.models import Competency
from tests.cast import Cast
from tests.hiring_rows import hiring_stage

_API = "/api/v1/hiring"
_LINK = {"who": "POOL", "people": ["{ivan}"]}
BOOKING_BODIES: dict[tuple[str, str], dict[str, object]] = {
    ("POST", f"{_API}/booking-links/"): {"candidacy": "{adas_candidacy}", **_LINK},
    ("POST", f"{_API}/kit-parts/"): {
        "stage": "{screen}",
        "competency": "{competency}",
        "minutes": 9,
        "questions": "Why?",
    },
    ("PUT", f"{_API}/availability/"): {"windows": None, "per_day": 3, "per_week": 9},
    ("POST", "/hiring/interviews/hours/"): {"own": "", "per_day": "3", "per_week": "9"},
}


def booking_names(cast: Cast, *, adas: int) -> dict[str, object]:
    """Ada can choose a time with Ivan, a calendar reads Mona's interviews, a kit asks about discovery."""
    now = timezone.now()
    ada = Candidacy.objects.get(pk=adas)
    link = send_link(candidacy=ada, who="POOL", people=[cast.ivan], by=cast.max, at=now)
    asked = {"stage": hiring_stage("Interview"), "competency": Competency.objects.get(code="discovery")}
    return {
        "kit_part": write_kit_part(**asked, minutes=10, questions="Why?", by=cast.rosa, at=now).pk,
        "adas_link": link.pk,
        "adas_link_token": booking_token(link),
        "feed_secret": open_feed(by=cast.mona, at=now),
    }
