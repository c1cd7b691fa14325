"""What stops the product."""

import os
import signal

import pytest

from salesmgmt.embedded.product import Interruption


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
