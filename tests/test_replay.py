"""Rows are the same whether they are made or written again."""

import pytest
from django.db import transaction

from pipeline.choices import StageKind
from pipeline.domain.catalogue import add_close_reason
from salesmgmt.accounts.models import User
from tests import cast as cast_module
from tests.cast import AT, make_cast
from tests.checksums import checksums
from tests.pipeline_rows import make_process
from tests.replay import written_once


@pytest.fixture
def nobody_made(monkeypatch):
    monkeypatch.setattr(cast_module, "_made", None)


def test_the_cast_is_written_again_as_it_was_made(db, nobody_made):
    found = []
    for _ in range(2):
        with transaction.atomic():
            made = make_cast()
            found.append((checksums(), made))
            transaction.set_rollback(True)
    assert found[0] == found[1]
    assert len(found[1][1].everybody()) == 12


def test_rows_that_come_later_get_numbers_of_their_own(db):
    make_cast()
    person = User.objects.create_user(email="zoe@kestrel.example", name="Zoe Zand", password=None)
    assert person.pk > 12


def test_what_is_written_once_stands_again_as_it_was_and_is_made_anew_where_more_was_done(cast):
    found = []
    for more in (False, False, True):
        with transaction.atomic():
            if more:
                add_close_reason(kind=StageKind.WON, code="speed", name="Speed", by=cast.olga, at=AT)
            made = written_once("a process that stands again", make_process)
            found.append((checksums(), made))
            transaction.set_rollback(True)
    assert found[0] == found[1]
    assert found[2][1].pk > found[1][1].pk
