"""The pages of imports: for admins, and honest about what was refused."""

import csv
import io
import json
import zipfile

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command
from django.utils import timezone
from python_calamine import CalamineWorkbook

from pipeline.domain.accounts import create_account, edit_account
from pipeline.models import Account
from salesmgmt.events.choices import JobState
from salesmgmt.events.models import Job
from salesmgmt.imports.domain.following import follow, follow_undo
from salesmgmt.imports.domain.starting import ImportUnderWay, start_import
from salesmgmt.imports.domain.value_maps import map_value
from salesmgmt.imports.models import ColumnMap, ImportBatch, ValueMap
from salesmgmt.web.models import Undo
from tests.cast import AT
from tests.checksums import checksums
from tests.crm_data import CRM, DEALS, csv_bytes, export, import_files

pytestmark = pytest.mark.django_db
ODD = ("=X1", "Ann Able", "GTXPro", "Acme", "Won", "2025-01-10", "2025-02-20", "100")


@pytest.fixture
def signed_in(client, cast):
    client.force_login(cast.olga)
    return client


@pytest.fixture
def batch(cast):
    return import_files(export(sales_pipeline=[*DEALS, ODD, ODD]), by=cast.olga)


def test_refused_rows_come_as_a_file_that_no_spreadsheet_calculates(signed_in, batch):
    answer = signed_in.get(f"/settings/imports/{batch.pk}/refused.csv")
    assert answer["Content-Disposition"] == f'attachment; filename="import-{batch.pk}-refused.csv"'
    rows = list(csv.DictReader(io.StringIO(b"".join(answer.streaming_content).decode("utf-8-sig"))))
    assert [(row["opportunity_id"], row["product"], row["Row"], row["Field"]) for row in rows] == [
        ("'=X1", "GTXPro", "6", "product"),
        ("'=X1", "GTXPro", "7", "opportunity_id"),
    ]
    assert rows[1]["Reason"] == "“=X1” stands on row 6 already"
    assert rows[1]["Way out"] == "remove one of the two rows"


def test_a_refused_row_with_too_many_cells_keeps_them_and_stays_refused(signed_in, cast):
    batch = import_files(export(sales_pipeline=[*DEALS, (*ODD[:3], "Acme", " Inc", *ODD[4:])]), by=cast.olga)
    answer = signed_in.get(f"/settings/imports/{batch.pk}/refused.csv")
    heading, row = csv.reader(io.StringIO(b"".join(answer.streaming_content).decode("utf-8-sig")))
    assert (row[3:5], row[len(heading) :]) == (["Acme", " Inc"], ["100"])


def test_refused_rows_come_as_a_workbook_of_texts(signed_in, batch):
    content = b"".join(signed_in.get(f"/settings/imports/{batch.pk}/refused.xlsx").streaming_content)
    cells = CalamineWorkbook.from_filelike(io.BytesIO(content)).get_sheet_by_index(0).to_python()
    assert cells[1][:3] == ["=X1", "Ann Able", "GTXPro"]
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        assert b"<f>" not in archive.read("xl/worksheets/sheet1.xml")


def upload(client, content, kind="crm", name="products", **more):
    return client.post(f"/settings/imports/of/{kind}/", {name: SimpleUploadedFile("any.csv", content), **more})


