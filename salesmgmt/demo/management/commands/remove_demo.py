"""`manage.py remove_demo`: empties the database of the sample company."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from salesmgmt.common.problems import Refused
from salesmgmt.demo.domain.removing import remove_sample


class Command(BaseCommand):
    help = "Takes the sample company away, as long as nothing else is in the database: it is empty afterwards."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--yes", action="store_true", help="do not ask")

    def handle(self, *args: Any, **options: Any) -> None:
        if not options["yes"] and input("Empty the database of the sample company? [y/N] ").strip().lower() != "y":
            raise CommandError("Nothing was removed.")
        try:
            remove_sample(by=None)
        except Refused as refused:
            raise CommandError(refused.message) from refused
        self.stdout.write("The sample company is gone and the database is empty.")
