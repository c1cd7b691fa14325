"""Exports of the list of deals: what is shown, as one may see it, harmless, and by a job where it is much."""

import csv
import io
import zipfile
from dataclasses import replace
from datetime import timedelta

import pytest
from django.http import QueryDict
from django.utils import timezone
from python_calamine import CalamineWorkbook

from pipeline.lists import DEALS
from salesmgmt.events.domain import running
from salesmgmt.events.models import Event, Job
from salesmgmt.web.lists.asked import Asked
from salesmgmt.web.lists.declaration import Reader
from salesmgmt.web.lists.exporting import exported_columns
from salesmgmt.web.models import Export
from tests.cast import AT
from tests.pipeline_rows import make_deal

EXPORT = "/lists/deals/export/"


@pytest.fixture
def deals(process, cast, client):
    make_deal(cast.rita, "=HYPERLINK(1)", amount="1000.50", account=None)
    make_deal(cast.rita, "Alba", amount=None, account=None)
    make_deal(cast.sam, "Elsewhere", amount="7")
    client.force_login(cast.rita)


def body(answer):
    return b"".join(answer.streaming_content)


def test_a_csv_holds_the_columns_shown_of_what_one_may_see_and_runs_nothing(deals, client):
    answer = client.post(f"{EXPORT}?sort=name&cols=amount,due,owner", {"form": "csv"})
    text = body(answer).decode()
    assert text.startswith("\N{ZERO WIDTH NO-BREAK SPACE}Deal,")
    assert list(csv.reader(io.StringIO(text[1:]))) == [
        ["Deal", "Amount", "Due", "Owner"],
        ["'=HYPERLINK(1)", "1000.5", "2026-03-03", "Rita Sandoval"],
        ["Alba", "", "2026-03-03", "Rita Sandoval"],
    ]
    made = Event.objects.get(kind="export.made")
    assert made.payload == {"list": "deals", "form": "csv", "rows": 2, "all_columns": False}


def test_a_workbook_holds_text_as_text_and_numbers_as_numbers(deals, client):
    answer = client.post(f"{EXPORT}?sort=name&cols=amount", {"form": "xlsx"})
    book = io.BytesIO(body(answer))
    rows = CalamineWorkbook.from_filelike(book).get_sheet_by_index(0).to_python()
    assert rows == [["Deal", "Amount"], ["=HYPERLINK(1)", 1000.5], ["Alba", ""]]
    with zipfile.ZipFile(book) as parts:
        assert b'<col min="1" max="2" width="18.' in parts.read("xl/worksheets/sheet1.xml")


def test_nothing_to_export_is_said(deals, client):
    assert client.post(f"{EXPORT}?search=nobody", {"form": "csv"}).status_code == 422
    assert not Export.objects.exists()


def test_a_large_export_is_a_job_whose_file_is_its_makers_until_it_expires(deals, cast, client, monkeypatch):
    monkeypatch.setattr("salesmgmt.web.domain.exports.AT_ONCE", 1)
    assert (
        client.post(f"{EXPORT}?sort=name", {"form": "csv", "all_columns": "on"}).headers["Location"]
        == "/settings/exports/"
    )
    assert running.run(job_id=Job.objects.get().pk, at=timezone.now())
    export = Export.objects.get()
    address = f"/files/{export.file_id}/"
    lines = list(csv.DictReader(io.StringIO(body(client.get(address)).decode("utf-8-sig"))))
    assert [(line["Deal"], line["Owner's e-mail"]) for line in lines] == [
        ("'=HYPERLINK(1)", "rita@kestrel.example"),
        ("Alba", "rita@kestrel.example"),
    ]
    assert f'href="{address}"' in client.get("/settings/exports/").content.decode()
    client.force_login(cast.olga)
    assert client.get(address).status_code == 404
    client.force_login(cast.rita)
    type(export.file).objects.update(keep_until=timezone.now() - timedelta(seconds=1))
    assert client.get(address).status_code == 404


def test_a_column_or_filter_that_one_may_not_read_is_not_there(deals, cast):
    def nobody(user):
        return False

    hidden = {"amount", "owner"}
    columns = tuple(replace(each, readable=nobody) if each.name in hidden else each for each in DEALS.columns)
    filters = tuple(replace(each, readable=nobody) if each.name in hidden else each for each in DEALS.filters)
    listed = replace(DEALS, columns=columns, filters=filters, order="name")
    query = QueryDict(f"sort=-amount&cols=amount,owner,stage&amount_min=1000000&owner={cast.sam.pk}")
    asked = Asked(listed, Reader(cast.rita, cast.company, AT), query)
    assert [column.name for column in asked.columns] == ["name", "stage"]
    assert asked.sort == "name"
    assert [deal.name for deal in asked.page.rows] == ["=HYPERLINK(1)", "Alba"]
    assert asked.narrowing.chips == []
    assert asked.said == "cols=stage"
    assert not hidden & {column.name for column in exported_columns(asked, everything=True)}


def test_everything_is_an_archive_with_a_file_for_each_list(deals, cast, client):
    assert client.post("/settings/exports/everything/").status_code == 404
    client.force_login(cast.olga)
    assert client.post("/settings/exports/everything/").status_code == 302
    assert running.run(job_id=Job.objects.get().pk, at=timezone.now())
    export = Export.objects.get()
    with zipfile.ZipFile(io.BytesIO(body(client.get(f"/files/{export.file_id}/")))) as archive:
        assert {"accounts.csv", "candidates.csv", "deals.csv", "orders.csv", "people.csv"} <= set(archive.namelist())
        lines = list(csv.DictReader(io.StringIO(archive.read("deals.csv").decode("utf-8-sig"))))
    assert sorted(line["Deal"] for line in lines) == ["'=HYPERLINK(1)", "Alba", "Elsewhere"]