def test_a_draft_goes_through_its_steps_and_can_be_left_at_each(signed_in, cast):
    create_account(name="Acme", by=cast.olga, at=AT, facts={"country": "France"})
    answer = upload(
        signed_in, b"Firm;Country;Owner\nAcme;Germany;max@kestrel.example\n", "accounts", "accounts", source="ERP"
    )
    draft = ImportBatch.objects.get()
    at = f"/settings/imports/{draft.pk}"
    assert (answer["Location"], draft.job, draft.files.get().row_count) == (f"{at}/columns/", None, 1)
    assert signed_in.get(f"{at}/")["Location"] == f"{at}/columns/"
    assert signed_in.get(f"{at}/preview/")["Location"] == f"{at}/columns/"
    assert "has no column Name" in signed_in.post(f"{at}/begin/").content.decode()
    said = {"accounts-of_0": "name", "accounts-of_1": "country", "accounts-of_2": "owner"}
    look = signed_in.post(f"{at}/columns/", said, headers={"HX-Request": "true"}).content.decode()
    assert "Germany" in look
    assert not ColumnMap.objects.exists()
    assert signed_in.post(f"{at}/columns/", said)["Location"] == f"{at}/values/"
    assert ColumnMap.objects.get().columns == {"Firm": "name", "Country": "country", "Owner": "owner"}
    assert "Every value is known" in signed_in.get(f"{at}/values/").content.decode()
    assert signed_in.post(f"{at}/values/")["Location"] == f"{at}/preview/"
    page = signed_in.get(f"{at}/preview/").content.decode()
    assert "<del>France</del>" in page
    assert "<ins>Germany</ins>" in page
    assert f'href="{at}/columns/"' in signed_in.get("/settings/imports/").content.decode()
    assert signed_in.post(f"{at}/begin/")["Location"] == f"{at}/"
    draft.refresh_from_db()
    assert draft.job.state == JobState.QUEUED
    for step in ("columns", "values", "preview"):
        assert signed_in.get(f"{at}/{step}/")["Location"] == f"{at}/"
    for act in ("begin", "discard"):
        assert signed_in.post(f"{at}/{act}/")["Location"] == f"{at}/"
    follow(draft, at=timezone.now())
    again = upload(signed_in, b"Firm;Country\nBolt;Spain\n", "accounts", "accounts", source="ERP")
    assert (
        "The heading has changed since it was last decided: gone Owner."
        in signed_in.get(again["Location"]).content.decode()
    )


def test_a_draft_is_thrown_away_with_its_files(signed_in, batch):
    upload(signed_in, csv_bytes("products", [("GTX Pro", "GTX", "4821")]))
    draft = ImportBatch.objects.get(job=None)
    stored = draft.files.get().stored
    assert signed_in.post(f"/settings/imports/{draft.pk}/discard/")["Location"] == "/settings/imports/of/crm/"
    stored.refresh_from_db()
    assert stored.keep_until is not None
    assert ImportBatch.objects.get() == batch


def test_values_are_decided_in_a_step(signed_in, batch):
    upload(signed_in, csv_bytes("sales_pipeline", [("N1", *ODD[1:])]), name="sales_pipeline")
    draft = ImportBatch.objects.get(job=None)
    at = f"/settings/imports/{draft.pk}"
    assert "the closest is “GTX Pro”" in signed_in.get(f"{at}/values/").content.decode()
    signed_in.post(f"{at}/values/", {"of_0": "GTX Pro"})
    assert str(ValueMap.objects.get()) == "product: “GTXPro” is “GTX Pro”"
    assert "Would be refused" not in signed_in.get(f"{at}/preview/").content.decode()


def test_a_bad_upload_keeps_nothing(signed_in):
    answer = upload(signed_in, b"")
    assert answer.status_code == 422
    assert "products.csv is empty; export it again." in answer.content.decode()
    assert not ImportBatch.objects.exists()


@pytest.mark.parametrize("address", ["/settings/imports/crm/", "/api/v1/imports/"])
def test_a_body_over_the_limit_is_refused_before_it_is_read(signed_in, address):
    class Unread(io.BytesIO):
        def read(self, *args):
            raise AssertionError("the body was read")

    answer = signed_in.generic(
        "POST", address, **{"wsgi.input": Unread(), "CONTENT_LENGTH": str(300 * 1024**2), "CONTENT_TYPE": "text/csv"}
    )
    assert answer.status_code == 413
    assert "has 300 MB, and up to 200 MB are taken at once; cut the file" in answer.content.decode()


def test_the_api_takes_files_and_tells_how_far_they_are(signed_in, cast):
    def send(**more):
        rows = SimpleUploadedFile("a.csv", "Firm,Country\nAcmé,Chile\n,Peru\n".encode("cp1252"))
        return signed_in.post("/api/v1/imports/", {"kind": "accounts", "file": rows, **more})

    assert send().json()["code"] == "bad_file"
    assert not ImportBatch.objects.exists()
    columns = json.dumps({"columns": {"Firm": "name"}})
    assert send(map=columns, dry_run=True).json()["counts"]["accounts"]["new"] == 1
    assert not ImportBatch.objects.exists()
    sent = send(map=columns)
    assert (sent.status_code, sent.json()["state"]) == (202, "QUEUED")
    batch = follow(ImportBatch.objects.get(), at=timezone.now())
    told = signed_in.get(f"/api/v1/imports/{batch.pk}/").json()
    assert (told["state"], told["counts"]["accounts"]["refused"]) == ("DONE", 1)
    refused = signed_in.get(f"/api/v1/imports/{batch.pk}/refusals/").json()
    assert (refused["count"], refused["results"][0]["field"]) == (1, "name")
    assert Account.objects.get().name == "Acmé"


