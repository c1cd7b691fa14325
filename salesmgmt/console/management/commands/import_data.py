"""`manage.py import_data KIND FILE...`: files of any kind of import into the database, what they would do there, or an
import taken back."""

import json
from argparse import ArgumentParser
from contextlib import ExitStack
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.utils import timezone

from salesmgmt.accounts.models import User
from salesmgmt.common.problems import Refused
from salesmgmt.imports.columns import DateOrder, Decimals
from salesmgmt.imports.domain.following import follow, follow_undo
from salesmgmt.imports.domain.initial import import_initially
from salesmgmt.imports.domain.previews import preview_import
from salesmgmt.imports.domain.starting import GivenFile, start_import
from salesmgmt.imports.domain.undoing import undo_import
from salesmgmt.imports.domain.value_maps import read_maps
from salesmgmt.imports.models import ImportBatch
from salesmgmt.imports.reading import Asked, ValueMaps
from salesmgmt.imports.registry import ImportKind, kind_named, kinds
from salesmgmt.imports.report import Report, report_of_batch, report_of_preview
from salesmgmt.imports.rules import may_import
from salesmgmt.people.domain.founding import found_company
from salesmgmt.people.models import Company

_FOUNDING = ("company", "currency", "zone", "admin_email")


class Command(BaseCommand):
    help = (
        "Imports files of a kind: a folder with the files of a CRM export, or a table each. The same files again "
        "change nothing; rows that cannot land are told with the way out, and the others land."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("kind", help=f"one of {', '.join(sorted(kind.short_code for kind in kinds().values()))}")
        parser.add_argument("files", type=Path, nargs="*", help="CSV or XLSX files, or one folder that has them")
        parser.add_argument("--undo", type=int, metavar="BATCH", help="take this import back; it names no files")
        parser.add_argument(
            "--map",
            type=Path,
            help='a JSON file, such as {"stage": {"Closed Won": "Won"}, "columns": {"Firm": "name"}}',
        )
        parser.add_argument("--source", default="", help="where the files come from, such as Salesforce")
        parser.add_argument("--date-order", choices=("iso", "dmy", "mdy"), help="where files write days in a short way")
        parser.add_argument("--decimal", choices=(".", ","), help="what stands before the cents")
        parser.add_argument("--sheet", default="", help="of a workbook; without it the first one")
        parser.add_argument("--confirm-heading", action="store_true", help="of a source whose heading has changed")
        parser.add_argument("--dry-run", action="store_true", help="say what would change, and change nothing")
        parser.add_argument(
            "--initial", action="store_true", help="all at once into tables that are empty; nobody can work meanwhile"
        )
        parser.add_argument("--json", action="store_true", help="the outcome as JSON")
        parser.add_argument("--as-user", metavar="EMAIL", help="who imports; without it the first one who may")
        founding = parser.add_argument_group("an empty database also needs to know")
        founding.add_argument("--company", metavar="NAME", help="the company's name")
        founding.add_argument("--currency", help="the currency of the amounts in the files, such as USD")
        founding.add_argument("--zone", help="the zone that the company's days are judged in, such as America/New_York")
        founding.add_argument("--admin-email", metavar="EMAIL", help="whose sign-in becomes the first admin's")

    def handle(self, *args: Any, **options: Any) -> None:
        at = timezone.now()
        try:
            kind = kind_named(options["kind"])
            if options["undo"] is not None:
                self.stdout.write(_undo(kind, options, at))
                return
            if not options["files"]:
                raise CommandError("Name the files to import, or --undo with the number of an import.")
            with ExitStack() as stack:
                document = _document(options["map"])
                files = _files(kind, options["files"], stack, _asked(options, document))
                maps = read_maps(kind, document)
                act = _preview if options["dry_run"] else _import
                report = act(kind, options, files, maps, at)
        except Refused as refused:
            raise CommandError(refused.message) from refused
        self.stdout.write(
            json.dumps(report.as_json(), indent=2, ensure_ascii=False) if options["json"] else str(report)
        )


def _import(
    kind: ImportKind, options: dict[str, Any], files: dict[str, GivenFile], maps: ValueMaps, at: datetime
) -> Report:
    by = _founder(options, at) or _importer(kind, options["as_user"])
    if options["initial"]:
        return report_of_batch(
            import_initially(kind=kind, files=files, source=_source(options), by=by, at=at, maps=maps)
        )
    batch = start_import(kind=kind, files=files, source=_source(options), by=by, at=at, maps=maps)
    return report_of_batch(follow(batch, at=at))


def _undo(kind: ImportKind, options: dict[str, Any], at: datetime) -> str:
    """What was taken back, in words or as JSON."""
    by = _importer(kind, options["as_user"])
    batch = ImportBatch.objects.visible_to(by).filter(kind=kind.code, pk=options["undo"]).first()
    if batch is None:
        raise CommandError(f"There is no import {options['undo']} of {kind.title}; see the list of imports.")
    undone = follow_undo(undo_import(batch=batch, by=by, at=at), at=at)
    if options["json"]:
        return json.dumps({"batch": undone.pk, "undone_at": undone.undone_at.isoformat()})
    return f"{undone} is taken back: what it made is gone, and what it changed is as it was before."


def _preview(
    kind: ImportKind, options: dict[str, Any], files: dict[str, GivenFile], maps: ValueMaps, at: datetime
) -> Report:
    with transaction.atomic():
        by = _founder(options, at) or _importer(kind, options["as_user"])
        seen = preview_import(kind=kind, files=files, by=by, at=at, maps=maps, source=_source(options))
        transaction.set_rollback(True)
    return report_of_preview(seen)


def _source(options: dict[str, Any]) -> str:
    first: Path = options["files"][0].resolve()
    return options["source"] or f"{'folder' if first.is_dir() else 'file'} {first.name}"


def _files(kind: ImportKind, paths: list[Path], stack: ExitStack, asked: Asked) -> dict[str, GivenFile]:
    """By what the kind calls them: files of a folder, or one file each, told apart by name where there are several."""
    if len(paths) == 1 and (paths[0].is_dir() or (len(kind.files) > 1 and not paths[0].is_file())):
        chosen = _of_folder(kind, paths[0])
    elif len(kind.files) == 1 and len(paths) == 1:
        chosen = {kind.files[0].name: paths[0]}
    else:
        chosen = {path.stem: path for path in paths}
        strange = sorted(chosen.keys() - {spec.name for spec in kind.files})
        if strange:
            wanted = ", ".join(spec.name for spec in kind.files)
            raise CommandError(
                f"{kind.title} has no file {', '.join(strange)}; name files {wanted}, with .csv or .xlsx."
            )
    missing = next((path for path in chosen.values() if not path.is_file()), None)
    if missing is not None:
        raise CommandError(f"There is no file {missing}; name the one to import.")
    return {
        name: GivenFile(stack.enter_context(path.open("rb")), path.stat().st_size, path.name, asked)
        for name, path in chosen.items()
    }


def _of_folder(kind: ImportKind, folder: Path) -> dict[str, Path]:
    if not folder.is_dir():
        raise CommandError(f"There is no folder {folder}; name the one with the export's files.")
    chosen = {
        spec.name: path
        for spec in kind.files
        for path in (folder / f"{spec.name}.xlsx", folder / spec.file_name)
        if path.is_file()
    }
    missing = [spec.file_name for spec in kind.files if spec.name not in chosen]
    if missing:
        raise CommandError(
            f"{folder} has no {', '.join(missing)}; put it there, or name the files that you have one by one."
        )
    return chosen


def _document(path: Path | None) -> Any:
    if path is None:
        return {}
    try:
        return json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise CommandError(f"The value map {path} cannot be read ({error}); correct the file.") from error


def _asked(options: dict[str, Any], document: Any) -> Asked:
    """What the options say of the files; `columns` of a map are headings, the rest of it values."""
    asked = Asked(
        confirmed=options["confirm_heading"],
        date_order=DateOrder(options["date_order"]) if options["date_order"] else None,
        decimals=Decimals(options["decimal"]) if options["decimal"] else None,
        sheet=options["sheet"],
    )
    columns = document.pop("columns", {}) if isinstance(document, dict) else {}
    if not isinstance(columns, dict) or not all(isinstance(name, str) for name in columns.values()):
        raise CommandError('“columns” of a map reads {"Firm": "name"}: for each heading its column; correct the file.')
    return replace(asked, columns=columns)


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


def _importer(kind: ImportKind, email: str | None) -> User:
    active = User.objects.filter(is_active=True, role_grants__isnull=False).distinct().order_by("pk")
    if email is not None:
        active = active.filter(email=email)
    person = next((user for user in active.iterator() if may_import(user, kind)), None)
    if person is None:
        raise CommandError(
            f"{email} may not import {kind.title}; name somebody who may."
            if email
            else f"Nobody may import {kind.title}; make somebody an admin."
        )
    return person
