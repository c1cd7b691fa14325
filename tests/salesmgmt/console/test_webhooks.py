"""Webhooks over their pages and the API: the secret once, health that says of what, a body that is made anew."""

from datetime import UTC, datetime

from django.utils import timezone

from salesmgmt.events.models import Event
from salesmgmt.outbox.domain.delivering import send_waiting
from salesmgmt.outbox.models import WebhookAttempt, WebhookDelivery, WebhookEndpoint
from salesmgmt.outbox.queries.webhook_health import health_of, webhook_health
from salesmgmt.outbox.signatures import secret_of, secret_text
from salesmgmt.web.models import Undo

NEW = {"name": "Payroll", "url": "https://hooks.example.com/payroll", "of_pay_run": "pay_run.finalized"}


def test_a_webhook_is_added_and_its_secret_shown_once(client, cast):
    client.force_login(cast.olga)
    answer = client.post("/settings/webhooks/new/", {**NEW, "sees_as": cast.carla.pk}, follow=True)
    endpoint = WebhookEndpoint.objects.get()
    secret = secret_text(secret_of(endpoint.salt))
    assert (answer.status_code, answer["Cache-Control"]) == (200, "no-store")
    assert secret in answer.text
    assert answer.request["PATH_INFO"] == f"/settings/webhooks/{endpoint.pk}/", "loading it again adds no second one"
    assert (endpoint.kinds, endpoint.sees_as) == (["pay_run.finalized"], cast.carla)
    assert secret not in client.get(f"/settings/webhooks/{endpoint.pk}/").text
    assert "A pay run became final" in client.get(f"/settings/webhooks/{endpoint.pk}/").text


def test_a_webhook_without_kinds_or_to_a_private_host_is_refused_where_it_stands(client, cast, settings):
    settings.WEBHOOK_NETWORKS = []
    client.force_login(cast.olga)
    answer = client.post("/settings/webhooks/new/", {"name": "X", "url": NEW["url"], "sees_as": cast.olga.pk})
    assert (answer.status_code, "A webhook needs some kind of event" in answer.text) == (422, True)
    answer = client.post("/settings/webhooks/new/", {**NEW, "url": "https://10.0.0.1/", "sees_as": cast.olga.pk})
    assert (answer.status_code, "10.0.0.1 is not on the public internet" in answer.text) == (422, True)
    assert not WebhookEndpoint.objects.exists()


def test_an_empty_page_teaches(client, cast):
    client.force_login(cast.olga)
    text = client.get("/settings/webhooks/").text
    assert "No program is told yet" in text
    assert "hmac.compare_digest" in text


def test_a_removed_webhook_is_brought_back_from_its_toast(client, cast, rows):
    client.force_login(cast.olga)
    client.post(f"/settings/webhooks/{rows['webhook']}/remove/")
    assert "hooks.example.com" not in client.get("/settings/webhooks/").text
    client.post(f"/undo/{Undo.objects.get(verb='outbox.remove_webhook').pk}/")
    assert "hooks.example.com" in client.get("/settings/webhooks/").text


def test_sending_again_begins_where_giving_up_began(client, cast, rows):
    client.force_login(cast.olga)
    address = f"/settings/webhooks/{rows['webhook']}/"
    given_up = datetime(2026, 3, 2, 9, 30, 40, tzinfo=UTC)
    WebhookDelivery.objects.update(state="GIVEN_UP", ended_at=given_up)
    assert 'value="2026-03-02T10:30"' in client.get(address).text
    client.post(f"{address}redeliver/", {"since": "2026-03-02T10:30"})
    assert WebhookDelivery.objects.get().state == "WAITING"


def test_health_says_of_how_many(olga, rows):
    endpoint = WebhookEndpoint.objects.get()
    now = timezone.now()
    assert health_of([endpoint], at=now)[endpoint.pk].share is None
    delivery = WebhookDelivery.objects.get()
    for number, (state, ms) in enumerate([("DELIVERED", 40), ("DELIVERED", 90), ("GIVEN_UP", 9000)]):
        row = WebhookDelivery.objects.get(pk=delivery.pk) if number == 0 else _another(delivery, number)
        WebhookDelivery.objects.filter(pk=row.pk).update(state=state, attempts=1, ended_at=now, created_at=now)
        problem = "" if state == "DELIVERED" else "SLOW"
        WebhookAttempt.objects.create(delivery=row, number=1, at=now, milliseconds=ms, problem=problem)
    health = health_of([endpoint], at=now)[endpoint.pk]
    assert (health.tried, health.delivered, health.given_up, health.waiting) == (3, 2, 1, 0)
    assert health.p95_milliseconds == 90, "The slowest of those that took it."
    assert webhook_health(at=now).waiting == 0


def _another(delivery, number):
    event = Event.objects.exclude(pk=delivery.event_id).order_by("pk")[number]
    return WebhookDelivery.objects.create(
        endpoint=delivery.endpoint, event=event, attempts_allowed=9, created_at=delivery.created_at
    )


def test_a_deliverys_page_shows_what_is_sent(client, cast, rows):
    client.force_login(cast.olga)
    text = client.get(f"/settings/webhooks/deliveries/{rows['delivery']}/").text
    delivery = WebhookDelivery.objects.select_related("event").get()
    assert delivery.message_id in text
    assert "webhook-signature" in text
    assert "&quot;kind&quot;: &quot;webhook.tested&quot;" in text


def test_the_api_adds_rotates_tests_and_answers_a_replay_without_the_secret(client, cast):
    client.force_login(cast.olga)
    sent = {"name": "Payroll", "url": NEW["url"], "kinds": ["pay_run.*"]}
    key = {"Idempotency-Key": "payroll-1"}
    made = client.post("/api/v1/webhooks/", sent, content_type="application/json", headers=key)
    assert (made.status_code, made.json()["secret"][:6]) == (201, "whsec_")
    again = client.post("/api/v1/webhooks/", sent, content_type="application/json", headers=key)
    assert (again.json()["id"], again.json()["secret"]) == (made.json()["id"], "")
    address = f"/api/v1/webhooks/{made.json()['id']}/"
    assert "secret" not in client.get(address).json()
    rotated = client.post(f"{address}rotate-secret/").json()
    assert rotated["secret"] != made.json()["secret"]
    assert rotated["former_until"] is not None
    refused = client.patch(address, {"kinds": ["pay.everything"]}, content_type="application/json")
    assert (refused.status_code, refused.json()["errors"][0]["field"]) == (422, "kinds")
    assert client.post(f"{address}test/").status_code == 202
    assert client.delete(address).status_code == 204
    assert client.get(address).status_code == 404


def test_a_failing_receiver_never_reaches_a_page(client, cast, rows, settings):
    """The word for what went wrong stands there; nothing that a receiver answers is kept."""
    settings.WEBHOOK_NETWORKS = ["127.0.0.0/8"]
    WebhookEndpoint.objects.update(url="http://127.0.0.1:9/")
    send_waiting()
    client.force_login(cast.olga)
    assert "Not reached" in client.get(f"/settings/webhooks/deliveries/{rows['delivery']}/").text
    assert "Not reached" in client.get("/settings/webhooks/deliveries/").text