def test_a_value_is_mapped_to_a_known_one_only(signed_in, batch):
    for to_value in ("GTX Prof", ""):
        body = {"field": "product", "from_value": "GTXPro", "to_value": to_value}
        answer = signed_in.post(f"/settings/imports/{batch.pk}/map/", body)
        assert answer.status_code == 422
    assert "choose one of the known values" in answer.content.decode()
    assert not ValueMap.objects.exists()
    assert ImportBatch.objects.get() == batch


def test_an_import_that_failed_says_why_and_can_go_on(signed_in, batch):
    sentence = "The disk is full; make room and start again."
    Job.objects.filter(pk=batch.job_id).update(state=JobState.FAILED, error=sentence, result=None)
    page = signed_in.get(f"/settings/imports/{batch.pk}/").content.decode()
    assert sentence in page
    assert f"/settings/jobs/{batch.job_id}/retry/" in page


def test_the_fragment_asks_for_the_page_when_the_work_is_over(signed_in, batch):
    answer = signed_in.get(f"/settings/imports/{batch.pk}/", headers={"HX-Request": "true"})
    assert answer["HX-Refresh"] == "true"
    Job.objects.filter(pk=batch.job_id).update(state=JobState.QUEUED, result=None, finished_at=None)
    answer = signed_in.get(f"/settings/imports/{batch.pk}/", headers={"HX-Request": "true"})
    assert "HX-Refresh" not in answer
    assert 'hx-trigger="every 1s"' in answer.content.decode()


def test_another_import_waits_for_the_one_under_way(signed_in, cast, batch):
    start_import(kind=CRM, files=export(), source="test", by=cast.olga, at=timezone.now())
    answer = signed_in.post(f"/settings/imports/{batch.pk}/again/")
    assert answer.status_code == ImportUnderWay.status
    assert "is under way; wait until it has ended, or cancel it" in answer.content.decode()
    assert ImportBatch.objects.count() == 2


def test_deciding_anew_replaces_what_a_value_stands_for(cast, batch):
    def decide(to_value):
        return map_value(
            kind=CRM, field="product", from_value="GTXPro", to_value=to_value, by=cast.olga, at=timezone.now()
        )

    first = decide("MG Special")
    assert decide("MG Special").decided_at == first.decided_at
    decide("GTX Pro")
    assert str(ValueMap.objects.get()) == "product: “GTXPro” is “GTX Pro”"


@pytest.mark.parametrize("rows", [1, 3])
def test_the_page_of_an_import_asks_the_database_as_often_for_many_rows(
    signed_in, cast, rows, django_assert_max_num_queries
):
    odd = [(f"X{number}", *ODD[1:]) for number in range(rows)]
    batch = import_files(export(sales_pipeline=[*DEALS, *odd]), by=cast.olga)
    with django_assert_max_num_queries(12):
        signed_in.get(f"/settings/imports/{batch.pk}/")


