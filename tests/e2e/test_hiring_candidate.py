"""A candidate on a phone applies, books an interview, renews a consent by link, asks for erasure; somebody carries it
out, and the link says so."""

import re
from datetime import timedelta

from django.utils import timezone
from playwright.sync_api import Page, expect

from hiring.choices import InterviewState
from hiring.domain.bench import put_on_bench
from hiring.domain.booking_links import send_link
from hiring.domain.consents import ask_for_consent
from hiring.domain.profiles import edit
from hiring.models import BenchEntry, Candidacy, Candidate, Interview, StatusLink
from hiring.queries.link_tokens import consent_token, status_token
from salesmgmt.console.forms import outside
from salesmgmt.people.choices import Role
from salesmgmt.people.domain.roles import grant_role
from tests.cast import AT
from tests.hiring.erasure.dump import rows_saying
from tests.hiring.erasure.planting import run_jobs
from tests.hiring_rows import make_profile
from tests.plugins.browser import assert_accessible, screenshot

DAY = timedelta(days=1)


def test_from_an_application_to_an_erasure(page_as, cast, monkeypatch):
    monkeypatch.setattr(outside, "FEWEST_SECONDS", -1)  # a program fills it in, and is not to be taken for one
    now = timezone.now()
    edit(profile=make_profile(cast), facts={"takes_applications": True, "pitch": "Come."}, by=cast.olga, at=AT)
    grant_role(user=cast.rosa, role=Role.PRIVACY, team=None, start_date=AT.date(), by=cast.olga, at=AT)

    page = page_as(None, width=390)
    page.goto("/apply/enterprise-ae/")
    page.get_by_label("Your name").fill("Kim Qzbrowser")
    page.get_by_label("E-mail", exact=False).first.fill("qzbrowser@post.example")
    page.get_by_role("button", name="Send the application").click()
    expect(page).to_have_url(re.compile("/thanks/$"))
    candidacy = Candidacy.objects.get()
    status = f"/status/{status_token(StatusLink.objects.latest('pk'))}/"
    send_link(candidacy=candidacy, who="POOL", people=[cast.ivan, cast.max], by=cast.rosa, at=now)
    book(page, status)
    booked = Interview.objects.get()
    assert (booked.candidacy, booked.state, booked.scheduled_at > now) == (candidacy, InterviewState.PLANNED, True)

    entry = put_on_bench(candidacy=candidacy, tier="A", consent_until=now.date() + 5 * DAY, by=cast.rosa, at=now)
    asked = ask_for_consent(entry=entry, by=cast.rosa, at=now)
    page.goto(f"/consent/{consent_token(asked)}/")
    page.get_by_role("button", name=re.compile("^Yes")).click()
    assert BenchEntry.objects.get().consent_until > now.date() + 30 * DAY

    page.goto(status)
    page.get_by_role("button", name="Make a copy of my data").click()
    expect(page.get_by_text("is being made")).to_be_visible()
    run_jobs("hiring.data_copy", at=timezone.now())
    page.reload()
    with page.expect_download() as download:
        page.get_by_role("link", name="Get the copy of your data").click()
    assert download.value.suggested_filename == "your-data.zip"
    page.get_by_text("Ask us to erase what we keep of you").click()
    assert_accessible(page)
    screenshot(page, "status-asking-for-erasure-light-390")
    page.get_by_role("button", name="Ask for erasure").click()
    expect(page.get_by_text("You asked us to erase what we keep of you")).to_be_visible()

    ours = page_as(cast.rosa)
    ours.goto("/hiring/requests/")
    ours.get_by_role("link", name="Look at what goes").click()
    expect(ours.get_by_role("heading", name="What goes")).to_be_visible()
    assert_accessible(ours)
    screenshot(ours, "erase-preview-light-1440")
    ours.get_by_role("button", name="Erase for good").click()
    expect(ours.get_by_role("heading", name="Erasures")).to_be_visible()
    assert_accessible(ours)
    screenshot(ours, "erasures-light-1440")

    page.reload()
    expect(page.get_by_role("status")).to_contain_text("we erased what we kept of you")
    assert_accessible(page)
    screenshot(page, "status-erased-light-390")
    assert Candidate.objects.get().erased_at is not None
    booked.refresh_from_db()
    assert booked.state == InterviewState.CANCELLED  # nobody of ours waits for somebody who is not there any more
    run_jobs("files.remove_bytes", at=timezone.now())
    assert rows_saying("qzbrowser") == {}


def book(page: Page, status: str) -> None:
    """From where they stand to a time of their choice, with the thumb; then their page says when."""
    page.goto(status)
    page.get_by_role("link", name="Choose a time").click()
    expect(page.get_by_role("heading", name="Choose a time that suits you")).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    page.locator(".times[open] button").first.tap()
    expect(page.get_by_role("heading", name="Your interview is booked")).to_be_visible()
    page.goto(status)
    expect(page.get_by_text("Your interview is on")).to_be_visible()
    expect(page.get_by_role("link", name="Choose a time")).to_have_count(0)
