"""The kernel over the API: what admins write, what others read, and refusals that change nothing."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from salesmgmt.accounts.models import User
from salesmgmt.events.choices import JobState
from salesmgmt.events.models import Event, Job
from salesmgmt.people.choices import Role
from salesmgmt.people.models import Company, Holiday, Membership, Office, RoleGrant, Team, WorkingCalendar
from tests.cast import START

JSON = "application/json"


@pytest.fixture
def api(client):
    """`api(olga).post("teams/", {...})`: the answer's status and body."""

    class Caller:
        def __init__(self, user):
            self.user = user

        def __getattr__(self, method):
            def call(path, data=None):
                client.force_login(self.user)
                sends = {} if method == "get" else {"content_type": JSON}
                answer = getattr(client, method)(f"/api/v1/{path}", data, **sends)
                return answer.status_code, answer.json() if answer.content else None

            return call

    return Caller


def codes(body):
    return {fault["field"]: fault["code"] for fault in body["errors"]}


def test_company_is_read_by_everybody_and_changed_by_admins(api, cast):
    status, facts = api(cast.rita).get("company/")
    assert status == 200
    assert facts == {
        "name": "Kestrel Systems",
        "currency": "EUR",
        "zone": "Europe/Berlin",
        "fiscal_year_start": 1,
        "managers_see_pay": False,
    }
    assert api(cast.max).patch("company/", {"managers_see_pay": True})[0] == 403
    assert not Company.objects.get().managers_see_pay
    status, changed = api(cast.olga).patch("company/", {"managers_see_pay": True})
    assert (status, changed) == (200, facts | {"managers_see_pay": True})


def test_company_keeps_its_currency(api, cast):
    status, problem = api(cast.olga).patch("company/", {"currency": "USD", "zone": "Mars/Olympus"})
    assert (status, codes(problem)) == (400, {"currency": "unknown_field"})
    status, problem = api(cast.olga).patch("company/", {"zone": "Mars/Olympus"})
    assert (status, codes(problem)) == (400, {"zone": "zone"})
    assert Company.objects.get().currency == "EUR"


def test_calendar_office_and_holiday_live_their_lives(api, cast):
    admin = api(cast.olga)
    status, calendar = admin.post("calendars/", {"name": "Gulf", "weekdays": [7, 1, 2, 3, 4]})
    assert (status, calendar["weekdays"]) == (201, [1, 2, 3, 4, 7])
    status, calendar = admin.patch(f"calendars/{calendar['id']}/", {"weekdays": [1]})
    assert (status, calendar) == (200, {"id": calendar["id"], "name": "Gulf", "weekdays": [1]})
    status, office = admin.post("offices/", {"name": "Dubai", "zone": "Asia/Dubai", "calendar": calendar["id"]})
    assert status == 201
    status, office = admin.patch(f"offices/{office['id']}/", {"name": "Abu Dhabi"})
    assert (status, office["name"], office["zone"]) == (200, "Abu Dhabi", "Asia/Dubai")
    status, holiday = admin.post(
        "holidays/", {"calendar": calendar["id"], "date": "2026-12-02", "name": "National Day"}
    )
    assert status == 201
    _, found = api(cast.rita).get(f"holidays/?calendar={calendar['id']}&date__gte=2026-12-01")
    assert found["results"] == [holiday]
    assert admin.delete(f"holidays/{holiday['id']}/") == (204, None)
    assert not Holiday.objects.exists()
    kinds = list(Event.objects.order_by("id").values_list("kind", flat=True))[-6:]
    assert kinds == [
        "calendar.created",
        "calendar.edited",
        "office.created",
        "office.edited",
        "holiday.added",
        "holiday.removed",
    ]


def test_year_is_opened_over_the_api(api, cast):
    status, made = api(cast.olga).post("fiscal-periods/open-year/", {"day": "2027-05-01"})
    assert (status, len(made), made[0]["name"]) == (201, 17, "2027")
    _, years = api(cast.rita).get("fiscal-periods/?kind=YEAR&order=-start_date")
    assert [row["name"] for row in years["results"]] == ["2027", "2026"]


