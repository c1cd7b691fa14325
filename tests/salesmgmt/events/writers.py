"""Processes that write events at the same time, each with its own connection, pauses and rollbacks."""

import json
import os
import subprocess
import sys

from salesmgmt.accounts.models import User
from tests.salesmgmt.events.clusters import url_of_test_database


class Writers:
    """So many processes, each writing so many times; `committed()` tells which events they have left behind.

    They are programs of their own, not forks: a fork shares its parent's sockets, to the broker too.
    """

    def __init__(self, user: User, *, processes: int, writes: int) -> None:
        environment = {
            **os.environ,
            "DATABASE_URL": url_of_test_database(),
            "DJANGO_SETTINGS_MODULE": "salesmgmt.settings",
        }
        command = [sys.executable, "-m", "tests.salesmgmt.events.writer", str(user.pk)]
        self.processes = [
            subprocess.Popen([*command, str(seed), str(writes)], env=environment, stdout=subprocess.PIPE)
            for seed in range(processes)
        ]

    @property
    def busy(self) -> bool:
        return any(process.poll() is None for process in self.processes)

    def committed(self) -> list[int]:
        ids: list[int] = []
        for process in self.processes:
            output, _ = process.communicate(timeout=100)
            assert process.returncode == 0
            ids += json.loads(output)
        return ids