def test_an_import_is_taken_back_by_page_and_by_command(signed_in, cast, tmp_path):
    file = tmp_path / "accounts.csv"
    file.write_text("name,country\nVela Foods,Greece\nAlba Works,Germany\n")
    before = checksums()
    call_command("import_data", "accounts", file, stdout=io.StringIO())
    batch = ImportBatch.objects.get()
    assert Account.objects.count() == 2
    assert "Take it back" in signed_in.get(f"/settings/imports/{batch.pk}/").text
    assert signed_in.post(f"/settings/imports/{batch.pk}/undo/").status_code == 302
    assert "Nothing to take back" in signed_in.get("/undo/").text
    follow_undo(ImportBatch.objects.get(), at=timezone.now())
    assert checksums() == before
    page = signed_in.get(f"/settings/imports/{batch.pk}/").text
    assert "This import was taken back" in page
    assert f'action="/settings/imports/{batch.pk}/again/"' in page
    assert "taken back</span>" in signed_in.get("/settings/imports/").text
    with pytest.raises(CommandError, match="was undone already"):
        call_command("import_data", "accounts", "--undo", batch.pk)

    call_command("import_data", "accounts", file, stdout=io.StringIO())
    again = ImportBatch.objects.latest("pk")
    said = io.StringIO()
    call_command("import_data", "accounts", "--undo", again.pk, stdout=said)
    assert said.getvalue().startswith(f"{again} is taken back")
    assert checksums() == before


@pytest.mark.parametrize(
    ("heading", "called"), [("Name,List price,Series", "List price"), ("name,PRICE,series", "PRICE")]
)
def test_a_fault_is_told_under_the_heading_that_the_file_has(signed_in, cast, tmp_path, heading, called):
    file = tmp_path / "products.csv"
    file.write_text(f"{heading}\nAlba,,Works\nBrio,dear,Works\n")
    said = io.StringIO()
    call_command("import_data", "products", file, stdout=said)
    assert f"products.csv, row 2, {called}: a new product has no list price" in said.getvalue()
    batch = ImportBatch.objects.get()
    page = signed_in.get(f"/settings/imports/{batch.pk}/").text
    assert (page.count(f'<td class="t-2">{called}</td>'), "list_price" in page) == (2, False)
    told = csv.DictReader(io.StringIO(signed_in.get(f"/settings/imports/{batch.pk}/refused.csv").getvalue().decode()))
    assert [row["Field"] for row in told] == [called, called]
    upload(signed_in, file.read_bytes(), "products", "products")
    draft = f"/settings/imports/{ImportBatch.objects.get(job=None).pk}"
    assert f"{called}: “dear” is not an amount" in signed_in.get(f"{draft}/columns/").text
    assert f"products.csv, row 2, {called}: a new product" in signed_in.get(f"{draft}/preview/").text


def test_a_column_that_the_file_has_not_is_called_as_people_call_it(signed_in, cast):
    upload(signed_in, b"Name,Series\nAlba,Works\n", "products", "products")
    draft = f"/settings/imports/{ImportBatch.objects.get().pk}"
    assert "products.csv, row 2, List price: a new product" in signed_in.get(f"{draft}/preview/").text


def test_an_import_that_changed_nothing_is_not_offered_to_be_taken_back(signed_in, cast, tmp_path):
    file = tmp_path / "accounts.csv"
    file.write_text("name,country\nVela Foods,Greece\n")
    for _ in range(2):
        call_command("import_data", "accounts", file, stdout=io.StringIO())
    again, first = ImportBatch.objects.all()
    page = signed_in.get(f"/settings/imports/{first.pk}/").text
    same = signed_in.get(f"/settings/imports/{again.pk}/").text
    assert ("Take it back" in page, "Take it back" in same) == (True, False)
    assert list(Undo.objects.filter(verb="imports.import").values_list("params__batch_id", flat=True)) == [first.pk]
    before = checksums()
    for address in (f"/settings/imports/{again.pk}/undo/", f"/api/v1/imports/{again.pk}/undo/"):
        refused = signed_in.post(address, headers={"Accept": "application/json"})
        assert (refused.status_code, checksums()) == (422, before)
        assert "has changed nothing, so there is nothing to undo" in refused.text


def test_an_import_stays_where_somebody_has_worked_on_its_rows(signed_in, cast, tmp_path):
    file = tmp_path / "accounts.csv"
    file.write_text("name,country\nVela Foods,Greece\n")
    call_command("import_data", "accounts", file, stdout=io.StringIO())
    edit_account(account=Account.objects.get(), facts={"country": "Cyprus"}, by=cast.olga, at=timezone.now())
    batch = ImportBatch.objects.get()
    answer = signed_in.post(f"/settings/imports/{batch.pk}/undo/")
    assert answer.status_code == 409
    assert "what was done here since would be lost: " in answer.text
    assert Account.objects.get().country == "Cyprus"
