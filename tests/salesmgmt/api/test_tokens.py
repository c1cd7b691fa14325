"""Tokens: shown once, one's own, revocable, and slow to guess a password for."""

import base64
from datetime import timedelta
from uuid import uuid4

import pytest
from django.utils import timezone

from pipeline.models import Account
from salesmgmt.api import sign_in
from salesmgmt.api.models import Token
from salesmgmt.events.models import Event

pytestmark = pytest.mark.django_db
PASSWORD = "a bench kept warm"
TOKENS = "/api/v1/auth/tokens/"


@pytest.fixture(autouse=True)
def own_counters(settings):
    """Attempts are counted apart from those of tests that run at the same time."""
    settings.CACHES = {"default": {**settings.CACHES["default"], "KEY_PREFIX": uuid4().hex}}


@pytest.fixture
def rita(rita):
    rita.set_password(PASSWORD)
    rita.save()
    return rita


def basic(email: str, password: str) -> dict[str, str]:
    return {"HTTP_AUTHORIZATION": "Basic " + base64.b64encode(f"{email}:{password}".encode()).decode()}


def bearer(text: str) -> dict[str, str]:
    return {"HTTP_AUTHORIZATION": f"Token {text}"}


def test_a_token_is_made_by_session_and_opens_the_api(api, rita):
    answer = api(rita).post(TOKENS, {})
    assert answer.status_code == 201
    made = answer.json()
    assert (made["name"], made["scope"], made["apps"], made["user"]) == ("Token", "FULL", [], rita.pk)
    listed = api().get(TOKENS, **bearer(made["token"]))
    assert listed.status_code == 200
    [shown] = listed.json()["results"]
    assert (shown["id"], set(made) - set(shown)) == (made["id"], {"token"})


def test_a_token_is_stored_as_a_hash_and_logged_without_its_text(api, rita):
    made = api(rita).post(TOKENS, {}).json()
    token = Token.objects.get()
    assert made["token"] not in (token.digest, token.token_key)
    event = Event.objects.get(kind="token.created")
    assert (event.subject_id, event.actor_id, event.payload) == (rita.pk, rita.pk, {"token": made["id"]})


def test_a_token_is_made_by_address_and_password(api, rita):
    assert api().post(TOKENS, {}, **basic("RITA@kestrel.example", PASSWORD)).status_code == 201
    assert Token.objects.get().user == rita


@pytest.mark.parametrize(
    ("email", "password"), [("rita@kestrel.example", "wrong"), ("nobody@kestrel.example", PASSWORD)]
)
def test_a_wrong_password_makes_no_token_and_tells_nothing(api, rita, email, password):
    answer = api().post(TOKENS, {}, **basic(email, password))
    assert (answer.status_code, answer.json()["code"]) == (401, "bad_credentials")
    assert answer.json()["detail"].startswith("Address and password do not belong together")
    assert not Token.objects.exists()


def test_an_inactive_person_makes_no_token(api, rita):
    rita.is_active = False
    rita.save()
    assert api().post(TOKENS, {}, **basic(rita.email, PASSWORD)).status_code == 401
    assert not Token.objects.exists()


def test_a_token_makes_no_further_token(api, rita):
    text = api(rita).post(TOKENS, {}).json()["token"]
    assert api().post(TOKENS, {}, **bearer(text)).status_code == 401
    assert Token.objects.count() == 1


def test_a_password_opens_nothing_but_tokens(api, rita):
    answer = api().get("/api/toy/deals/", **basic(rita.email, PASSWORD))
    assert answer.status_code == 401


def test_guessing_is_throttled_even_with_the_right_password(api, rita):
    for _ in range(sign_in.FOR_ONE_PERSON):
        assert api().post(TOKENS, {}, **basic(rita.email, "wrong")).status_code == 401
    answer = api().post(TOKENS, {}, **basic(rita.email, PASSWORD))
    assert (answer.status_code, answer.json()["code"]) == (429, "throttled")
    assert answer["Retry-After"] == "60"
    assert not Token.objects.exists()


def test_one_network_address_is_throttled_over_many_people(api, rita):
    for index in range(sign_in.FROM_ONE_NETWORK_ADDRESS):
        assert api().post(TOKENS, {}, **basic(f"guess{index}@kestrel.example", "x")).status_code == 401
    headers = {"HTTP_X_FORWARDED_FOR": "203.0.113.9"}
    assert api().post(TOKENS, {}, **basic(rita.email, PASSWORD), **headers).status_code == 429
    assert api().post(TOKENS, {}, **basic(rita.email, PASSWORD), REMOTE_ADDR="203.0.113.9").status_code == 201