def test_rate_is_set_and_corrected_over_the_api(api, cast):
    wanted = {"currency": "USD", "valid_date": "2026-05-01", "rate": "0.92", "source": "ECB"}
    status, row = api(cast.olga).post("exchange-rates/", wanted)
    assert (status, row["rate"]) == (201, "0.92000000")
    _, corrected = api(cast.olga).post("exchange-rates/", wanted | {"rate": "0.93"})
    assert corrected["id"] == row["id"]
    status, problem = api(cast.olga).post("exchange-rates/", wanted | {"currency": "EUR"})
    assert (status, problem["code"], codes(problem)) == (422, "own_currency", {"currency": "own_currency"})


def test_team_is_moved_and_refused_over_the_api(api, cast):
    status, team = api(cast.olga).post("teams/", {"name": "North East", "parent": cast.north.pk})
    assert (status, team["parent"]) == (201, cast.north.pk)
    status, team = api(cast.olga).patch(f"teams/{team['id']}/", {"parent": None})
    assert (status, team["parent"], team["name"]) == (200, None, "North East")
    status, problem = api(cast.olga).patch(f"teams/{cast.north.parent_id}/", {"parent": cast.north.pk})
    assert (status, problem["code"]) == (422, "the_team_tree_has_no_cycle")
    assert Team.objects.get(pk=cast.north.parent_id).parent is None


def test_team_is_retired_and_brought_back_over_the_api(api, cast):
    status, team = api(cast.olga).post("teams/", {"name": "East"})
    path = f"teams/{team['id']}/"
    assert api(cast.olga).post(f"{path}retire/")[1]["retired_at"] is not None
    assert [row["name"] for row in api(cast.rita).get("teams/?is_retired=true")[1]["results"]] == ["East"]
    assert "East" not in [row["name"] for row in api(cast.rita).get("teams/?is_retired=false")[1]["results"]]
    assert api(cast.olga).post(f"{path}bring-back/")[1]["retired_at"] is None
    status, problem = api(cast.olga).post(f"teams/{cast.south.pk}/retire/")
    assert (status, problem["code"]) == (422, "team_has_members")
    assert not Team.objects.retired().exists()


def test_competency_is_retired_and_brought_back_over_the_api(api, cast):
    for code in ("closing", "discovery"):
        row = api(cast.olga).post("competencies/", {"code": code, "name": code.title()})[1]
    assert api(cast.olga).post(f"competencies/{row['id']}/retire/")[1]["retired_at"] is not None
    assert [row["code"] for row in api(cast.rita).get("competencies/?is_retired=false")[1]["results"]] == ["closing"]
    assert api(cast.olga).post(f"competencies/{row['id']}/bring-back/")[1]["retired_at"] is None
    assert [row["code"] for row in api(cast.rita).get("competencies/?is_retired=true")[1]["results"]] == []


def test_role_profile_is_retired_and_brought_back_over_the_api(api, cast):
    row = api(cast.olga).post("role-profiles/", {"code": "sdr", "name": "SDR"})[1]
    assert api(cast.olga).post(f"role-profiles/{row['id']}/retire/")[1]["retired_at"] is not None
    assert [each["code"] for each in api(cast.rita).get("role-profiles/?is_retired=true")[1]["results"]] == ["sdr"]
    assert api(cast.olga).post(f"role-profiles/{row['id']}/bring-back/")[1]["retired_at"] is None
    assert api(cast.rita).get("role-profiles/?is_retired=true")[1]["results"] == []


def test_office_is_retired_and_brought_back_over_the_api(api, cast):
    calendar = api(cast.olga).get("calendars/")[1]["results"][0]["id"]
    row = api(cast.olga).post("offices/", {"name": "Oslo", "zone": "Europe/Oslo", "calendar": calendar})[1]
    assert api(cast.olga).post(f"offices/{row['id']}/retire/")[1]["retired_at"] is not None
    assert [each["name"] for each in api(cast.rita).get("offices/?is_retired=true")[1]["results"]] == ["Oslo"]
    assert api(cast.olga).post(f"offices/{row['id']}/bring-back/")[1]["retired_at"] is None
    assert api(cast.rita).get("offices/?is_retired=true")[1]["results"] == []


def test_people_are_ones_own_line(api, cast):
    def names(user):
        return [row["name"] for row in api(user).get("people/?order=name")[1]["results"]]

    assert names(cast.rita) == ["Rita Sandoval"]
    assert names(cast.max) == ["Api Bridge", "Max Adler", "Nora Nye", "Rita Sandoval"]
    assert len(names(cast.olga)) == User.objects.count()
    assert api(cast.max).get(f"people/{cast.sam.pk}/")[0] == 404
    assert api(cast.max).patch(f"people/{cast.sam.pk}/", {"name": "Sam"})[0] == 404
    assert api(cast.max).patch(f"people/{cast.rita.pk}/", {"name": "R"})[0] == 403


