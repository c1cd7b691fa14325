"""A request under a key has one effect and one answer, for a day, for who may still see it."""

from datetime import UTC, datetime, timedelta

import pytest
from django.utils import timezone

from pipeline.domain.deals import give_deal
from pipeline.models import Account, Deal
from salesmgmt.api.domain.idempotency import forget_about, forget_old
from salesmgmt.api.models import IdempotencyRecord, Token
from salesmgmt.events.domain import erase_subject
from salesmgmt.events.domain.consumption import drain
from salesmgmt.people.models import RoleGrant
from tests.pipeline_rows import make_deal, make_process, stage

pytestmark = pytest.mark.django_db
ACCOUNTS = "/api/v1/pipeline/accounts/"
KEY = {"HTTP_IDEMPOTENCY_KEY": "order-4711"}


def test_the_same_request_again_is_answered_as_before_and_does_nothing(api, rita):
    client = api(rita)
    first = client.post(ACCOUNTS, {"name": "Vela Foods", "sector": "food"}, **KEY)
    again = client.generic("POST", ACCOUNTS, '{ "sector":"food", "name":"Vela Foods" }', "application/json", **KEY)
    assert (first.status_code, again.status_code) == (201, 201)
    assert "Idempotency-Replayed" not in first
    assert again["Idempotency-Replayed"] == "true"
    assert (again.content, again["ETag"]) == (first.content, '"1"')
    assert Account.objects.count() == 1


def test_another_body_under_the_key_is_refused(api, rita):
    client = api(rita)
    client.post(ACCOUNTS, {"name": "Vela Foods"}, **KEY)
    refused = client.post(ACCOUNTS, {"name": "Vela Drinks"}, **KEY)
    assert (refused.status_code, refused.json()["code"]) == (422, "idempotency_key_reused")
    assert Account.objects.count() == 1


def test_the_key_is_the_senders_and_the_addresses_own(api, cast):
    _, text = Token.objects.create(cast.rita)
    by_token = api()
    by_token.credentials(HTTP_AUTHORIZATION=f"Token {text}")
    for client in (api(cast.rita), by_token, api(cast.max)):
        assert "Idempotency-Replayed" not in client.post(ACCOUNTS, {"name": "Vela Foods"}, **KEY)
    made = api(cast.rita).post(
        "/api/v1/pipeline/contacts/", {"account": Account.objects.first().pk, "name": "A"}, **KEY
    )
    assert (made.status_code, IdempotencyRecord.objects.count()) == (201, 4)


def test_refusals_are_not_kept(api, rita):
    make_process()
    client = api(rita)
    sent = {"name": "Vela", "stage": stage("Qualify").pk, "next_step": "Call", "next_step_date": "2026-12-01"}
    for body in ({}, {**sent, "stage": 0}):
        assert client.post("/api/v1/pipeline/deals/", body, **KEY).status_code == 400
    assert not IdempotencyRecord.objects.exists()
    assert client.post("/api/v1/pipeline/deals/", sent, **KEY).status_code == 201
    deal = Deal.objects.get()
    pause = f"/api/v1/pipeline/deals/{deal.pk}/pause/"
    assert client.post(pause, {"until": "2001-01-01"}, **KEY).status_code == 422
    assert IdempotencyRecord.objects.count() == 1


def test_what_breaks_is_not_kept(api, rita, monkeypatch):
    def broken(**kwargs):
        Account.objects.create(name=kwargs["name"])
        raise RuntimeError

    monkeypatch.setattr("pipeline.api.viewsets.accounts.create_account", broken)
    assert api(rita).post(ACCOUNTS, {"name": "Vela Foods"}, **KEY).status_code == 500
    assert (Account.objects.count(), IdempotencyRecord.objects.count()) == (0, 0)


@pytest.mark.parametrize("key", ["", "x" * 256, "schlüssel"])
def test_what_is_no_key_is_refused(api, rita, key):
    refused = api(rita).post(ACCOUNTS, {"name": "Vela Foods"}, HTTP_IDEMPOTENCY_KEY=key)
    assert (refused.status_code, refused.json()["code"]) == (400, "invalid")
    assert not Account.objects.exists()


def test_who_no_longer_sees_the_row_is_not_told_again(api, cast, at):
    make_process()
    deal = make_deal(cast.rita)
    address, body = f"/api/v1/pipeline/deals/{deal.pk}/next-step/", {"next_step": "A", "next_step_date": "2026-12-01"}
    assert api(cast.rita).post(address, body, **KEY).status_code == 200
    give_deal(deal=deal, to=cast.sam, by=cast.olga, at=at)
    assert api(cast.rita).post(address, body, **KEY).status_code == 404


def test_who_may_no_longer_do_it_is_not_told_again(api, cast):
    body = {"name": "North", "weekdays": [1]}
    assert api(cast.olga).post("/api/v1/calendars/", body, **KEY).status_code == 201
    RoleGrant.objects.filter(user=cast.olga).delete()
    assert api(cast.olga).post("/api/v1/calendars/", body, **KEY).status_code == 403


def test_the_text_of_a_token_is_kept_nowhere(api, rita):
    made = api(rita).post("/api/v1/auth/tokens/", {"name": "ETL"}, **KEY).json()
    again = api(rita).post("/api/v1/auth/tokens/", {"name": "ETL"}, **KEY)
    assert again.json() == {**made, "token": ""}
    assert made["token"] not in IdempotencyRecord.objects.get().body
    assert Token.objects.count() == 1


def test_an_answer_has_a_day(api, rita):
    client = api(rita)
    client.post(ACCOUNTS, {"name": "Vela Foods"}, **KEY)
    IdempotencyRecord.objects.update(created_at=timezone.now() - timedelta(hours=24))
    assert "Idempotency-Replayed" not in client.post(ACCOUNTS, {"name": "Vela Foods"}, **KEY)
    assert (Account.objects.count(), IdempotencyRecord.objects.count()) == (2, 1)
    made = IdempotencyRecord.objects.get().created_at
    assert forget_old(at=made + timedelta(hours=23, minutes=59)) == 0
    assert forget_old(at=made + timedelta(hours=24)) == 1
    assert forget_old(at=made + timedelta(hours=24)) == 0


def test_answers_go_with_whom_they_are_about(api, cast):
    made = api(cast.rita).post(ACCOUNTS, {"name": "Vela Foods"}, **KEY).json()
    api(cast.max).post(ACCOUNTS, {"name": "Orbit"}, **KEY)
    now = datetime.now(UTC)
    erase_subject(kind="pipeline.account", number=made["id"], by=cast.olga, at=now)
    drain("api.erased_answers", at=now, own=True)
    drain("api.erased_answers", at=now, own=True)
    assert [record.user for record in IdempotencyRecord.objects.all()] == [cast.max]
    forget_about(subjects=[("accounts.user", cast.max.pk)])
    assert not IdempotencyRecord.objects.exists()
