"""The cast is the same whether it is made or written again."""

import pytest
from django.db import transaction

from salesmgmt.accounts.models import User
from tests import cast
from tests.cast import make_cast
from tests.checksums import checksums


@pytest.fixture
def nobody_made(monkeypatch):
    monkeypatch.setattr(cast, "_made", None)


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
