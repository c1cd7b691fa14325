"""The pages of imports: for admins, and honest about what was refused."""

import csv
import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from salesmgmt.events.choices import JobState
from salesmgmt.events.models import Job
from salesmgmt.imports.domain.starting import ImportUnderWay, start_import
from salesmgmt.imports.domain.value_maps import map_value
from salesmgmt.imports.models import ImportBatch, ValueMap
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
    rows = list(csv.DictReader(io.StringIO(b"".join(answer.streaming_content).decode())))
    assert [(row["file"], row["row"], row["field"], row["value"]) for row in rows] == [
        ("sales_pipeline.csv", "6", "product", "GTXPro"),
        ("sales_pipeline.csv", "7", "opportunity_id", "'=X1"),
    ]
    assert rows[1]["reason"] == "“=X1” stands on row 6 already"
    assert rows[1]["way out"] == "remove one of the two rows"


def test_an_upload_of_one_file_starts_an_import(signed_in):
    content = csv_bytes("products", [("GTX Pro", "GTX", "4821")])
    answer = signed_in.post("/settings/imports/crm/", {"products": SimpleUploadedFile("anything.csv", content)})
    batch = ImportBatch.objects.get()
    assert (answer.status_code, answer["Location"]) == (302, f"/settings/imports/{batch.pk}/")
    assert [(file.name, file.row_count, file.stored.size) for file in batch.files.all()] == [
        ("products", 1, len(content))
    ]
    assert batch.job.state == JobState.QUEUED


@pytest.mark.parametrize("content", [b"", b"product,series\nA,B\n"])
def test_a_bad_upload_keeps_nothing(signed_in, content):
    answer = signed_in.post("/settings/imports/crm/", {"products": SimpleUploadedFile("products.csv", content)})
    assert answer.status_code == 422
    assert "products.csv has no column" in answer.content.decode()
    assert not ImportBatch.objects.exists()


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
