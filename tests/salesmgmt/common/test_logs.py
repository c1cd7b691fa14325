"""What the log says of an error, and what it leaves out."""

import json
import logging
import logging.config

import pytest

from salesmgmt.common import logs


@pytest.fixture
def line(capsys):
    """The JSON line that an error with a name among its local values leaves."""
    logging.config.dictConfig(logs.configuration(as_json=True, level="INFO"))

    def fail() -> None:
        candidate = "Cal Whitfield"
        raise ValueError(f"{len(candidate)} letters are too many")

    try:
        fail()
    except ValueError:
        logging.getLogger("tests.logs").exception("It went wrong")
    yield capsys.readouterr().err
    from django.conf import settings

    logging.config.dictConfig(settings.LOGGING)


def test_error_says_where_it_happened(line):
    entry = json.loads(line)
    assert entry["event"] == "It went wrong"
    assert entry["exception"][0]["exc_value"] == "13 letters are too many"
    assert entry["exception"][0]["frames"][-1]["name"] == "fail"


def test_error_leaves_local_values_out(line):
    assert "Cal Whitfield" not in line
    assert "locals" not in json.loads(line)["exception"][0]["frames"][-1]
