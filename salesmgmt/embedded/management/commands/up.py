"""`manage.py up`: the whole product on this machine, until Ctrl-C."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from salesmgmt.common.problems import Refused
from salesmgmt.embedded import product


class Command(BaseCommand):
    help = (
        "Runs the whole product on this machine until Ctrl-C: PostgreSQL and Valkey where no URL names others, "
        "the migrations, a web server, a worker and beat."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--port", type=int, default=8000, help="where the pages are served (8000)")
        parser.add_argument(
            "--no-demo",
            action="store_true",
            help="do not load the sample company into an embedded database that is empty",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            product.run(port=options["port"], with_sample=not options["no_demo"], say=self._say)
        except Refused as refused:
            raise CommandError(refused.message) from refused

    def _say(self, line: str) -> None:
        self.stdout.write(line)
        self.stdout.flush()
