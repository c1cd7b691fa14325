"""`manage.py grant_app_role NAME`: the database rights of the role that the product runs as."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from salesmgmt.common.problems import Refused
from salesmgmt.events.domain.app_role import append_only_tables, grant_app_role


class Command(BaseCommand):
    help = "Give a database role the rights the product needs, and no others. Run it as who migrates, after migrate."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("name", help="the role in the product's DATABASE_URL; it has to exist")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            grant_app_role(name=options["name"])
        except Refused as refused:
            raise CommandError(refused.message) from refused
        self.stdout.write(
            f"{options['name']} reads and writes rows, and only adds to {', '.join(append_only_tables())}; it cannot "
            "empty or alter tables."
        )