def test_a_revoked_token_opens_nothing(api, rita):
    made = api(rita).post(TOKENS, {}).json()
    assert api(rita).delete(f"{TOKENS}{made['id']}/").status_code == 204
    assert api().get(TOKENS, **bearer(made["token"])).status_code == 401
    assert Event.objects.filter(kind="token.revoked", subject_id=rita.pk).count() == 1


def test_an_expired_token_opens_nothing(api, rita):
    made = api(rita).post(TOKENS, {}).json()
    Token.objects.update(expiry=timezone.now() - timedelta(seconds=1))
    assert api().get(TOKENS, **bearer(made["token"])).status_code == 401


def test_a_token_lasts_ninety_days(api, rita):
    api(rita).post(TOKENS, {})
    token = Token.objects.get()
    assert timedelta(days=89, hours=23) < token.expiry - token.created <= timedelta(days=90, seconds=1)


@pytest.mark.parametrize("token_id", ["", "0", "f" * 16, "f" * 128])
def test_what_is_not_ones_own_token_cannot_be_revoked(api, cast, token_id):
    made = api(cast.max).post(TOKENS, {}).json()
    for each in filter(None, (token_id, made["id"], made["id"][:8])):
        assert api(cast.rita).delete(f"{TOKENS}{each}/").status_code == 404
    assert Token.objects.filter(user=cast.max).count() == 1


def test_a_field_that_tokens_do_not_have_is_refused(api, rita):
    answer = api(rita).post(TOKENS, {"colour": "red"})
    assert (answer.status_code, answer.json()["errors"][0]["field"]) == (400, "colour")
    assert not Token.objects.exists()


def test_a_read_only_token_reads_and_writes_nothing(api, rita):
    text = api(rita).post(TOKENS, {"name": "Dashboard", "scope": "READ"}).json()["token"]
    assert api().get("/api/v1/pipeline/accounts/", **bearer(text)).status_code == 200
    refused = api().post("/api/v1/pipeline/accounts/", {"name": "Vela Foods"}, **bearer(text))
    assert (refused.status_code, refused.json()["code"]) == (403, "out_of_scope")
    assert refused.json()["detail"] == "The token Dashboard only reads: make one that reads and writes."
    operation = {"method": "POST", "path": "/api/v1/pipeline/accounts/", "body": {"name": "Vela Foods"}}
    bulk = api().post("/api/v1/bulk/", {"operations": [operation]}, **bearer(text))
    assert [each["status"] for each in bulk.json()["results"]] == [403]
    assert not Account.objects.exists()


@pytest.mark.parametrize(
    ("address", "status"),
    [
        ("/api/v1/hiring/candidates/", 200),
        ("/api/v1/pipeline/deals/", 403),
        ("/api/v1/people/", 200),
        ("/api/v1/notifications/", 403),
        ("/api/v1/figures/", 403),
        ("/api/v1/figures/pipeline.win_rate/", 403),
        ("/api/v1/figures/hiring.bench/", 404),
    ],
)
def test_a_token_confined_to_apps_opens_no_other(api, cast, address, status):
    _, text = Token.objects.create(cast.max, apps=["hiring"])
    assert api().get(address, **bearer(text)).status_code == status


def test_a_token_notes_its_use_to_the_hour(api, rita, django_assert_num_queries):
    _, text = Token.objects.create(rita)
    api().get("/api/v1/company/", **bearer(text))
    used = Token.objects.get().last_used_at
    assert timezone.now() - used < timedelta(minutes=1)
    with django_assert_num_queries(2):  # the token with its person, and the company
        api().get("/api/v1/company/", **bearer(text))
    assert Token.objects.get().last_used_at == used


def test_an_admin_makes_and_revokes_tokens_of_service_users_and_of_nobody_else(api, cast):
    made = api(cast.olga).post(TOKENS, {"name": "Sync", "user": cast.api_user.pk, "days": 365})
    assert made.status_code == 201
    assert api().get(TOKENS, **bearer(made.json()["token"])).json()["results"][0]["user"] == cast.api_user.pk
    for maker, owner in ((cast.olga, cast.rita), (cast.max, cast.api_user)):
        refused = api(maker).post(TOKENS, {"user": owner.pk})
        assert (refused.status_code, refused.json()["errors"][0]["field"]) == (403, "user")
    assert api(cast.olga).delete(f"{TOKENS}{made.json()['id']}/").status_code == 204
    assert not Token.objects.exists()


def test_a_token_lasts_a_year_at_most(api, rita):
    assert api(rita).post(TOKENS, {"days": 366}).status_code == 400
    assert not Token.objects.exists()
