"""What the permission table says of leads: their names, and what acts on them send."""

from pipeline.domain.leads import accept_lead, create_lead
from tests.cast import AT, Cast

NEXT = {"next_step": "Call", "next_step_date": "2999-12-01"}
LEAD_BODIES: dict[tuple[str, str], dict[str, object]] = {
    ("POST", "/api/v1/pipeline/leads/"): {"person_name": "Vera Vale"},
    ("PATCH", "/api/v1/pipeline/leads/{ritas_lead}/"): {"phone": "+49 30 1"},
    ("POST", "/api/v1/pipeline/leads/{ritas_lead}/reject/"): {"reason": "NO_NEED"},
    ("POST", "/api/v1/pipeline/leads/{ritas_lead}/give/"): {"owner": "{nora}"},
    ("POST", "/api/v1/pipeline/leads/{ritas_accepted_lead}/convert/"): {"stage": "{qualify}", **NEXT},
    ("POST", "/pipeline/leads/new/"): {"person_name": "Vera Vale"},
    ("POST", "/pipeline/leads/{ritas_lead}/facts/phone/"): {"value": "+49 30 1", "version": "1"},
    ("POST", "/pipeline/leads/{ritas_lead}/reject/"): {"reason": "NO_NEED"},
    ("POST", "/pipeline/leads/{ritas_lead}/give/"): {"owner": "{nora}"},
    ("POST", "/pipeline/leads/{ritas_accepted_lead}/convert/"): {"stage": "{qualify}", **NEXT},
}


def lead_names(cast: Cast) -> dict[str, object]:
    """Rita has a new lead and one that she accepted."""
    new = create_lead(facts={"person_name": "Lena Ort", "company_name": "Orchard", "note": "Met"}, by=cast.rita, at=AT)
    accepted = create_lead(facts={"company_name": "Larch Paper"}, by=cast.rita, at=AT)
    accept_lead(lead=accepted, by=cast.rita, at=AT)
    return {"ritas_lead": new.pk, "ritas_accepted_lead": accepted.pk}
