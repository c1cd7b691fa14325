"""What admins and people do on the settings pages, each by one post."""

from datetime import date
from decimal import Decimal

import pytest
from django.contrib.messages import get_messages
from django.urls import reverse

from salesmgmt.accounts.models import User
from salesmgmt.api.models import Token
from salesmgmt.events.choices import JobState
from salesmgmt.events.models import Event, Job
from salesmgmt.people.domain.members import end_membership
from salesmgmt.people.models import (
    Company,
    Competency,
    ExchangeRate,
    FiscalPeriod,
    Holiday,
    Office,
    RoleProfile,
    Team,
    WorkingCalendar,
)
from tests.cast import AT


@pytest.fixture
def post(client, cast):
    """`post("office", {...}, args=[pk], by=cast.rita)`: the answer to a form, sent by an admin if nobody is named."""

    def send(name, data=None, *, args=(), by=None):
        client.force_login(by or cast.olga)
        return client.post(reverse(f"console:{name}", args=args), data or {})

    return send


def said(response):
    return [str(message) for message in get_messages(response.wsgi_request)]


def test_company_is_saved(post):
    facts = {"name": "Kestrel", "zone": "Europe/Athens", "managers_see_pay": "on"}
    assert post("company", facts).url == "/settings/company/"
    company = Company.objects.get()
    assert (company.name, company.zone, company.managers_see_pay) == ("Kestrel", "Europe/Athens", True)


def test_next_year_is_opened_after_the_last(post):
    for year in ("2027", "2028"):
        assert said(post("open-year"))[-1] == f"{year} is open with its quarters and months."
    assert list(FiscalPeriod.objects.filter(kind="YEAR").values_list("name", flat=True)) == ["2026", "2027", "2028"]


def test_rate_is_set_and_the_own_currency_refused(post):
    facts = {"currency": "usd", "valid_date": "2026-05-01", "rate": "0.92", "source": "ECB"}
    assert post("rates", facts).status_code == 302
    assert ExchangeRate.objects.get().rate == Decimal("0.92")
    refused = post("rates", facts | {"currency": "EUR"})
    assert refused.status_code == 422
    assert "EUR is the company&#x27;s own currency" in refused.text
    assert ExchangeRate.objects.count() == 1


def test_office_and_calendar_are_made_and_changed(post):
    post("calendar-new", {"name": "Gulf", "weekdays": ["7", "1", "2"]})
    gulf = WorkingCalendar.objects.get(name="Gulf")
    post("calendar", {"name": "Gulf", "weekdays": ["1"]}, args=[gulf.pk])
    gulf.refresh_from_db()
    assert gulf.weekdays == [1]
    post("office-new", {"name": "Dubai", "zone": "Asia/Dubai", "calendar": gulf.pk})
    dubai = Office.objects.get(name="Dubai")
    post("office", {"name": "Abu Dhabi", "zone": "Asia/Dubai", "calendar": gulf.pk}, args=[dubai.pk])
    dubai.refresh_from_db()
    assert dubai.name == "Abu Dhabi"


def test_holiday_is_added_beside_the_week_and_removed(post, client):
    calendar = WorkingCalendar.objects.get()
    facts = {"add_holiday": "1", "holiday-date": "2026-05-01", "holiday-name": "Labour Day"}
    assert post("calendar", facts, args=[calendar.pk]).status_code == 302
    refused = post("calendar", facts, args=[calendar.pk])
    assert refused.status_code == 422
    assert "1 May 2026 is already a holiday in this calendar" in refused.text
    holiday = Holiday.objects.get()
    assert holiday.date == date(2026, 5, 1)
    post("holiday-remove", args=[holiday.pk])
    assert not Holiday.objects.exists()


def test_team_is_retired_apart_and_brought_back(post, client, cast):
    east = Team.objects.create(name="East", parent=cast.north)
    assert "Retired" not in client.get("/settings/teams/").text
    assert said(post("team-retire", args=[east.pk]))[-1] == "East is retired; figures and records keep it."
    page = client.get("/settings/teams/").text
    assert page.index("Retired") < page.index("East")
    assert ">East</option>" not in client.get("/settings/people/new/").text
    assert ">East, retired</option>" in client.get("/figures/pipeline.win_rate/").text
    assert said(post("team-bring-back", args=[east.pk]))[-1] == "East is in use again."
    refused = post("team-retire", args=[cast.south.pk])
    assert (refused.status_code, "2 people are in South today or later; move them" in refused.text) == (422, True)
    assert not Team.objects.retired().exists()