def test_people_are_narrowed_within_what_one_sees(api, cast):
    def names(user, query):
        return [row["name"] for row in api(user).get(f"people/?order=name&{query}")[1]["results"]]

    assert names(cast.olga, "search=SANDO") == ["Rita Sandoval"]
    assert names(cast.olga, f"team={cast.south.pk}") == ["Mona Mai", "Sam Okafor"]
    assert names(cast.olga, "role=FINANCE") == ["Finn Fisk"]
    assert names(cast.olga, "is_active=false") == []
    assert names(cast.max, f"team={cast.south.pk}") == []
    assert names(cast.max, "search=sam") == []
    assert names(cast.max, "team=999999999") == []
    assert api(cast.max).get("people/?password=x")[0] == 400
    assert names(cast.max, f"team={10**20}") == []


def test_person_says_place_and_roles_of_today(api, cast):
    _, person = api(cast.max).get(f"people/{cast.rita.pk}/")
    assert person == {
        "id": cast.rita.pk,
        "name": "Rita Sandoval",
        "email": "rita@kestrel.example",
        "zone": "",
        "is_active": True,
        "team": cast.north.pk,
        "manager": cast.max.pk,
        "office": None,
        "role_profile": None,
        "since_date": START.isoformat(),
        "roles": ["REP"],
    }


def test_people_take_no_more_queries_for_more_rows(api, cast, client, django_assert_num_queries):
    client.force_login(cast.olga)
    client.get("/api/v1/people/?limit=1")
    for limit in (1, 3):
        with django_assert_num_queries(5):  # user, roles; people, places, grants
            assert len(client.get(f"/api/v1/people/?limit={limit}").json()["results"]) == limit


def test_person_is_added_moved_and_let_go(api, cast):
    admin = api(cast.olga)
    wanted = {"email": "zoe@kestrel.example", "name": "Zoe Zand", "team": cast.north.pk, "manager": cast.max.pk}
    status, zoe = admin.post("people/", wanted | {"roles": ["REP"], "from_date": "2026-01-05"})
    assert (status, zoe["since_date"], zoe["roles"]) == (201, "2026-01-05", ["REP"])
    move = {"user": zoe["id"], "team": cast.south.pk, "manager": cast.mona.pk, "from_date": "2026-02-01"}
    status, membership = admin.post("memberships/", move)
    assert (status, membership["since_date"], membership["until_date"]) == (201, "2026-02-01", None)
    _, places = api(cast.mona).get(f"memberships/?user={zoe['id']}")
    assert [(row["team"], row["until_date"]) for row in places["results"]] == [
        (cast.north.pk, "2026-02-01"),
        (cast.south.pk, None),
    ]
    _, on = admin.get(f"memberships/?user={zoe['id']}&on=2026-01-31")
    assert [row["team"] for row in on["results"]] == [cast.north.pk]
    status, gone = admin.post(f"people/{zoe['id']}/leave/", {})
    assert (status, gone["is_active"], gone["team"], gone["roles"]) == (200, False, None, [])


@pytest.mark.parametrize(
    ("change", "status", "code"),
    [
        ({"email": "rita@KESTREL.example"}, 422, "accounts_user_email_key"),
        ({"email": "no address"}, 400, "invalid"),
        ({"roles": ["KING"]}, 400, "invalid"),
        ({"team": 0}, 400, "invalid"),
        ({"salary": 1}, 400, "invalid"),
    ],
)
def test_person_that_is_refused_leaves_nothing_behind(api, cast, change, status, code):
    before = (User.objects.count(), Membership.objects.count(), Event.objects.count())
    wanted = {"email": "zoe@kestrel.example", "name": "Zoe Zand", "team": cast.north.pk, "roles": ["REP"]}
    answered, problem = api(cast.olga).post("people/", wanted | change)
    assert (answered, problem["code"]) == (status, code)
    assert (User.objects.count(), Membership.objects.count(), Event.objects.count()) == before


