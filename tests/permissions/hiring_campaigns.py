"""What the permission table says of campaigns of candidate sources, and of what an hour of interviewing costs."""

from datetime import date

from hiring.domain.campaigns import add_campaign, set_hour_cost
from hiring.models import CandidateSource
from tests.cast import AT, Cast

_API = "/api/v1/hiring"
_FAIR = {"code": "job-fair", "name": "Job fair", "start_date": "2026-04-01"}
HIRING_CAMPAIGN_BODIES: dict[tuple[str, str], dict[str, object]] = {
    ("POST", f"{_API}/campaigns/"): {**_FAIR, "source": "referral"},
    ("PATCH", f"{_API}/campaigns/{{candidate_campaign}}/"): {"cost_amount": "10.00"},
    ("PUT", f"{_API}/interview-cost/"): {"hourly_amount": "85.00"},
    ("POST", "/hiring/campaigns/new/"): {**_FAIR, "source": "{candidate_source}"},
    ("POST", "/hiring/campaigns/{candidate_campaign}/"): {**_FAIR, "version": "1"},
    ("POST", f"{_API}/candidacies/{{cals_candidacy}}/came/"): {"referred_by": "{rita}"},
    ("POST", "/hiring/candidacies/{cals_candidacy}/came/"): {"referred_by": "{rita}"},
    ("POST", "/hiring/interview-cost/"): {"hourly_amount": "85.00"},
}


def hiring_campaign_names(cast: Cast, *, source: int) -> dict[str, object]:
    """A bonus for referrals runs."""
    facts = {"name": "Bonus", "start_date": date(2026, 3, 1), "cost_amount": 700}
    said = {**facts, "source": CandidateSource.objects.get(pk=source)}
    set_hour_cost(hourly_amount=80, by=cast.rosa, at=AT)
    return {"candidate_campaign": add_campaign(code="bonus", facts=said, by=cast.rosa, at=AT).pk}