def test_competency_is_retired_apart_and_brought_back(post, client, cast):
    profile, row = RoleProfile.objects.create(code="ae", name="AE"), Competency.objects.create(code="x", name="Charm")
    assert said(post("competency-retire", args=[row.pk]))[-1] == "Charm is retired; ratings keep it."
    page = client.get("/settings/profiles/").text
    assert page.index("Retired competencies") < page.index("Charm")
    assert "Charm" not in client.get(f"/settings/profiles/{profile.pk}/").text
    assert said(post("competency-bring-back", args=[row.pk]))[-1] == "Charm is in use again."
    post("profile", {"competency": row.pk, "weight": "40", "from_date": "2026-01-01"}, args=[profile.pk])
    refused = post("competency-retire", args=[row.pk])
    assert (refused.status_code, "Charm counts for 1 role profile today or later;" in refused.text) == (422, True)
    assert not Competency.objects.retired().exists()


def test_role_profile_is_retired_apart_and_brought_back(post, client, cast):
    row = RoleProfile.objects.create(code="sdr", name="SDR")
    assert said(post("profile-retire", args=[row.pk]))[-1] == "SDR is retired; what was recorded with it keeps it."
    page = client.get("/settings/profiles/").text
    assert page.index("Retired role profiles") < page.index(">SDR</a>")
    for form in ("/settings/people/new/", "/onboarding/plans/new/", "/onboarding/journeys/new/"):
        answer = client.get(form)
        assert (answer.status_code, ">SDR</option>" in answer.text) == (200, False)
    assert said(post("profile-bring-back", args=[row.pk]))[-1] == "SDR is in use again."
    cast.sam.memberships.update(role_profile=row)
    refused = post("profile-retire", args=[row.pk])
    assert (refused.status_code, "1 person is SDR today or later;" in refused.text) == (422, True)
    assert not RoleProfile.objects.retired().exists()


def test_office_is_retired_apart_and_brought_back(post, client, cast):
    row = Office.objects.create(name="Oslo", zone="Europe/Oslo", calendar=WorkingCalendar.objects.get())
    assert said(post("office-retire", args=[row.pk]))[-1] == "Oslo is retired; places and journeys of before keep it."
    page = client.get("/settings/offices/").text
    assert page.index("Retired offices") < page.index("Oslo")
    assert ">Oslo</option>" not in client.get("/settings/people/new/").text
    assert said(post("office-bring-back", args=[row.pk]))[-1] == "Oslo is in use again."
    cast.sam.memberships.update(office=row)
    refused = post("office-retire", args=[row.pk])
    assert (refused.status_code, "1 person works in Oslo today or later;" in refused.text) == (422, True)
    assert not Office.objects.retired().exists()


def test_team_is_moved_and_a_cycle_is_refused_at_its_field(post, cast):
    head = cast.north.parent_id
    refused = post("team", {"name": "Kestrel Systems", "parent": cast.north.pk}, args=[head])
    assert refused.status_code == 422
    assert refused.context["form"].errors["parent"] == [
        "The parent team stands below this one; choose a team outside of it."
    ]
    post("team", {"name": "North", "parent": cast.south.pk}, args=[cast.north.pk])
    assert Team.objects.get(name="North").parent == cast.south


def test_profile_and_competency_are_made_and_weighed(post):
    post("competency-new", {"name": "Discovery", "code": "discovery"})
    post("profile-new", {"name": "AE", "code": "ae"})
    profile, competency = RoleProfile.objects.get(), Competency.objects.get()
    post("profile", {"competency": competency.pk, "weight": "40", "from_date": "2026-01-01"}, args=[profile.pk])
    assert profile.profilecompetency_set.get().weight == 40
    post("profile-rename", {"name": "Account executive"}, args=[profile.pk])
    post("competency", {"name": "Finding out"}, args=[competency.pk])
    assert (RoleProfile.objects.get().name, Competency.objects.get().name) == ("Account executive", "Finding out")


def test_person_is_renamed_and_let_go(post, cast):
    rita = cast.rita.pk
    post("person-edit", {"name": "Rita Sander", "zone": "Europe/Athens", "email": "rita@kestrel.example"}, args=[rita])
    post("person-leave", {"last_day_after": "2026-06-01"}, args=[rita])
    person = User.objects.get(pk=rita)
    assert (person.name, person.zone, person.is_active) == ("Rita Sander", "Europe/Athens", False)
    assert person.memberships.get().until == date(2026, 6, 1)


def test_manager_with_reports_stays(post, cast):
    refused = post("person-leave", {"last_day_after": "2026-06-01"}, args=[cast.max.pk])
    assert refused.status_code == 422
    assert "People still report to Max Adler" in refused.text
    assert cast.max.memberships.get().until is None


