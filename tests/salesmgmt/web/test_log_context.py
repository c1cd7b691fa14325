"""Log lines say which request they belong to and who made it."""

import io
import json
import logging

import pytest
from django.urls import reverse

from salesmgmt.common import logs


@pytest.fixture
def lines():
    """What is logged during the test, one JSON object a line, as in production."""
    wanted = logs.configuration(as_json=True, level="INFO")["formatters"]["events"]
    handler = logging.StreamHandler(io.StringIO())
    handler.setFormatter(wanted.pop("()")(**wanted))
    logging.getLogger().addHandler(handler)
    yield lambda: [json.loads(line) for line in handler.stream.getvalue().splitlines()]
    logging.getLogger().removeHandler(handler)


def test_lines_of_a_request_carry_its_id_and_person(client, cast, lines):
    client.force_login(cast.rita)

    answer = client.get("/pipeline/deals/404404/", headers={"X-Request-ID": "proxy-12345678"})

    (line,) = [line for line in lines() if line["logger"] == "django.request"]
    assert answer["X-Request-ID"] == "proxy-12345678"
    assert (line["request_id"], line["path"], line["method"], line["level"]) == (
        "proxy-12345678",
        "/pipeline/deals/404404/",
        "GET",
        "warning",
    )
    assert line["user_id"] == str(cast.rita.pk)
    assert line["event"] == "Not Found: /pipeline/deals/404404/"


@pytest.mark.parametrize("given", ["", "short", "spaces are not an id", "x" * 65])
def test_an_unfit_id_is_replaced(client, db, given):
    answer = client.get(reverse("account_login"), headers={"X-Request-ID": given})

    assert len(answer["X-Request-ID"]) == 32


def test_nothing_of_one_request_is_left_for_the_next(client, cast, lines):
    client.force_login(cast.rita)
    client.get("/pipeline/deals/404404/")
    client.logout()
    client.get("/no/such/page/")

    last = [line for line in lines() if line["logger"] == "django.request"][-1]
    assert (last["path"], last["user_id"]) == ("/no/such/page/", None)


def test_an_error_is_logged_with_its_traceback(lines):
    try:
        raise ValueError("the cause")
    except ValueError:
        logging.getLogger("salesmgmt").exception("It stopped.")

    (line,) = lines()
    assert line["event"] == "It stopped."
    assert line["exception"][0]["exc_value"] == "the cause"
