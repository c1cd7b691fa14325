"""An import killed with -9, worker and database, while its row says RUNNING: no row is lost, none comes twice."""

import csv
import json
import os
import subprocess
import sys
from datetime import timedelta
from functools import partial

import pytest
from django.conf import settings
from django.utils import timezone
from redis import Redis

from pipeline.imports import CRM
from salesmgmt.accounts.models import User
from salesmgmt.events.choices import JobState
from salesmgmt.events.domain.running import run
from salesmgmt.events.models import Job
from salesmgmt.imports.domain.starting import GivenFile, start_import
from salesmgmt.imports.domain.undoing import undo_import
from salesmgmt.imports.error_file import csv_lines
from salesmgmt.imports.models import ImportBatch
from salesmgmt.people.domain.founding import found_company
from tests.checksums import checksums
from tests.crm_data import CASES, MAP, ROOT, crm_folder, export
from tests.salesmgmt.events.clusters import dump_test_database, fresh_cluster, restore, url_of_test_database
from tests.salesmgmt.events.sessions import open_session
from tests.salesmgmt.events.workers import JobWatch, WorkerProcess

pytestmark = [pytest.mark.chaos, pytest.mark.django_db(transaction=True), pytest.mark.timeout(900)]

TIMES = pytest.mark.parametrize("times", [2, pytest.param(10, marks=pytest.mark.slow)])
OLGA = "olga@maven.example"
EXPECTED = json.loads((CASES / "crm_expected.json").read_text())["expected"]
CHUNK_ROWS = 100
ROWS = """
    SELECT (SELECT count(*) FROM pipeline_account), (SELECT count(*) FROM pipeline_product),
           (SELECT count(*) FROM pipeline_deal), (SELECT count(*) FROM pipeline_dealline),
           (SELECT count(*) FROM pipeline_dealversion),
           (SELECT count(*) FROM accounts_user WHERE email LIKE '%@import.invalid'),
           (SELECT count(*) FROM imports_importedrow WHERE record = 'sales_pipeline'),
           (SELECT sum((payload->>'created')::int) FROM events_event WHERE kind = 'deals.imported'),
           (SELECT count(*) FROM events_event WHERE kind = 'deals.imported'),
           (SELECT count(*) FROM events_event WHERE kind = 'job.finished'),
           (SELECT count(*) FROM imports_stagedrow)
"""
CLOSED = EXPECTED["stages"]["Won"] + EXPECTED["stages"]["Lost"]
ALL = EXPECTED["rows"]["sales_pipeline"]
LANDED = (85, 7, ALL, ALL, ALL + CLOSED, 35 + 6, ALL, ALL, 1, 1, 0)


@pytest.fixture
def queue():
    name = f"{settings.CELERY_TASK_DEFAULT_QUEUE}-import-{os.getpid()}"
    yield name
    with Redis.from_url(settings.REDIS_URL) as valkey:
        valkey.delete(name, f"{name}-jobs")


@pytest.fixture
def founded():
    """A company without anything in it; the checksums of its tables."""
    found_company(
        name="Maven",
        currency="USD",
        zone="America/New_York",
        admin_name="Olga Ost",
        admin_email=OLGA,
        admin_password=None,
        at=timezone.now(),
    )
    return checksums()


@pytest.fixture
def job(founded):
    """The export handed in; its message is lost."""
    now = timezone.now()
    paths = {spec.name: crm_folder() / spec.file_name for spec in CRM.files}
    files = {name: GivenFile(path.open("rb"), path.stat().st_size) for name, path in paths.items()}
    batch = start_import(
        kind=CRM,
        files=files,
        source="test",
        by=User.objects.get(),
        at=now,
        maps=json.loads(MAP.read_text()),
        chunk_rows=CHUNK_ROWS,
    )
    for given in files.values():
        given.stream.close()
    Job.objects.filter(pk=batch.job_id).update(due_at=now - timedelta(hours=1))
    return batch.job


def assert_all_landed_once(url, open_session):
    with open_session() as session:
        assert session.execute(ROWS).fetchone() == LANDED

    def ask(name, *options):
        done = subprocess.run(
            [sys.executable, "manage.py", "figure", name, "--json", *options],
            cwd=ROOT,
            env={**os.environ, "DATABASE_URL": url},
            capture_output=True,
            text=True,
            check=True,
        )
        return json.loads(done.stdout)

    stages = ask("pipeline.deal_counts", "--by", "stage")["groups"]
    assert {group["label"]: group["measures"]["deals"]["value"] for group in stages} == EXPECTED["stages"]
    assert float(ask("pipeline.won_amount")["value"]) == EXPECTED["won_revenue"]
    assert float(ask("pipeline.open_list_value")["value"]) == EXPECTED["open_pipeline_list_price"]


