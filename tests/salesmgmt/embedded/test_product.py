"""What the product's programs are started with, and what stops it."""

import os
import signal

import pytest

from salesmgmt.embedded import programs
from salesmgmt.embedded.product import Interruption


def test_pages_and_mails_name_the_port_that_the_product_is_reached_at(tmp_path, monkeypatch):
    monkeypatch.delenv("SITE_URL", raising=False)
    address = "http://localhost:8342"
    started = programs.web(tmp_path, 8342, address), programs.worker(tmp_path, address)
    assert [each.environment["SITE_URL"] for each in started] == [address, address]
    monkeypatch.setenv("SITE_URL", "https://sales.kestrel.example")
    assert programs.web(tmp_path, 8342, address).environment["SITE_URL"] == "https://sales.kestrel.example"


def test_first_signal_interrupts_and_later_ones_do_not():
    with pytest.raises(KeyboardInterrupt), Interruption.by_signals():
        os.kill(os.getpid(), signal.SIGTERM)
    with Interruption.by_signals() as interruption:
        with pytest.raises(KeyboardInterrupt):
            os.kill(os.getpid(), signal.SIGINT)
        os.kill(os.getpid(), signal.SIGHUP)
    assert interruption.asked


@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
def test_an_interruption_that_python_drops_is_still_known():
    class Dying:
        def __del__(self) -> None:
            os.kill(os.getpid(), signal.SIGINT)

    with Interruption.by_signals() as interruption:
        dying = Dying()
        del dying
    assert interruption.asked


def test_handlers_are_given_back():
    before = signal.getsignal(signal.SIGTERM)
    with Interruption.by_signals():
        assert signal.getsignal(signal.SIGTERM) != before
    assert signal.getsignal(signal.SIGTERM) == before
