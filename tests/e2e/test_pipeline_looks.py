"""Every page of the pipeline, seen by axe in light and dark at two widths, and kept as a picture."""

import gzip
from datetime import timedelta

import pytest
from django.utils import timezone

from pipeline.domain.catalogue import add_lead_source
from pipeline.domain.closing import win_deal
from pipeline.domain.to_do import add_task
from pipeline.models import Contact
from tests.e2e.pipeline_scene import draw_board
from tests.pipeline_rows import make_order, won_for
from tests.plugins.browser import assert_accessible, screenshot


def test_pages_are_accessible_and_fit(page_as, cast, holds):
    deals = draw_board(cast)
    page = page_as(cast.max)
    ivory = deals["Ivory Pharma"]
    order = make_order(deals["Castell Logistics"], at=timezone.now())
    won = win_deal(deal=deals["Juniper Clinics"], reason=won_for(), by=cast.rita, at=timezone.now())
    said = {"due_date": timezone.now().date() + timedelta(days=1), "by": cast.max, "at": timezone.now()}
    task = add_task(title="Ask for the proof slot", details="Ring twice", subject=ivory, **said)
    contact = Contact.objects.get(name="Lena Ort")
    for name, address in {
        "board": "/pipeline/",
        "deals": "/pipeline/deals/?state=OPEN",
        "deal": f"/pipeline/deals/{ivory.pk}/",
        "new-deal": "/pipeline/deals/new/",
        "accounts": "/pipeline/accounts/",
        "account": f"/pipeline/accounts/{ivory.account_id}/",
        "won-deal": f"/pipeline/deals/{won.pk}/",
        "order": f"/pipeline/orders/{order.pk}/",
        "account-with-order": f"/pipeline/accounts/{order.account_id}/",
        "targets": "/pipeline/targets/",
        "tasks": "/pipeline/tasks/",
        "task": f"/pipeline/tasks/{task.pk}/",
        "new-task": "/pipeline/tasks/new/",
        "contact": f"/pipeline/contacts/{contact.pk}/",
    }.items():
        holds(page, f"pipeline-{name}", address)


def test_setup_is_accessible_and_fits(page_as, cast, holds):
    draw_board(cast)
    add_lead_source(code="fair", name="Trade fair", by=cast.olga, at=timezone.now())
    page = page_as(cast.olga)
    for name, address in {
        "setup": "/pipeline/settings/",
        "quotas": "/pipeline/targets/",
        "sources": "/pipeline/sources/",
    }.items():
        holds(page, f"pipeline-{name}", address)


def test_empty_states_teach(page_as, cast, holds):
    page = page_as(cast.olga)
    page.goto("/pipeline/")
    assert page.get_by_role("heading", name="Say how you sell").is_visible()
    holds(page, "pipeline-no-process")
    page.get_by_role("link", name="Set up a process").click()
    page.get_by_role("button", name="Publish the process").click()
    page.get_by_text("The process is published").wait_for()
    holds(page, "pipeline-process-published")
    page.goto("/pipeline/")
    page.get_by_role("main").get_by_role("link", name="New deal").last.wait_for()
    holds(page, "pipeline-empty")


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_panel_is_accessible(page_as, cast, theme):
    draw_board(cast)
    page = page_as(cast.max, theme=theme)
    page.goto("/pipeline/")
    page.get_by_role("link", name="Ivory Pharma").click()
    page.get_by_role("complementary", name="Details").get_by_role("heading", name="Ivory Pharma").wait_for()
    assert_accessible(page)
    screenshot(page, f"pipeline-panel-{theme}-1440")


@pytest.mark.parametrize("address", ["/pipeline/", "/pipeline/deals/?state=OPEN"])
def test_pages_stay_within_their_budget(page_as, cast, address):
    draw_board(cast)
    page = page_as(cast.max)
    requests = []
    page.on("requestfinished", lambda request: requests.append(request.url))
    answer = page.goto(address, wait_until="networkidle")
    assert len(requests) <= 12, "\n".join(requests)
    assert len(gzip.compress(answer.body())) <= 60_000


def test_the_open_tab_stands_in_sight_on_a_phone(page_as, cast):
    page = page_as(cast.olga, width=390)
    page.goto("/pipeline/targets/")
    page.wait_for_load_state()
    box = page.locator(".subnav [aria-current]").first.bounding_box()
    assert box["x"] >= 0
    assert box["x"] + box["width"] <= 390
