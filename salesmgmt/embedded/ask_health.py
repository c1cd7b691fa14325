"""`python -m salesmgmt.embedded.ask_health web|worker|jobs|beat`: ends with 0 while that part is alive.

For health checks of containers, which can look at an exit code only. `web` asks `/healthz/` of this machine, so it
wants every part; the others say whether their own has been heard lately.
"""

import os
import sys
from collections.abc import Sequence


def is_alive(part: str) -> bool:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "salesmgmt.settings")
    from salesmgmt.embedded import gunicorn_settings, heartbeat, programs

    if part == "web":
        return programs.is_healthy(int(gunicorn_settings.bind.rpartition(":")[2]))
    return heartbeat.is_alive(part)


def main(arguments: Sequence[str]) -> int:
    if len(arguments) != 1 or arguments[0] not in ("web", "worker", "jobs", "beat"):
        sys.exit("Say whose health is asked: web, worker, jobs or beat.")
    return 0 if is_alive(arguments[0]) else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
