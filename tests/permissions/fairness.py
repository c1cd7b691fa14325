"""What the permission table says of adverse impact and of the page on which candidates say of themselves."""

from django.utils import timezone

from hiring.domain.retention import set_rule
from hiring.domain.self_identification import identify, token_of
from hiring.models import Candidate
from salesmgmt.people.choices import Role
from salesmgmt.people.domain.roles import grant_role
from tests.cast import START, Cast

SAID = {"gender": "WOMAN", "age_band": "FROM_40", "ethnic_group": "UNSAID"}
FAIRNESS_BODIES: dict[tuple[str, str], dict[str, object]] = {
    ("POST", "/about-you/{about_cal}/"): SAID,
    ("POST", "/hiring/retention/"): {"basis": "CONSENT", "days": "30"},
}


def fairness_names(cast: Cast, *, cal: int) -> dict[str, object]:
    """Cal has answered, and Finn reads counts; candidates are kept for half a year."""
    now = timezone.now()
    grant_role(user=cast.finn, role=Role.FAIRNESS, team=None, start_date=START, by=cast.olga, at=now)
    token = token_of(Candidate.objects.get(pk=cal))
    identify(token=token, said=SAID, at=now)
    rule = set_rule(region="", places="", basis="APPLICATION", days=180, by=cast.rosa, at=now)
    return {"about_cal": token, "retention_rule": rule.pk}