def test_password_link_is_sent(post, cast, mailoutbox):
    response = post("password-link", args=[cast.rita.pk])
    assert said(response) == ["A mail with a link to set a password is on its way to rita@kestrel.example."]
    assert [mail.to for mail in mailoutbox] == [["rita@kestrel.example"]]


def test_mail_server_that_is_away_is_said_and_the_person_is_kept(post, cast, settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 1
    facts = {"name": "Zoe Zand", "email": "zoe@kestrel.example", "team": cast.north.pk, "from_date": "2026-05-01"}
    response = post("person-new", facts)
    assert response.status_code == 302
    [sentence] = said(response)
    assert sentence.startswith("The mail server did not take the mail with the password link")
    assert User.objects.filter(email="zoe@kestrel.example").exists()


def test_people_are_found_by_name_team_role_and_when_they_left(client, cast, post):
    def names(query):
        client.force_login(cast.olga)
        return [person.name for person in client.get(f"/settings/people/?{query}").context["dressed"]]

    assert names("search=RITA") == ["Rita Sandoval"]
    assert names("search=mona@") == ["Mona Mai"]
    assert names(f"team={cast.south.pk}") == ["Mona Mai", "Sam Okafor"]
    assert len(names(f"team={cast.north.parent_id}")) == User.objects.count()
    assert names("role=FINANCE") == ["Finn Fisk"]
    assert names("search=nobody-like-this") == []
    post("person-leave", {"last_day_after": "2026-06-01"}, args=[cast.rita.pk])
    assert names("search=rita&is_active=true") == []
    assert names("search=rita&is_active=") == ["Rita Sandoval"]


def test_job_is_cancelled_and_started_again_by_who_sees_it(post, cast, make_job):
    job = make_job(cast.rita)
    assert post("job-cancel", args=[job.pk], by=cast.sam).status_code == 404
    post("job-cancel", args=[job.pk], by=cast.rita)
    assert Job.objects.get().state == JobState.CANCELLED
    post("job-retry", args=[job.pk])
    assert Job.objects.get().state == JobState.QUEUED
    post("job-cancel", args=[job.pk])
    again = post("job-cancel", args=[job.pk])
    assert again.status_code == 409
    assert "only a waiting or running job can be cancelled" in again.text


def test_jobs_table_asks_for_itself_while_something_moves(client, cast, make_job):
    client.force_login(cast.rita)
    make_job(cast.rita, JobState.DONE)
    assert "hx-get" not in client.get("/settings/jobs/", headers={"HX-Request": "true"}).text
    make_job(cast.rita, progress={"done": 3, "total": 12, "note": "deals"})
    text = client.get("/settings/jobs/", headers={"HX-Request": "true"}).text
    assert 'hx-get="/settings/jobs/"' in text
    assert "3 of 12, deals" in text


def test_own_facts_are_saved_and_a_zone_nobody_knows_is_not(post, cast):
    assert post("me", {"name": "Rita S", "zone": "Mars/Olympus"}, by=cast.rita).status_code == 422
    assert User.objects.get(pk=cast.rita.pk).name == "Rita Sandoval"
    post("me", {"name": "Rita S", "zone": ""}, by=cast.rita)
    assert User.objects.get(pk=cast.rita.pk).name == "Rita S"
    assert Event.objects.of(cast.rita).last().kind == "person.edited"


def test_token_is_shown_once_and_revoked_by_its_owner(post, client, cast):
    made = post("token-new", {"name": "Export", "scope": "READ", "apps": ["pipeline"], "days": 30}, by=cast.rita)
    assert made["Cache-Control"] == "no-store"
    text = made.context["new_token"]
    assert text in made.text
    assert text not in client.get("/settings/me/").text
    [token] = made.context["tokens"]
    assert post("token-revoke", args=[token.public_id], by=cast.sam).status_code == 404
    assert [(each.name, each.scope, each.apps) for each in Token.objects.all()] == [("Export", "READ", ["pipeline"])]
    post("token-revoke", args=[token.public_id], by=cast.rita)
    assert not Token.objects.exists()


def test_who_left_is_signed_out_of_pages_and_programs(client, cast):
    _, text = Token.objects.create(cast.rita)
    program = {"Authorization": f"Token {text}"}
    client.force_login(cast.rita, backend="allauth.account.auth_backends.AuthenticationBackend")
    assert client.get("/settings/me/").status_code == 200
    end_membership(user=cast.rita, last_day_after=date(2026, 3, 1), by=cast.olga, at=AT)
    assert client.get("/settings/me/").url.startswith("/accounts/login/")
    assert client.get("/api/v1/people/", headers=program).status_code == 401
