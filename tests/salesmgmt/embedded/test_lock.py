"""The lock that ends with its holder."""

from pathlib import Path

import pytest

from salesmgmt.embedded.lock import FileLock


def test_lock_has_one_holder_at_a_time(tmp_path: Path):
    first, second = FileLock(tmp_path / "lock"), FileLock(tmp_path / "lock")
    assert first.take()
    first.write_note("first")
    assert not second.take()
    assert second.note() == "first"
    first.release()
    assert second.take()


def test_shared_locks_hold_off_an_exclusive_one(tmp_path: Path):
    first, second, third = (FileLock(tmp_path / "lock") for _ in range(3))
    assert first.take(shared=True)
    assert second.take(shared=True)
    assert not third.take()
    first.release()
    second.release()
    assert third.take()


def test_note_belongs_to_the_holder(tmp_path: Path):
    with pytest.raises(RuntimeError, match="take it first"):
        FileLock(tmp_path / "lock").write_note("mine")
