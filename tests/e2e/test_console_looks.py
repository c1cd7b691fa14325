"""Every settings page in Chromium: axe finds nothing, light and dark, on a desk and on a phone."""

from django.urls import reverse
from django.utils import timezone

from salesmgmt.events.choices import JobState
from salesmgmt.figures.domain.proving import prove_now
from salesmgmt.people.models import Competency, Office, RoleProfile, Team, WorkingCalendar
from tests.salesmgmt.console.conftest import make_job, rows  # noqa: F401

PAGES = {
    "people": None, "person-new": None, "person": "person", "person-move": "person", "teams": None, "team-new": None,
    "profiles": None, "profile": "profile", "company": None, "offices": None, "calendar": "calendar", "periods": None,
    "rates": None, "jobs": None, "me": None, "health": None, "webhooks": None, "webhook-new": None,
    "webhook": "webhook", "deliveries": None, "delivery": "delivery",
}  # fmt: skip


def test_settings_pages_hold_for_everybody(page_as, olga, rows, make_job, holds):  # noqa: F811
    make_job(olga, JobState.FAILED)
    make_job(olga, JobState.DONE)
    now = timezone.now()
    prove_now(at=now)
    Team.objects.create(name="East", retired_at=now)
    Competency.objects.create(code="charm", name="Charm", retired_at=now)
    RoleProfile.objects.create(code="sdr", name="SDR", retired_at=now)
    calendar = WorkingCalendar.objects.earliest("pk")
    Office.objects.create(name="Oslo", zone="Europe/Oslo", calendar=calendar, retired_at=now)
    page = page_as(olga)
    for name, row in PAGES.items():
        holds(page, f"console-{name}", reverse(f"console:{name}", args=[rows[row]] if row else []))
