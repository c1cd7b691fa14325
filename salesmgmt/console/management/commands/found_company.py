"""`manage.py found_company`: the company and its first admin, in an empty database that has no sign-in page for it."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from salesmgmt.common.problems import Refused
from salesmgmt.people.domain.founding import found_company


class Command(BaseCommand):
    help = "Founds the company of an empty database; give the admin a password with `manage.py changepassword EMAIL`."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--name", required=True, help="the company's name")
        parser.add_argument("--currency", required=True, help="what figures add up in, such as EUR")
        parser.add_argument("--zone", required=True, help="the zone its days are judged in, such as Europe/Athens")
        parser.add_argument("--fiscal-year-start", type=int, default=1, help="the month a fiscal year starts in")
        parser.add_argument("--admin-name", required=True)
        parser.add_argument("--admin-email", required=True)

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            company = found_company(
                name=options["name"],
                currency=options["currency"],
                zone=options["zone"],
                fiscal_year_start=options["fiscal_year_start"],
                admin_name=options["admin_name"],
                admin_email=options["admin_email"],
                admin_password=None,
                at=timezone.now(),
            )
        except Refused as refused:
            raise CommandError(refused.message) from refused
        self.stdout.write(
            f"{company} is founded. Give {options['admin_name']} a password: "
            f"manage.py changepassword {options['admin_email']}"
        )