@TIMES
def test_a_killed_worker_loses_and_doubles_no_row_and_undo_removes_all(times, founded, job, queue, tmp_path):
    log = tmp_path / "worker.log"
    url = url_of_test_database()
    start = partial(WorkerProcess, database_url=url, queue=queue, log=log, include="tests.chaos.short_lease")
    watch = JobWatch(job_id=job.pk, queue=queue, open_session=open_session, log=log)
    for _ in range(times):
        worker = start()
        try:
            watch.until_further()
        finally:
            worker.kill()
    worker = start()
    try:
        _, attempts, _ = watch.until(lambda state, *_: state == JobState.DONE)
    finally:
        worker.kill()
    assert attempts == times + 1
    assert_all_landed_once(url, open_session)
    batch = undo_import(batch=ImportBatch.objects.get(), by=User.objects.get(email=OLGA), at=timezone.now())
    assert run(job_id=batch.undo_job_id, at=timezone.now())
    assert checksums() == founded


@TIMES
def test_a_killed_database_loses_and_doubles_no_row(times, job, queue, tmp_path):
    """One worker lives through it all; the server starts from what it had written down."""
    log = tmp_path / "worker.log"
    dump_test_database(tmp_path / "dump")
    with fresh_cluster(tmp_path / "var", durable=True) as cluster:
        restore(tmp_path / "dump", cluster)
        watch = JobWatch(job_id=job.pk, queue=queue, open_session=cluster.open_session, log=log)
        worker = WorkerProcess(database_url=cluster.url, queue=queue, log=log, include="tests.chaos.short_lease")
        try:
            for _ in range(times):
                watch.until_further()
                cluster.kill()
                cluster.start()
            _, attempts, _ = watch.until(lambda state, *_: state == JobState.DONE)
        finally:
            worker.kill()
        assert attempts == times + 1
        assert_all_landed_once(cluster.url, cluster.open_session)


ROWS_OF_MANY = 200_000
ONE_IN = 100
MANY = """
    SELECT (SELECT count(*) FROM pipeline_deal), (SELECT count(DISTINCT external_id) FROM pipeline_deal),
           (SELECT count(*) FROM pipeline_dealline), (SELECT count(*) FROM pipeline_dealversion),
           (SELECT sum(amount) FROM pipeline_deal)::int, (SELECT count(*) FROM imports_stagedrow),
           (SELECT sum((payload->>'created')::int) FROM events_event WHERE kind = 'deals.imported')::int
"""


def many_deals():
    """All won, each engaged before; of each hundred rows one, in turn, sells nothing known, has no value
    or closes before it began."""
    for n in range(ROWS_OF_MANY):
        product, closed, value = "MG Special", "2025-02-20", str(n % 1000)
        if n % ONE_IN == 0:
            fault = n // ONE_IN % 3
            product = "MGX" if fault == 0 else product
            value = "" if fault == 1 else value
            closed = "2024-02-20" if fault == 2 else closed
        yield f"M{n}", "Ann Able", product, "Acme", "Won", "2025-01-10", closed, value


@pytest.mark.slow
@pytest.mark.timeout(1800)
def test_many_rows_with_bad_ones_survive_ten_kills(founded, queue, tmp_path):
    now, by = timezone.now(), User.objects.get()
    files = export(sales_pipeline=many_deals())
    batch = start_import(kind=CRM, files=files, source="test", by=by, at=now)
    Job.objects.filter(pk=batch.job_id).update(due_at=now - timedelta(hours=1))
    log, url = tmp_path / "worker.log", url_of_test_database()
    start = partial(WorkerProcess, database_url=url, queue=queue, log=log, include="tests.chaos.short_lease")
    watch = JobWatch(job_id=batch.job_id, queue=queue, open_session=open_session, log=log)
    places = []
    for _ in range(10):
        worker = start()
        try:
            places.append(watch.until_further())
        finally:
            worker.kill()
    worker = start()
    try:
        watch.until(lambda state, *_: state == JobState.DONE, patience=900)
    finally:
        worker.kill()

    bad = range(0, ROWS_OF_MANY, ONE_IN)
    good = ROWS_OF_MANY - len(bad)
    amount = sum(n % 1000 for n in range(ROWS_OF_MANY) if n % ONE_IN)
    with open_session() as session:
        assert session.execute(MANY).fetchone() == (good, good, good, 2 * good, amount, 0, good)
    told = list(csv.reader("".join(csv_lines(batch)).splitlines()))
    assert [line[0] for line in told[1:]] == [f"M{n}" for n in bad]
    fields = ("product", "close_value", "close_date")
    assert [(int(line[9]), line[10]) for line in told[1:]] == [(n + 2, fields[n // ONE_IN % 3]) for n in bad]
    batch.refresh_from_db()
    assert batch.counts["sales_pipeline"] == {"new": good, "changed": 0, "same": 0, "refused": len(bad)}
    print(f"killed after {places} rows; {good:,} landed, {len(bad):,} refused")

    undone = undo_import(batch=batch, by=by, at=timezone.now())
    assert run(job_id=undone.undo_job_id, at=timezone.now())
    assert checksums() == founded
