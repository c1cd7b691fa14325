"""When files go: their time is over, or no row names them."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import transaction

from salesmgmt.files import tasks
from salesmgmt.files.domain import expiry, remove_expired, remove_orphans
from salesmgmt.files.models import StoredFile
from salesmgmt.imports.models import ImportBatch, ImportFile
from tests.salesmgmt.files.rows import hand_in, kept

pytestmark = pytest.mark.django_db(transaction=True)


def test_remove_expired_removes_rows_and_bytes_whose_time_is_over(rita, at, storage):
    hand_in(rita, at, keep_until=at)
    kept_longer = hand_in(rita, at, keep_until=at + timedelta(days=2))
    kept_for_good = hand_in(rita, at)

    assert remove_expired(at=at + timedelta(days=1)) == 1
    assert remove_expired(at=at + timedelta(days=1)) == 0

    assert list(StoredFile.objects.order_by("pk")) == [kept_longer, kept_for_good]
    assert len(kept(storage)) == 2


def test_a_file_that_an_apps_row_still_needs_stays(rita, at, storage, monkeypatch):
    monkeypatch.setattr(expiry, "REMOVED_AT_ONCE", 1)
    needed, _ = hand_in(rita, at, keep_until=at), hand_in(rita, at, keep_until=at)
    batch = ImportBatch.objects.create(kind="crm", source="upload", started_by=rita, created_at=at)
    ImportFile.objects.create(batch=batch, name="accounts", stored=needed, row_count=2)

    assert remove_expired(at=at + timedelta(days=1)) == 1

    assert list(StoredFile.objects.all()) == [needed]
    assert [path.name for path in kept(storage)] == [needed.content.name.rpartition("/")[2]]


def test_remove_orphans_removes_what_a_rolled_back_transaction_left(rita, at, storage):
    stored = hand_in(rita, at)
    with transaction.atomic():
        hand_in(rita, at)
        transaction.set_rollback(True)
    assert len(kept(storage)) == 2

    assert remove_orphans(at=datetime.now(UTC)) == 0  # its transaction might be open still
    assert remove_orphans(at=datetime.now(UTC) + timedelta(days=2)) == 1

    assert [path.name for path in kept(storage)] == [stored.content.name.rpartition("/")[2]]


def test_each_task_a_second_time_changes_nothing(rita, at, storage):
    hand_in(rita, at, keep_until=at)
    kept_for_good = hand_in(rita, at)

    for task in (tasks.remove_expired, tasks.remove_orphans) * 2:
        task()

        assert list(StoredFile.objects.all()) == [kept_for_good]
        assert len(kept(storage)) == 1
