"""`manage.py drain_consumers [NAME ...]`: let consumers act on what waits for them, and say how far they are."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from salesmgmt.events import registry
from salesmgmt.events.domain.consumption import drain_fully
from salesmgmt.events.queries.lag import lag


class Command(BaseCommand):
    help = "Let consumers of the event log act on what waits for them now; without names all of them."

    def add_arguments(self, parser: CommandParser) -> None:
        names = sorted(declared.name for declared in registry.consumers())
        parser.add_argument("names", nargs="*", metavar="NAME", help=f"of: {', '.join(names)}")
        parser.add_argument("--lag", action="store_true", help="only say how far each is behind")

    def handle(self, *args: Any, **options: Any) -> None:
        now = timezone.now()
        lines = {line.name: line for line in lag(at=now)}
        for name in options["names"] or lines:
            if name not in lines:
                raise CommandError(f"No consumer is named {name}; there are: {', '.join(lines)}.")
            if not options["lag"]:
                self.stdout.write(f"{name}: moved past {drain_fully(name, at=now)} events.")
        for line in lag(at=now):
            age = f", the oldest for {line.oldest_age}" if line.oldest_age else ""
            self.stdout.write(f"{line.name}: {line.waiting} waiting{age}.")
