"""What the permission table says of leads: their names, and what acts on them send."""

from pipeline.domain.assignment_rules import add_rule, set_capacity
from pipeline.domain.campaigns import add_campaign
from pipeline.domain.capture import open_form
from pipeline.domain.lead_response import contact_lead, set_response_target
from pipeline.domain.leads import accept_lead, create_lead
from pipeline.models import LeadSource
from tests.cast import AT, Cast

NEXT = {"next_step": "Call", "next_step_date": "2999-12-01"}
FAIR = {"code": "fair", "name": "Fair", "start_date": "2026-03-01"}
TALK = {"code": "ask", "heading": "Ask us", "lead_source": "web"}
RULE = {"position": 2, "name": "In turn", "method": "ROUND_ROBIN"}
LEAD_BODIES: dict[tuple[str, str], dict[str, object]] = {
    ("POST", "/api/v1/pipeline/leads/"): {"person_name": "Vera Vale"},
    ("PATCH", "/api/v1/pipeline/leads/{ritas_lead}/"): {"phone": "+49 30 1"},
    ("POST", "/api/v1/pipeline/leads/{ritas_lead}/reject/"): {"reason": "NO_NEED"},
    ("POST", "/api/v1/pipeline/leads/{ritas_lead}/contact/"): {"kind": "CALL"},
    ("POST", "/pipeline/leads/{ritas_lead}/contact/"): {"kind": "CALL"},
    ("POST", "/api/v1/pipeline/response-targets/"): {"minutes": 60},
    ("POST", "/pipeline/settings/assignment/response/"): {"minutes": "60"},
    ("POST", "/api/v1/pipeline/leads/{ritas_lead}/give/"): {"owner": "{nora}"},
    ("POST", "/api/v1/pipeline/leads/{ritas_accepted_lead}/convert/"): {"stage": "{qualify}", **NEXT},
    ("POST", "/api/v1/pipeline/campaigns/"): {**FAIR, "lead_source": "web"},
    ("PATCH", "/api/v1/pipeline/campaigns/{campaign}/"): {"cost_amount": "10.00"},
    ("POST", "/pipeline/campaigns/new/"): {**FAIR, "lead_source": "{lead_source}"},
    ("POST", "/pipeline/campaigns/{campaign}/edit/"): {**FAIR, "version": "1"},
    ("POST", "/api/v1/pipeline/leads/capture/"): {"form": "talk", "person_name": "Ed", "email": "ed@post.example"},
    ("POST", "/api/v1/pipeline/capture-forms/"): {**TALK, "owner": "{nora}"},
    ("PATCH", "/api/v1/pipeline/capture-forms/{capture_form}/"): {"is_open": False},
    ("POST", "/pipeline/settings/forms/new/"): {**TALK, "lead_source": "{lead_source}", "owner": "{nora}"},
    ("POST", "/pipeline/settings/forms/{capture_form}/"): {
        "heading": "Talk",
        "lead_source": "{lead_source}",
        "owner": "{nora}",
        "version": "1",
    },
    ("POST", "/api/v1/pipeline/assignment-rules/"): {**RULE, "people": ["{nora}"]},
    ("PATCH", "/api/v1/pipeline/assignment-rules/{assignment_rule}/"): {"position": 3},
    ("POST", "/api/v1/pipeline/seller-capacities/"): {"user": "{nora}", "capacity": 20},
    ("POST", "/pipeline/settings/assignment/new/"): {**RULE, "least_people": "0", "people": "{nora}"},
    ("POST", "/pipeline/settings/assignment/{assignment_rule}/"): {
        **RULE,
        "least_people": "0",
        "people": "{nora}",
        "version": "1",
    },
    ("POST", "/pipeline/settings/assignment/people/{nora}/"): {"capacity": "20", "share": "50"},
    ("POST", "/pipeline/leads/new/"): {"person_name": "Vera Vale"},
    ("POST", "/pipeline/leads/{ritas_lead}/facts/phone/"): {"value": "+49 30 1", "version": "1"},
    ("POST", "/pipeline/leads/{ritas_lead}/reject/"): {"reason": "NO_NEED"},
    ("POST", "/pipeline/leads/{ritas_lead}/give/"): {"owner": "{nora}"},
    ("POST", "/pipeline/leads/{ritas_accepted_lead}/convert/"): {"stage": "{qualify}", **NEXT},
}


def lead_names(cast: Cast) -> dict[str, object]:
    """Rita has a new lead and one that she accepted; there is a campaign of the web and a form of it. A rule gives what
    comes in to her."""
    new = create_lead(facts={"person_name": "Lena Ort", "company_name": "Orchard", "note": "Met"}, by=cast.rita, at=AT)
    accepted = create_lead(facts={"company_name": "Larch Paper"}, by=cast.rita, at=AT)
    accept_lead(lead=accepted, by=cast.rita, at=AT)
    contact_lead(lead=accepted, kind="CALL", note="Rang Qzleadcontact", by=cast.rita, at=AT)
    web = {"name": "Spring mailing", "start_date": AT.date(), "lead_source": LeadSource.objects.get(code="web")}
    campaign = add_campaign(code="spring", facts=web, by=cast.olga, at=AT)
    facts = {"heading": "Talk to us", "campaign": campaign, "owner": cast.rita}
    form = open_form(code="talk", facts=facts, by=cast.olga, at=AT)
    facts = {"position": 1, "name": "Everything", "method": "ROUND_ROBIN"}
    rule = add_rule(facts=facts, people=[cast.rita], by=cast.olga, at=AT)
    capacity = set_capacity(user=cast.rita, capacity=20, share_bp=10_000, skills=[], by=cast.olga, at=AT)
    target = set_response_target(campaign=campaign, minutes=60, by=cast.olga, at=AT)
    assert target is not None
    return {
        "response_target": target.pk,
        "ritas_lead_state": new.state_changes.get().pk,
        "assignment_rule": rule.pk,
        "ritas_capacity": capacity.pk,
        "campaign": campaign.pk,
        "capture_form": form.pk,
        "ritas_lead": new.pk,
        "ritas_accepted_lead": accepted.pk,
        "ritas_lead_contact": accepted.contacts.get().pk,
    }
