from datetime import date
from decimal import Decimal

import pytest

from pipeline.domain.campaigns import add_campaign, edit_campaign
from pipeline.domain.catalogue import add_lead_source
from pipeline.domain.conversion import convert_lead
from pipeline.domain.deals import edit_deal
from pipeline.domain.leads import accept_lead, create_lead, edit_lead
from pipeline.models import Campaign
from salesmgmt.common.problems import Conflict
from tests.pipeline.evidence import last_event
from tests.pipeline_rows import stage
from tests.refusals import all_rows, assert_refused


@pytest.fixture
def fair(process, olga, at) -> Campaign:
    source = add_lead_source(code="fair", name="Trade fairs", by=olga, at=at)
    facts = {
        "name": " Spring fair ",
        "start_date": date(2026, 3, 1),
        "cost_amount": Decimal(900),
        "lead_source": source,
    }
    return add_campaign(code="fair-2026", facts=facts, by=olga, at=at)


def test_a_campaign_is_added_and_edited(fair, olga, at):
    assert (fair.name, fair.currency, fair.end_date, fair.version) == ("Spring fair", "EUR", None, 1)
    payload = {"code": "fair-2026", "lead_source_id": fair.lead_source_id}
    assert last_event() == ("campaign.added", "pipeline.campaign", fair.pk, olga.pk, payload)
    facts = {"end_date": date(2026, 4, 1), "name": "Spring fair"}
    assert edit_campaign(campaign=fair, facts=facts, by=olga, at=at, expected_version=1).version == 2
    assert last_event()[4] == {"fields": ["end_date"]}
    before = all_rows()
    with pytest.raises(Conflict):
        edit_campaign(campaign=fair, facts={"name": "Other"}, by=olga, at=at, expected_version=1)
    assert all_rows() == before


def test_refusals(fair, cast, at):
    facts = {"name": "Autumn", "start_date": date(2026, 9, 1), "lead_source": fair.lead_source}

    def add(by=cast.olga, code="autumn", **said):
        return add_campaign(code=code, facts={**facts, **said}, by=by, at=at)

    with assert_refused("pipeline_campaign_code_key", "code"):
        add(code="fair-2026")
    with assert_refused("pipeline_campaign_name_key", "name"):
        add(name="Spring fair")
    with assert_refused("a_campaign_ends_after_it_starts", "end_date"):
        add(end_date=date(2026, 9, 1))
    with assert_refused("a_campaign_cost_is_not_negative", "cost_amount"):
        add(cost_amount=Decimal(-1))
    with assert_refused("not_allowed"):
        add(by=cast.max)


def test_a_campaign_is_carried_from_lead_to_deal(fair, cast, at):
    lead = create_lead(facts={"person_name": "Ada", "campaign": fair}, by=cast.rita, at=at)
    assert lead.lead_source == fair.lead_source
    accept_lead(lead=lead, by=cast.rita, at=at)
    day = date(2026, 3, 3)
    lead = convert_lead(lead=lead, stage=stage("Qualify"), next_step="Call", next_step_date=day, by=cast.rita, at=at)
    assert (lead.deal.campaign, lead.deal.lead_source) == (fair, fair.lead_source)


def test_a_campaign_and_its_source_go_together(fair, deal, cast, at):
    web = add_lead_source(code="web", name="Web", by=cast.olga, at=at)
    with assert_refused("campaign_source", "campaign"):
        create_lead(facts={"person_name": "Ada", "campaign": fair, "lead_source": web}, by=cast.rita, at=at)
    deal = edit_deal(deal=deal, facts={"campaign": fair}, by=cast.rita, at=at)
    assert deal.lead_source == fair.lead_source
    assert edit_deal(deal=deal, facts={"lead_source": web}, by=cast.rita, at=at).campaign is None
    lead = create_lead(facts={"person_name": "Ada", "campaign": fair}, by=cast.rita, at=at)
    assert edit_lead(lead=lead, facts={"lead_source": fair.lead_source}, by=cast.rita, at=at).campaign == fair
    assert edit_lead(lead=lead, facts={"lead_source": None}, by=cast.rita, at=at).campaign is None
