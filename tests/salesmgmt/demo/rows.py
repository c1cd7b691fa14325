"""A small sample company for tests, and what can be said of all tables at once."""

import hashlib
from datetime import UTC, date, datetime
from functools import lru_cache

from django.apps import apps
from django.db import connection

from salesmgmt.demo.domain.loading import load_sample
from salesmgmt.demo.models import SampleCompany
from salesmgmt.demo.world.company import World, simulate
from salesmgmt.demo.world.facts import Arguments
from tests.replay import Snapshot, filled_tables

END = date(2026, 3, 3)
AT = datetime(2026, 3, 3, 9, 0, tzinfo=UTC)
PASSWORD = "a-workshop-for-tests"
APPS = ("accounts", "people", "pipeline", "hiring", "onboarding", "compensation")
OF_THE_CLOCK = {"password", "last_login", "known_epoch", "known_tx", "recorded_at"}
"""Columns that the database or a salt fills."""


@lru_cache
def small_world(seed: int = 7, end: date = END) -> World:
    return simulate(Arguments(seed=seed, end=end, reps=8, months=10, deals=300))


def load(seed: int = 7) -> SampleCompany:
    return load_world(small_world(seed))


_loaded: Snapshot | None = None


def loaded_once() -> SampleCompany:
    """What `load` gives, loaded by the first test of a process and written again for each other."""
    global _loaded  # noqa: PLW0603  # loading takes two seconds, and dozens of tests begin with it
    if _loaded is not None:
        _loaded.write()
        return SampleCompany.objects.get()
    before = filled_tables()
    sample = load()
    _loaded = Snapshot.take(besides=before)
    return sample


def load_world(world: World) -> SampleCompany:
    said: list[str] = []
    return load_sample(world=world, password=PASSWORD, password_is_known=False, at=AT, tell=said.append)


def digest_of_tables() -> dict[str, str]:
    """Every row of the six apps, table by table, without what the clock and salts write."""
    digests = {}
    for label in APPS:
        for model in apps.get_app_config(label).get_models():
            names = [
                field.attname
                for field in model._meta.concrete_fields
                if field.attname not in OF_THE_CLOCK and not getattr(field, "auto_now_add", False)
            ]
            rows = model._base_manager.order_by("pk").values_list(*names)
            digests[model._meta.label] = hashlib.sha256(repr(list(rows)).encode()).hexdigest()
    return digests


def tables_with_rows() -> list[str]:
    """All tables of the database that hold anything."""
    found = []
    with connection.cursor() as cursor:
        for name in sorted(connection.introspection.table_names(cursor)):
            cursor.execute(f'SELECT EXISTS (SELECT FROM "{name}")')
            if cursor.fetchone()[0]:
                found.append(name)
    return found
