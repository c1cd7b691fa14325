"""Gives a management command the servers it needs, for as long as it runs."""

import sys
from collections.abc import Sequence
from contextlib import AbstractContextManager, nullcontext

from django.conf import settings

from salesmgmt.common.problems import Refused
from salesmgmt.embedded.servers import Needs, servers_for

WITHOUT_SERVERS = {  # `up` starts its own; the others read neither the database nor Redis
    "check",
    "collectstatic",
    "compilemessages",
    "diffsettings",
    "findstatic",
    "help",
    "makemessages",
    "startapp",
    "startproject",
    "up",
    "version",
}
ASKS_FOR_HELP = {"-h", "--help", "--version"}


def servers_during(argv: Sequence[str]) -> AbstractContextManager[None]:
    """Running servers for `manage.py` with these arguments; nothing to do when URLs name servers of your own."""
    command = argv[1] if len(argv) > 1 else "help"
    if command in WITHOUT_SERVERS or ASKS_FOR_HELP.intersection(argv):
        return nullcontext()
    needs = Needs(postgres=settings.EMBEDDED_DATABASE, valkey=settings.EMBEDDED_REDIS)
    if not (needs.postgres or needs.valkey):
        return nullcontext()
    return _Plainly(servers_for(f"manage.py {command}", needs, settings.VAR_DIR))


class _Plainly:
    """The same, but a refusal at the start is its sentence on the terminal instead of a traceback."""

    def __init__(self, servers: AbstractContextManager[None]) -> None:
        self._servers = servers

    def __enter__(self) -> None:
        try:
            self._servers.__enter__()
        except Refused as refused:
            sys.exit(refused.message)

    def __exit__(self, *error: object) -> bool | None:
        return self._servers.__exit__(*error)  # type: ignore[arg-type]