def test_others_do_not_write(api, cast):
    before = Event.objects.count()
    reader = api(cast.max)
    assert reader.post("people/", {})[0] == 403
    assert reader.post("memberships/", {})[0] == 403
    assert reader.post("role-grants/", {"user": cast.max.pk, "role": "ADMIN"})[0] == 403
    assert reader.post(f"people/{cast.rita.pk}/leave/", {})[0] == 403
    assert reader.post(f"people/{cast.sam.pk}/leave/", {})[0] == 404
    assert reader.post(f"role-grants/{cast.max.role_grants.first().pk}/revoke/", {})[0] == 403
    assert reader.post(f"role-grants/{cast.rita.role_grants.first().pk}/revoke/", {})[0] == 404
    assert reader.patch(f"offices/{Office.objects.get().pk}/", {"name": "Mine"})[0] == 403
    assert reader.patch(f"calendars/{WorkingCalendar.objects.get().pk}/", {"name": "Mine"})[0] == 403
    assert reader.post("fiscal-periods/open-year/", {"day": "2030-01-01"})[0] == 403
    assert Event.objects.count() == before


def test_role_is_granted_and_revoked_and_the_last_admin_stays(api, cast):
    admin = api(cast.olga)
    later = (timezone.localdate() + timedelta(days=9)).isoformat()
    status, grant = admin.post("role-grants/", {"user": cast.rita.pk, "role": "INTERVIEWER", "from_date": later})
    assert (status, grant["since_date"], grant["until_date"]) == (201, later, None)
    assert admin.post(f"role-grants/{grant['id']}/revoke/", {}) == (204, None)
    assert not RoleGrant.objects.filter(pk=grant["id"]).exists()
    own = cast.olga.role_grants.get(role=Role.ADMIN)
    status, problem = admin.post(f"role-grants/{own.pk}/revoke/", {})
    assert (status, problem["code"]) == (422, "last_admin")
    own.refresh_from_db()
    assert own.valid.upper is None


def test_profile_is_weighed_over_the_api(api, cast):
    admin = api(cast.olga)
    _, competency = admin.post("competencies/", {"code": "discovery", "name": "Discovery"})
    _, profile = admin.post("role-profiles/", {"code": "ae", "name": "AE"})
    assert profile["weights"] == []
    _, profile = admin.post(
        f"role-profiles/{profile['id']}/weigh/",
        {"competency": competency["id"], "weight": 40, "from_date": "2026-01-01"},
    )
    assert profile["weights"] == [{"competency": competency["id"], "weight": 40}]
    _, profile = admin.patch(f"role-profiles/{profile['id']}/", {"name": "Account executive"})
    assert profile["name"] == "Account executive"
    _, renamed = admin.patch(f"competencies/{competency['id']}/", {"name": "Finding out"})
    assert renamed == competency | {"name": "Finding out"}
    _, profile = admin.post(f"role-profiles/{profile['id']}/weigh/", {"competency": competency["id"], "weight": None})
    assert profile["weights"] == []


def test_jobs_are_ones_own_and_all_for_admins(api, cast, make_job):
    ritas, maxs = make_job(cast.rita, JobState.FAILED), make_job(cast.max)
    _, found = api(cast.rita).get("jobs/")
    assert [(row["id"], row["error"]) for row in found["results"]] == [(ritas.pk, "Row 7 has no name; write one.")]
    assert len(api(cast.olga).get("jobs/")[1]["results"]) == 2
    assert api(cast.rita).post(f"jobs/{maxs.pk}/cancel/", {})[0] == 404
    status, job = api(cast.rita).post(f"jobs/{ritas.pk}/retry/", {})
    assert (status, job["state"], job["error"]) == (200, "QUEUED", "")
    status, job = api(cast.olga).post(f"jobs/{ritas.pk}/cancel/", {})
    assert (status, job["state"]) == (200, "CANCELLED")
    status, problem = api(cast.olga).post(f"jobs/{ritas.pk}/cancel/", {})
    assert (status, problem["code"]) == (409, "job_is_over")
    assert Job.objects.get(pk=maxs.pk).state == JobState.QUEUED


def test_filter_by_somebody_one_may_not_see_finds_nothing(api, cast):
    assert api(cast.rita).get(f"memberships/?user={cast.sam.pk}")[1]["results"] == []
    assert api(cast.rita).get("memberships/?user=999999999")[1]["results"] == []
    assert date.fromisoformat(api(cast.rita).get("memberships/")[1]["results"][0]["since_date"]) == START
