"""`manage.py import_candidates FILE --as-user EMAIL`: a list of candidates, or what it would do."""

import json
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from hiring.imports import CANDIDATES
from salesmgmt.accounts.models import User
from salesmgmt.common.problems import Refused
from salesmgmt.imports.domain.following import follow
from salesmgmt.imports.domain.previews import preview_import
from salesmgmt.imports.domain.starting import GivenFile, start_import
from salesmgmt.imports.report import Report, report_of_batch, report_of_preview


class Command(BaseCommand):
    help = (
        "Imports a CSV file of candidates. The same file again changes nothing; rows that cannot land are told with "
        "the way out, and the others land."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path, help="the CSV file; its first row names the columns")
        parser.add_argument("--as-user", metavar="EMAIL", required=True, help="the recruiter or admin who imports")
        parser.add_argument("--dry-run", action="store_true", help="say what would change, and change nothing")
        parser.add_argument("--json", action="store_true", help="the outcome as JSON")

    def handle(self, *args: Any, **options: Any) -> None:
        path: Path = options["file"]
        by = User.objects.filter(email=options["as_user"], is_active=True).first()
        if by is None:
            raise CommandError(f"Nobody signs in as {options['as_user']}; name the address of a recruiter or an admin.")
        if not path.is_file():
            raise CommandError(f"There is no file {path}; name the list of candidates.")
        try:
            with path.open("rb") as stream:
                given = {CANDIDATES.files[0].name: GivenFile(stream, path.stat().st_size)}
                report = _preview(given, by) if options["dry_run"] else _import(given, by, path)
        except Refused as refused:
            raise CommandError(refused.message) from refused
        said = json.dumps(report.as_json(), indent=2, ensure_ascii=False) if options["json"] else str(report)
        self.stdout.write(said)


def _preview(given: dict[str, GivenFile], by: User) -> Report:
    return report_of_preview(preview_import(kind=CANDIDATES, files=given, by=by, at=timezone.now()))


def _import(given: dict[str, GivenFile], by: User, path: Path) -> Report:
    at = timezone.now()
    batch = start_import(kind=CANDIDATES, files=given, source=f"file {path.name}", by=by, at=at)
    return report_of_batch(follow(batch, at=at))
