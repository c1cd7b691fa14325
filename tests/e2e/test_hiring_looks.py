"""Every page of hiring, seen by axe in light and dark at two widths, and kept as a picture."""

import pytest
from django.utils import timezone

from hiring.choices import RequestKind
from hiring.domain.candidate_requests import ask_by_link
from hiring.domain.consents import ask_for_consent
from hiring.domain.retention import set_rule
from hiring.domain.status_links import send_status_link
from hiring.domain.tags import add_tag, offer_tag, put_tag
from hiring.models import BenchEntry, HiringProfile, Interview
from hiring.queries.link_tokens import consent_token, status_token
from salesmgmt.people.choices import Role
from salesmgmt.people.domain.roles import grant_role
from tests.cast import AT
from tests.e2e.hiring_scene import draw_bench
from tests.plugins.browser import assert_accessible, screenshot


def test_pages_are_accessible_and_fit(page_as, cast, holds):
    rows = draw_bench(cast)
    lena, ada = rows["Lena Ort"], rows["Ada Brandt"]
    pages = {
        "bench": "/hiring/",
        "need": "/hiring/need/",
        "board": "/hiring/board/",
        "empty-board": f"/hiring/board/?profile={HiringProfile.objects.get(role_profile__code='sales-engineer').pk}",
        "candidates": "/hiring/candidates/?state=OPEN",
        "blind": f"/hiring/candidacies/{lena.pk}/",
        "planned": f"/hiring/candidacies/{rows['Jonas Weber'].pk}/",
        "benched": f"/hiring/candidacies/{ada.pk}/",
        "new": "/hiring/candidates/new/",
        "plan": f"/hiring/candidacies/{ada.pk}/interviews/new/",
        "hire": f"/hiring/candidacies/{ada.pk}/hire/",
        "interviews": "/hiring/interviews/",
        "scorecard": f"/hiring/interviews/{Interview.objects.get(candidacy=lena).pk}/scorecard/",
    }
    page = page_as(cast.max)
    for name, address in pages.items():
        holds(page, f"hiring-{name}", address)


def test_settings_are_accessible_and_fit(page_as, cast, holds):
    candidacy, act = draw_bench(cast)["Ada Brandt"], {"by": cast.olga, "at": timezone.now()}
    ada, token = candidacy.candidate_id, status_token(send_status_link(candidacy=candidacy, **act))
    for kind in RequestKind:
        ask_by_link(token=token, kind=kind, at=act["at"])
    german, _ = (add_tag(name=name, **act) for name in ("Speaks German", "Knows the plant side"))
    put_tag(candidacy=candidacy, tag=german, **act)
    offer_tag(tag=german, offered=False, **act)
    grant_role(user=cast.olga, role=Role.PRIVACY, team=None, start_date=AT.date(), by=cast.olga, at=AT)
    set_rule(region="", places="", basis="APPLICATION", days=180, by=cast.olga, at=AT)
    profile = HiringProfile.objects.get(role_profile__code="enterprise-ae")
    pages = {
        "settings": "/hiring/profiles/",
        "profile": f"/hiring/profiles/{profile.pk}/",
        "letters": f"/hiring/profiles/{profile.pk}/letters/",
        "requests": "/hiring/requests/",
        "tags": "/hiring/tags/",
        "erase": f"/hiring/candidates/{ada}/erase/",
        "looks-at": f"/hiring/candidates/{ada}/looks/",
        "retention": "/hiring/retention/",
        "stage": f"/hiring/profiles/{profile.pk}/stages/",
    }
    page = page_as(cast.olga)
    for name, address in pages.items():
        holds(page, f"hiring-{name}", address)


def test_the_doors_are_accessible_and_fit(page_as, cast, holds):
    ada = draw_bench(cast)["Ada Brandt"]
    entry, act = BenchEntry.objects.standing().get(candidacy=ada), {"by": cast.max, "at": timezone.now()}
    pages = {
        "consent": f"/consent/{consent_token(ask_for_consent(entry=entry, **act))}/",
        "status": f"/status/{status_token(send_status_link(candidacy=ada, **act))}/",
        "apply": "/apply/",
        "apply-form": "/apply/enterprise-ae/",
        "apply-thanks": "/apply/enterprise-ae/thanks/",
    }
    page = page_as(None)
    for name, address in pages.items():
        holds(page, f"hiring-{name}", address)
    assert page.goto("/apply/sales-engineer/").status == 404
    assert page.get_by_role("heading", name="No applications are taken here now").is_visible()
    page.console_errors.clear()  # Chromium logs the 404 itself
    holds(page, "hiring-no-door")


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_panel_is_accessible(page_as, cast, theme):
    draw_bench(cast)
    page = page_as(cast.max, theme=theme)
    page.goto("/hiring/")
    page.get_by_role("link", name="Marta Keller").click()
    page.get_by_role("complementary", name="Details").get_by_role("heading", name="Marta Keller").wait_for()
    assert_accessible(page)
    screenshot(page, f"hiring-panel-{theme}-1440")
