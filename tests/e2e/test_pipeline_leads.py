"""A lead in Chromium: accepted, converted and taken back by keyboard and on a phone; its pages in every look."""

from django.utils import timezone
from playwright.sync_api import expect

from pipeline.domain.conversion import convert_lead
from pipeline.domain.leads import accept_lead, create_lead, reject_lead
from pipeline.models import Deal, Lead, LeadSource
from tests.e2e.pipeline_scene import draw_board
from tests.pipeline_rows import stage
from tests.plugins.browser import assert_accessible


def enter(cast, person="Lena Ort", company="Orchard Works", **facts) -> Lead:
    facts = {"person_name": person, "company_name": company, "email": "lena@orchard.example", **facts}
    facts["lead_source"] = LeadSource.objects.first()
    return create_lead(facts=facts, by=cast.rita, at=timezone.now())


def test_a_lead_is_accepted_converted_and_taken_back_by_keyboard_on_a_phone(page_as, cast):
    draw_board(cast)
    lead = enter(cast)
    deals = Deal.objects.count()
    page = page_as(cast.rita, width=390, theme="dark")
    page.goto(f"/pipeline/leads/{lead.pk}/")
    page.get_by_role("button", name="Accept the lead").press("Enter")
    page.get_by_text("Lena Ort is accepted").wait_for()
    account = page.get_by_label("Account")
    account.press_sequentially("Orchard Mil")
    expect(page.get_by_text("There is no account “Orchard Mil”")).to_be_visible()
    account.press_sequentially("ls")
    expect(page.locator("#conversion").get_by_role("link", name="Orchard Mills")).to_be_visible()
    account.press("Tab")
    page.keyboard.press("Tab")
    page.keyboard.type("Call her back")
    page.get_by_label("By when").fill("2099-01-31")
    assert_accessible(page)
    page.get_by_role("button", name="Convert the lead").press("Enter")
    page.get_by_text("Lena Ort is a deal").wait_for()
    lead.refresh_from_db()
    assert (lead.deal.account.name, lead.deal.next_step, lead.contact.email) == (
        *("Orchard Mills", "Call her back", "lena@orchard.example"),
    )
    assert_accessible(page)
    page.get_by_role("button", name="Take the conversion back").press("Enter")
    page.get_by_text("Lena Ort is an accepted lead again").wait_for()
    expect(page.get_by_role("button", name="Convert the lead")).to_be_visible()
    lead.refresh_from_db()
    assert (lead.state, lead.deal, Deal.objects.count()) == ("ACCEPTED", None, deals)
    page.get_by_role("button", name="Reject", exact=True).press("Enter")
    page.get_by_label("Reason").select_option("No budget")
    page.get_by_role("button", name="Reject the lead").press("Enter")
    page.get_by_text("rejected: no budget", exact=True).wait_for()
    page.get_by_role("button", name="Undo").press("Enter")
    expect(page.get_by_role("button", name="Convert the lead")).to_be_visible()


def test_pages_are_accessible_and_fit(page_as, cast, holds):
    draw_board(cast)
    now = timezone.now()
    new, accepted, rejected, converted = (enter(cast, person) for person in ("Ada", "Bo", "Cy", "Di"))
    accept_lead(lead=accepted, by=cast.rita, at=now)
    reject_lead(lead=rejected, reason="WRONG_FIT", by=cast.rita, at=now)
    accept_lead(lead=converted, by=cast.rita, at=now)
    step = {"next_step": "Call", "next_step_date": cast.company.day_of(now)}
    convert_lead(lead=converted, stage=stage("Qualify"), **step, by=cast.rita, at=now)
    page = page_as(cast.rita)
    for name, address in {
        "leads": "/pipeline/leads/",
        "new-lead": "/pipeline/leads/new/",
        "lead": f"/pipeline/leads/{new.pk}/",
        "accepted-lead": f"/pipeline/leads/{accepted.pk}/",
        "rejected-lead": f"/pipeline/leads/{rejected.pk}/",
        "converted-lead": f"/pipeline/leads/{converted.pk}/",
    }.items():
        holds(page, f"pipeline-{name}", address)
