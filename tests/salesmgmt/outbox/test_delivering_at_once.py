"""Workers that send at the same time: each webhook leaves once, and an endpoint is sent one at a time."""

import threading
import time
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection
from django.utils import timezone

from salesmgmt.events.models import Event
from salesmgmt.outbox.domain.delivering import send_next, write_deliveries
from salesmgmt.outbox.domain.webhooks import EndpointFacts, add_endpoint
from salesmgmt.outbox.models import WebhookAttempt, WebhookDelivery
from tests.pipeline_rows import make_deal, make_process
from tests.salesmgmt.outbox.receiver import status

pytestmark = pytest.mark.django_db(transaction=True)
DEALS, WORKERS = 6, 4


def test_each_webhook_leaves_once_and_an_endpoint_is_sent_one_at_a_time(told_of_deals, receiver, olga, rita):
    other = EndpointFacts("Other", receiver.url + "/other", ["deal.created"], olga)
    add_endpoint(facts=other, by=olga, at=told_of_deals.created_at)
    make_process()
    for number in range(DEALS):
        make_deal(rita, f"Deal {number}")
    write_deliveries(list(Event.objects.filter(kind="deal.created")), at=timezone.now())
    inside, most, lock = {"/hook": 0, "/hook/other": 0}, {}, threading.Lock()

    def slowly(handler):
        with lock:
            inside[handler.path] += 1
            most[handler.path] = max(most.get(handler.path, 0), inside[handler.path])
        time.sleep(0.02)
        with lock:
            inside[handler.path] -= 1
        status(204)(handler)

    receiver.reply = slowly

    def work(_: int) -> None:
        try:
            end = time.monotonic() + 20
            while WebhookDelivery.objects.filter(state="WAITING").exists() and time.monotonic() < end:
                send_next()
        finally:
            connection.close()

    with ThreadPoolExecutor(WORKERS) as pool:
        list(pool.map(work, range(WORKERS)))
    ids = [request.headers["webhook-id"] for request in receiver.requests]
    assert len(ids) == len(set(ids)) == WebhookDelivery.objects.count() == 2 * DEALS
    assert most == {"/hook": 1, "/hook/other": 1}
    assert WebhookAttempt.objects.filter(problem="").count() == 2 * DEALS
