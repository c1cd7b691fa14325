"""An import into empty tables at once lands what any import does, and leaves the schema as it was, whatever happens."""

import os
import re
import subprocess
import sys
import time

import pytest
from django.db import connection
from django.utils import timezone

from pipeline.imports import CRM
from pipeline.models import Deal, DealLine, DealVersion
from salesmgmt.common.problems import Refused
from salesmgmt.events.domain.running import run
from salesmgmt.events.models import Event, Job
from salesmgmt.imports.domain import initial
from salesmgmt.imports.domain.initial import import_initially
from salesmgmt.imports.domain.undoing import undo_import
from salesmgmt.imports.models import ImportBatch
from salesmgmt.imports.registry import kind_of
from tests.checksums import checksums
from tests.crm_data import DEALS, ROOT, export, import_files, refused
from tests.salesmgmt.events.clusters import url_of_test_database

pytestmark = pytest.mark.django_db(transaction=True)

SCHEMA = """
SELECT 'index', indexname::text, indexdef FROM pg_indexes WHERE schemaname = current_schema()
UNION ALL
SELECT 'constraint', conrelid::regclass || '.' || conname, pg_get_constraintdef(oid) || convalidated
FROM pg_constraint WHERE connamespace = current_schema()::regnamespace
UNION ALL
SELECT 'trigger', tgrelid::regclass || '.' || tgname, pg_get_triggerdef(oid) || tgenabled::text
FROM pg_trigger WHERE NOT tgisinternal
"""
FACTS = """
SELECT external_id, deal.name, deal.state, deal.amount, deal.list_amount, deal.started_date, deal.close_date, version,
       valid_from, valid_to, unit_price, stage.name, stay.entered_at, stay.left_at, stay.stood
FROM pipeline_deal deal JOIN pipeline_dealversion history ON history.deal_id = deal.id
JOIN pipeline_stage stage ON stage.id = history.stage_id JOIN pipeline_dealline line ON line.deal_id = deal.id
JOIN pipeline_stagestay stay ON stay.version_id = history.id
ORDER BY 1, valid_from
"""


def rows(query):
    with connection.cursor() as cursor:
        cursor.execute(query)
        return cursor.fetchall()


def schema():
    return sorted(rows(SCHEMA))


def land(by, at, **changed):
    return import_initially(kind=CRM, files=export(**changed), source="test", by=by, at=at)


def test_it_lands_what_an_import_does_with_one_event_and_can_be_undone(cast):
    at, before, sums = timezone.now(), schema(), checksums()
    bad = ("X1", "Ann Able", "GTXPro", "Acme", "Won", "2025-01-10", "2025-02-20", "4514")
    batch = land(cast.olga, at, sales_pipeline=[*DEALS, bad])
    assert schema() == before
    assert batch.counts["sales_pipeline"] == {"new": 4, "changed": 0, "same": 0, "refused": 1}
    assert refused(batch) == [("sales_pipeline", 6, "product")]
    assert Event.objects.of(batch).filter(kind="deals.imported").count() == 1
    landed = rows(FACTS)
    assert (len(landed), Deal.objects.count(), DealVersion.objects.count(), DealLine.objects.count()) == (6, 4, 6, 4)

    undone = undo_import(batch=batch, by=cast.olga, at=at)
    assert run(job_id=undone.undo_job_id, at=at)
    assert checksums() == sums
    import_files(export(), by=cast.olga, at=at)
    assert rows(FACTS) == landed


@pytest.mark.parametrize("broken", ["in the rows", "in the indexes"])
def test_a_failure_leaves_everything_as_it_was(broken, cast, monkeypatch):
    before, sums = schema(), checksums(())

    def fail(*args, **facts):
        raise Refused("no", code="no")

    if broken == "in the rows":
        monkeypatch.setattr("salesmgmt.imports.telling.Told.tell", fail)
    else:
        monkeypatch.setattr(initial, "keep_created", fail)
    with pytest.raises(Refused, match=r"^no$"):
        land(cast.olga, timezone.now())
    assert schema() == before
    assert checksums(()) == sums
    assert not ImportBatch.objects.exists()
    assert not Job.objects.exists()


def holds_the_tables():
    return rows(
        "SELECT 1 FROM pg_locks WHERE relation = 'pipeline_deal'::regclass AND mode = 'AccessExclusiveLock' AND granted"
    )


def wait_until(condition):
    deadline = time.monotonic() + 60
    while not condition():
        assert time.monotonic() < deadline
        time.sleep(0.01)


def test_a_kill_leaves_everything_as_it_was(cast, tmp_path):
    many = [(f"M{n}", *DEALS[0][1:]) for n in range(20_000)]
    for name, file in export(sales_pipeline=many).items():
        (tmp_path / f"{name}.csv").write_bytes(file.stream.read())
    before, sums = schema(), checksums(())
    command = [sys.executable, "manage.py", "import_data", "crm", str(tmp_path), "--initial"]
    process = subprocess.Popen(command, cwd=ROOT, env={**os.environ, "DATABASE_URL": url_of_test_database()})
    try:
        wait_until(holds_the_tables)
        time.sleep(0.5)  # somewhere in its rows
        assert process.poll() is None
    finally:
        process.kill()
        process.wait()
    wait_until(lambda: not holds_the_tables())
    assert (schema(), checksums(())) == (before, sums)


def test_it_is_refused_where_deals_are_and_for_other_kinds(cast):
    import_files(export(), by=cast.olga)
    before, sums = schema(), checksums(())
    told = "There are deals here already, and an initial import goes into empty tables only; leave --initial out."
    with pytest.raises(Refused, match=f"^{re.escape(told)}$"):
        land(cast.olga, timezone.now())
    with pytest.raises(Refused, match="leave --initial out") as refusal:
        import_initially(kind=kind_of("pipeline.deals"), files={}, source="", by=cast.olga, at=timezone.now())
    assert refusal.value.code == "no_initial"
    assert (schema(), checksums(())) == (before, sums)
