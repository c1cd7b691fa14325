"""An empty database is migrated quicker, and comes out as Django would have made it."""

import pytest
from django.core.management import call_command
from django.core.management.commands.migrate import Command as Migrate
from django.db import connection
from django.db.migrations.state import ProjectState

from salesmgmt.embedded.management.commands.migrate import drawing_up_what_is_new
from tests.bench.scratch import scratch_database
from tests.salesmgmt.embedded.migrated import made_by

DJANGOS = ProjectState.add_model


@pytest.fixture
def seen(monkeypatch) -> list[bool]:
    """Whether each migration ran with Django's own way of drawing up models."""
    ran: list[bool] = []
    monkeypatch.setattr(Migrate, "handle", lambda *_, **__: ran.append(ProjectState.add_model is DJANGOS))
    return ran


def test_an_existing_database_is_migrated_as_django_does_it(db, seen):
    call_command("migrate", verbosity=0)
    assert seen == [True]


def test_drawing_up_models_may_take_longer_than_a_page_may_be_idle(db, monkeypatch):
    found = []
    monkeypatch.setattr(Migrate, "handle", lambda *_, **__: found.append(_most_idle_time()))
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL idle_in_transaction_session_timeout = '15s'")
    assert _most_idle_time() == "15s"
    call_command("migrate", verbosity=0)
    assert found == ["0"]


def _most_idle_time() -> str:
    with connection.cursor() as cursor:
        cursor.execute("SHOW idle_in_transaction_session_timeout")
        (found,) = cursor.fetchone()
    return found


def test_djangos_way_is_back_whatever_happens():
    with pytest.raises(ZeroDivisionError), drawing_up_what_is_new():
        _fail_where(ProjectState.add_model is not DJANGOS)
    assert ProjectState.add_model is DJANGOS


def _fail_where(it_is_ours: bool) -> None:
    assert it_is_ours
    raise ZeroDivisionError


@pytest.mark.slow
@pytest.mark.timeout(900)
def test_both_ways_make_the_same_tables():
    with scratch_database():
        quicker = made_by(as_django_does=False)
    with scratch_database():
        assert made_by(as_django_does=True) == quicker
