"""The public CRM export that published figures are about, and small exports written for one test."""

import csv
import io
import os
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

import pytest
from django.core.management import call_command
from django.db import connection, transaction
from django.utils import timezone

from pipeline.imports import CRM
from salesmgmt.accounts.models import User
from salesmgmt.imports.domain.following import follow
from salesmgmt.imports.domain.starting import GivenFile, start_import
from salesmgmt.imports.models import ImportBatch

ROOT = Path(__file__).resolve().parents[1]
CASES = ROOT / "tests" / "cases"
MAP = CASES / "crm_map.json"

HEADINGS = {
    "sales_teams": ("sales_agent", "manager", "regional_office"),
    "products": ("product", "series", "sales_price"),
    "accounts": (
        "account",
        "sector",
        "year_established",
        "revenue",
        "employees",
        "office_location",
        "subsidiary_of",
    ),
    "sales_pipeline": (
        "opportunity_id",
        "sales_agent",
        "product",
        "account",
        "deal_stage",
        "engage_date",
        "close_date",
        "close_value",
    ),
}
TEAMS = [("Ann Able", "Meg Marsh", "East"), ("Bob Bell", "Meg Marsh", "East"), ("Cy Cole", "Nan Nash", "West")]
PRODUCTS = [("GTX Pro", "GTX", "4821"), ("MG Special", "MG", "55")]
ACCOUNTS = [
    ("Acme", "technolgy", "1996", "1100.04", "2822", "United States", ""),
    ("Betatech", "medical", "1986", "647.18", "1185", "Kenya", "Acme"),
]
DEALS = [
    ("W1", "Ann Able", "GTX Pro", "Acme", "Won", "2025-01-10", "2025-02-20", "4514"),
    ("L1", "Bob Bell", "MG Special", "Betatech", "Lost", "2025-01-11", "2025-03-01", "0"),
    ("E1", "Ann Able", "GTX Pro", "", "Engaging", "2025-03-05", "", ""),
    ("P1", "Bob Bell", "MG Special", "Acme", "Prospecting", "", "", ""),
]


def crm_folder() -> Path:
    """The folder of the public export. Where it is missing the test is skipped, and failed under SALESMGMT_CI=1."""
    folder = Path(os.environ.get("SALESMGMT_DATA") or ROOT.parent / "shared" / "data").resolve() / "crm"
    if not (folder / "sales_pipeline.csv").is_file():
        missing = "The public CRM export is not here: set SALESMGMT_DATA to the folder that holds crm/"
        if os.environ.get("SALESMGMT_CI") == "1":
            pytest.fail(missing)
        pytest.skip(missing)
    return folder


@contextmanager
def maven() -> Iterator[User]:
    """The export in an otherwise empty database, and the first admin of its company; all of it taken back."""
    with transaction.atomic():
        call_command(
            "import_data",
            "crm",
            crm_folder(),
            map=MAP,
            company="Maven",
            currency="USD",
            zone="America/New_York",
            admin_email="olga@maven.example",
            stdout=io.StringIO(),
        )
        # checks every row now: else each test in it would, at its end
        connection.check_constraints()
        yield User.objects.get(email="olga@maven.example")
        transaction.set_rollback(True)


def csv_bytes(name: str, rows: Iterable[Iterable[str]]) -> bytes:
    text = io.StringIO()
    csv.writer(text).writerows([HEADINGS[name], *rows])
    return text.getvalue().encode()


def given(content: bytes) -> GivenFile:
    return GivenFile(io.BytesIO(content), len(content))


def export(**changed: Iterable[Iterable[str]]) -> dict[str, GivenFile]:
    """The small export, with some files said differently."""
    rows = {"sales_teams": TEAMS, "products": PRODUCTS, "accounts": ACCOUNTS, "sales_pipeline": DEALS, **changed}
    return {name: given(csv_bytes(name, lines)) for name, lines in rows.items()}


def import_files(
    files: Mapping[str, GivenFile], *, by: User, at: datetime | None = None, maps: Mapping | None = None, **how
) -> ImportBatch:
    """Imports to the end, in this process."""
    at = at or timezone.now()
    return follow(start_import(kind=CRM, files=files, source="test", by=by, at=at, maps=maps, **how), at=timezone.now())


def refused(batch: ImportBatch) -> list[tuple[str, int, str]]:
    """File, row and field of what was refused."""
    return list(batch.refusals.values_list("file", "row_no", "field"))
