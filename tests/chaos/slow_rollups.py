"""What a worker of the chaos tests includes: rollups added up one key a chunk, each long enough to be killed in."""

import time

from salesmgmt.figures.domain import rolling_up

_add_up = rolling_up._add_up


def slowly(*arguments) -> None:
    _add_up(*arguments)
    time.sleep(0.05)


rolling_up._add_up = slowly
rolling_up.refresh_all.__kwdefaults__["chunk"] = 3
