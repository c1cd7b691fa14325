"""Facts edited in place, next steps, rests and owners are taken back: what was said before, once, by version."""

from datetime import date
from decimal import Decimal

import pytest

from pipeline.domain.accounts import add_contact, edit_account, edit_contact
from pipeline.domain.campaigns import add_campaign
from pipeline.domain.catalogue import add_lead_source
from pipeline.domain.deals import edit_deal, give_deal
from pipeline.domain.leads import create_lead, edit_lead
from pipeline.domain.next_steps import pause_deal, set_next_step
from pipeline.domain.planned_meetings import plan_meeting
from pipeline.models import Account, Deal
from salesmgmt.web.domain.undoing import take_back
from salesmgmt.web.models import Undo
from tests.pipeline_rows import make_deal
from tests.refusals import assert_refused

HTMX = {"HX-Request": "true"}


def last() -> Undo:
    return Undo.objects.latest("pk")


def facts_of(row):
    fresh = type(row).objects.get(pk=row.pk)
    return {
        field.attname: getattr(fresh, field.attname) for field in fresh._meta.concrete_fields if field.name != "version"
    }


@pytest.fixture
def rows(process, cast, at):
    deal = make_deal(cast.rita, close_date=date(2026, 4, 1))
    contact = add_contact(account=deal.account, name="Cleo", by=cast.rita, at=at)
    lead = create_lead(facts={"person_name": "Lea", "note": "Line 3"}, by=cast.rita, at=at)
    return {"deal": deal, "account": deal.account, "contact": contact, "lead": lead}


def test_editing_facts_is_taken_back_with_all_that_it_wrote_over(rows, cast, at):
    source = add_lead_source(code="fair", name="Trade fair", by=cast.olga, at=at)
    fair = {"name": "Fair", "start_date": date(2026, 1, 5), "lead_source": source}
    campaign = add_campaign(code="fair-1", facts=fair, by=cast.olga, at=at)
    other = Account.objects.create(name="Other", owner=cast.rita)
    acts = (
        (edit_deal, "deal", {"amount": Decimal("7.50"), "close_date": None, "campaign": campaign, "account": other}),
        (
            edit_account,
            "account",
            {"name": "Kite", "owner": cast.max, "revenue_amount": Decimal(5), "revenue_currency": "EUR"},
        ),
        (edit_contact, "contact", {"email": "cleo@kite.example"}),
        (edit_lead, "lead", {"note": "", "company_name": "Kite", "campaign": campaign}),
    )
    for verb, name, facts in acts:
        row, before = rows[name], facts_of(rows[name])
        verb(**{name: row}, facts=facts, by=cast.rita, at=at)
        assert facts_of(row) != before
        undo = last()
        take_back(undo=undo, by=cast.rita, at=at)
        assert facts_of(row) == before
        with assert_refused("taken_back"):
            take_back(undo=undo, by=cast.rita, at=at)


def test_after_somebody_else_changed_it_nothing_is_taken_back(rows, cast, at):
    edit_deal(deal=rows["deal"], facts={"amount": Decimal(5)}, by=cast.rita, at=at)
    undo = last()
    edit_deal(deal=rows["deal"], facts={"amount": Decimal(6)}, by=cast.max, at=at)
    with assert_refused("deal_changed", says="changed by somebody else"):
        take_back(undo=undo, by=cast.rita, at=at)
    edit_lead(lead=rows["lead"], facts={"note": "x"}, by=cast.rita, at=at)
    undo = last()
    edit_lead(lead=rows["lead"], facts={"note": "y"}, by=cast.max, at=at)
    with assert_refused("conflict", says="changed by somebody else"):
        take_back(undo=undo, by=cast.rita, at=at)


def test_a_next_step_a_rest_and_an_owner_are_taken_back(rows, cast, at):
    deal, before = rows["deal"], facts_of(rows["deal"])
    for act in (
        lambda: set_next_step(deal=deal, next_step="Else", next_step_date=date(2026, 3, 9), by=cast.max, at=at),
        lambda: pause_deal(deal=deal, until=date(2026, 4, 9), by=cast.max, at=at),
        lambda: give_deal(deal=deal, to=cast.nora, by=cast.max, at=at),
    ):
        act()
        assert facts_of(deal) != before
        take_back(undo=last(), by=cast.max, at=at)
        assert facts_of(deal) == before


def test_a_step_that_another_act_sets_is_not_offered_by_itself(rows, cast, at):
    plan_meeting(deal=rows["deal"], kind="CALL", starts_at=at.replace(hour=12), by=cast.rita, at=at)
    assert not Undo.objects.exists()


def test_a_contact_is_edited_on_a_page_of_its_own_at_its_version(rows, cast, client):
    client.force_login(cast.rita)
    address = f"/pipeline/contacts/{rows['contact'].pk}/"
    assert "Cleo" in client.get(address).content.decode()
    said = {"name": "Cleo Chen", "title": "CFO", "email": "cleo@kite.example", "phone": "", "version": "1"}
    assert client.post(address, said)["Location"] == f"/pipeline/accounts/{rows['account'].pk}/"
    late = client.post(address, said | {"name": "Other"})
    assert (late.status_code, "changed by somebody else" in late.content.decode()) == (409, True)
    assert client.post(address, said | {"name": "", "version": "2"}).status_code == 422
    assert facts_of(rows["contact"])["name"] == "Cleo Chen"


def test_the_page_offers_it_in_its_toast(rows, cast, client, monkeypatch, at):
    monkeypatch.setattr("django.utils.timezone.now", lambda: at)
    client.force_login(cast.rita)
    for name in ("deal", "account", "lead"):
        row = rows[name]
        field, value = ("note", "Line 4") if name == "lead" else ("name", "Kite")
        address = f"/pipeline/{name}s/{row.pk}/facts/{field}/"
        said = client.post(address, {"value": value, "version": row.version}, headers=HTMX)
        assert f'"undo": "/undo/{last().pk}/"' in said["HX-Trigger"]
        gone = client.post(f"/undo/{last().pk}/", headers=HTMX)
        assert (gone.status_code, "taken-back" in gone["HX-Trigger"]) == (204, True)
    assert Deal.objects.get(pk=rows["deal"].pk).name == "Helix Robotics"
