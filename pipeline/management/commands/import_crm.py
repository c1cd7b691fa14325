"""`manage.py import_crm DIR`: a CRM's export into the database, or what it would do there."""

import json
from argparse import ArgumentParser
from contextlib import ExitStack
from datetime import datetime
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.utils import timezone

from pipeline.imports import CRM
from salesmgmt.accounts.models import User
from salesmgmt.common.problems import Refused
from salesmgmt.imports.domain.following import follow
from salesmgmt.imports.domain.previews import preview_import
from salesmgmt.imports.domain.starting import GivenFile, start_import
from salesmgmt.imports.domain.value_maps import read_maps
from salesmgmt.imports.reading import ValueMaps
from salesmgmt.imports.report import Report, report_of_batch, report_of_preview
from salesmgmt.people.choices import Role
from salesmgmt.people.domain.founding import found_company
from salesmgmt.people.models import Company, RoleGrant

_FOUNDING = ("company", "currency", "zone", "admin_email")


class Command(BaseCommand):
    help = (
        "Imports accounts.csv, products.csv, sales_teams.csv and sales_pipeline.csv of a CRM's export. The same files "
        "again change nothing; rows that cannot land are told with the way out, and the others land."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("dir", type=Path, help="the folder with the four files")
        parser.add_argument("--map", type=Path, help='a JSON file, such as {"product": {"GTXPro": "GTX Pro"}}')
        parser.add_argument("--dry-run", action="store_true", help="say what would change, and change nothing")
        parser.add_argument("--json", action="store_true", help="the outcome as JSON")
        parser.add_argument("--as-user", metavar="EMAIL", help="the admin who imports; without it the first one")
        founding = parser.add_argument_group("an empty database also needs to know")
        founding.add_argument("--company", metavar="NAME", help="the company's name")
        founding.add_argument("--currency", help="the currency of the amounts in the files, such as USD")
        founding.add_argument("--zone", help="the zone that the company's days are judged in, such as America/New_York")
        founding.add_argument("--admin-email", metavar="EMAIL", help="whose sign-in becomes the first admin's")

    def handle(self, *args: Any, **options: Any) -> None:
        at = timezone.now()
        try:
            with ExitStack() as stack:
                files = _files(options["dir"], stack)
                maps = _maps(options["map"])
                act = _preview if options["dry_run"] else _import
                report = act(options, files, maps, at)
        except Refused as refused:
            raise CommandError(refused.message) from refused
        self.stdout.write(
            json.dumps(report.as_json(), indent=2, ensure_ascii=False) if options["json"] else str(report)
        )


def _import(options: dict[str, Any], files: dict[str, GivenFile], maps: ValueMaps, at: datetime) -> Report:
    by = _founder(options, at) or _admin(options["as_user"])
    source = f"folder {options['dir'].resolve().name}"
    batch = start_import(kind=CRM, files=files, source=source, by=by, at=at, maps=maps)
    return report_of_batch(follow(batch, at=at))


def _preview(options: dict[str, Any], files: dict[str, GivenFile], maps: ValueMaps, at: datetime) -> Report:
    with transaction.atomic():
        by = _founder(options, at) or _admin(options["as_user"])
        seen = preview_import(kind=CRM, files=files, by=by, at=at, maps=maps)
        transaction.set_rollback(True)
    return report_of_preview(seen)


def _files(folder: Path, stack: ExitStack) -> dict[str, GivenFile]:
    if not folder.is_dir():
        raise CommandError(f"There is no folder {folder}; name the one with the export's files.")
    missing = [spec.file_name for spec in CRM.files if not (folder / spec.file_name).is_file()]
    if missing:
        raise CommandError(
            f"{folder} has no {', '.join(missing)}; put it there, or import the files that you have on the page "
            "Settings, Import from a CRM."
        )
    paths = {spec.name: folder / spec.file_name for spec in CRM.files}
    return {name: GivenFile(stack.enter_context(path.open("rb")), path.stat().st_size) for name, path in paths.items()}


def _maps(path: Path | None) -> ValueMaps:
    if path is None:
        return {}
    try:
        document = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise CommandError(f"The value map {path} cannot be read ({error}); correct the file.") from error
    return read_maps(CRM, document)


def _founder(options: dict[str, Any], at: datetime) -> User | None:
    """Founds the company of an empty database as the options say; None when it stands already."""
    given = [name for name in _FOUNDING if options[name]]
    if Company.objects.exists():
        if given:
            raise CommandError(f"This database has its company already; leave --{given[0].replace('_', '-')} out.")
        return None
    if len(given) < len(_FOUNDING):
        missing = ", ".join(f"--{name.replace('_', '-')}" for name in _FOUNDING if name not in given)
        raise CommandError(
            f"There is no company in this database yet; found it on the sign-in page, or give {missing} as well."
        )
    email = options["admin_email"]
    found_company(
        name=options["company"],
        currency=options["currency"],
        zone=options["zone"],
        admin_name=email.partition("@")[0],
        admin_email=email,
        admin_password=None,
        at=at,
    )
    return User.objects.get(email=email)


def _admin(email: str | None) -> User:
    admins = User.objects.filter(is_active=True, role_grants__in=RoleGrant.objects.today().filter(role=Role.ADMIN))
    if email is not None:
        admins = admins.filter(email=email)
    admin = admins.order_by("pk").first()
    if admin is None:
        raise CommandError(
            f"{email} is no active admin; name somebody who is." if email else "Nobody is an admin; make somebody one."
        )
    return admin
