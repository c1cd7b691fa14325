"""The product runs as a role that reads and writes rows and can do nothing else: walked through, and tried."""

import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import psycopg
import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from psycopg import errors, sql

from salesmgmt.common.problems import Refused
from salesmgmt.events.domain.app_role import append_only_tables, grant_app_role
from salesmgmt.events.models import Event

pytestmark = [
    pytest.mark.chaos,
    pytest.mark.xdist_group("app_role"),
]  # one database, migrated as its owner, for all of them
ROOT = Path(__file__).resolve().parents[3]
WORKER = os.environ.get("PYTEST_XDIST_WORKER", "gw0")
OWNER, APP, DATABASE, SECRET = f"{WORKER}_owner", f"{WORKER}_app", f"{WORKER}_roles", "between-tests"
APPEND_ONLY = [
    "approvals_approvaldecision",
    "events_epoch",
    "events_event",
    "hiring_erasure",
    "hiring_offerletter",
    "hiring_offerterms",
    "pipeline_creditnote",
    "pipeline_ordercancellation",
    "pipeline_refund",
]
TRACES = "SELECT count(*), md5(string_agg(e::text, '' ORDER BY id)) FROM events_event e"


@dataclass
class Installed:
    """A database that belongs to one role and is used by another."""

    walked: dict[str, int]

    def session(self, role: str = APP) -> psycopg.Connection:
        return psycopg.connect(url(role), autocommit=True)


def url(role: str) -> str:
    """Roles of the suite's own server, by password or, on its socket, without being asked for it."""
    parts = urlsplit(os.environ["DATABASE_URL"])
    place = parts.netloc.rpartition("@")[2]
    return urlunsplit(parts._replace(netloc=f"{role}:{SECRET}@{place}", path=f"/{DATABASE}"))


def run(*command: str, role: str) -> str:
    environment = os.environ | {
        "DATABASE_URL": url(role),
        "DJANGO_SETTINGS_MODULE": "salesmgmt.settings",
        "CELERY_QUEUE": f"test-{WORKER}-roles",
    }
    done = subprocess.run(
        [sys.executable, *command], cwd=ROOT, env=environment, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def manage(*command: str, role: str) -> str:
    return run("manage.py", *command, role=role)


@pytest.fixture(scope="module")
def installed() -> Iterator[Installed]:
    """Migrated as the owner, granted twice, and a slice of the product walked as the other role."""
    with psycopg.connect(os.environ["DATABASE_URL"], autocommit=True) as server:
        _remove(server)
        for role in (OWNER, APP):
            server.execute(f"CREATE ROLE {role} LOGIN PASSWORD '{SECRET}'")
        server.execute(f"CREATE DATABASE {DATABASE} OWNER {OWNER} TEMPLATE template0")
        try:
            manage("migrate", "--verbosity=0", role=OWNER)
            for _ in range(2):
                said = manage("grant_app_role", APP, role=OWNER)
            assert said.startswith(f"{APP} reads and writes rows, and only adds to {', '.join(APPEND_ONLY)};")
            yield Installed(json.loads(run("-m", "tests.salesmgmt.events.app_role_walk", role=APP).splitlines()[-1]))
        finally:
            _remove(server)


def _remove(server: psycopg.Connection) -> None:
    server.execute(f"DROP DATABASE IF EXISTS {DATABASE} WITH (FORCE)")
    for role in (OWNER, APP):
        server.execute(f"DROP ROLE IF EXISTS {role}")


def test_the_product_works_as_its_role(installed):
    assert installed.walked == {"deals": 5, "paid_lines": 2, "emptied": 2, "emptied_events": 2}


def test_what_an_import_only_added_goes_with_it_and_nothing_else(installed):
    """The role cannot delete refunds; what it calls removes those that a batch made, once it is kept which."""
    with installed.session() as session:
        with pytest.raises(errors.InsufficientPrivilege):
            session.execute("DELETE FROM pipeline_refund")
        assert session.execute("SELECT imports_remove_made(0, 'pipeline_refund')").fetchone() == (0,)
        with pytest.raises(errors.RaiseException, match="is not kept"):
            session.execute("SELECT imports_remove_made(0, 'events_event')")


def test_an_import_tells_the_planner_although_the_role_may_not_analyze(installed):
    with installed.session() as session:
        known = session.execute(
            "SELECT reltuples FROM pg_class WHERE relname IN ('imports_stagedrow', 'pipeline_deal') ORDER BY relname"
        ).fetchall()
    assert [count > 0 for (count,) in known] == [True, True]


@pytest.mark.parametrize(
    "statement",
    [
        "TRUNCATE events_event",
        "TRUNCATE pipeline_deal CASCADE",
        "UPDATE events_event SET payload = '{{}}'",
        "DELETE FROM events_event",
        "UPDATE events_epoch SET number = 7",
        "ALTER TABLE events_event DISABLE TRIGGER events_are_not_changed",
        "ALTER TABLE compensation_line DISABLE TRIGGER ALL",
        "ALTER TABLE pipeline_deal ADD COLUMN note text",
        "ALTER TABLE events_event OWNER TO {app}",
        "DROP TABLE events_event",
        "DROP TRIGGER events_are_not_changed ON events_event",
        "DROP FUNCTION events_refuse_change CASCADE",
        "CREATE OR REPLACE FUNCTION events_refuse_change() RETURNS trigger LANGUAGE sql AS ''",
        "CREATE TRIGGER mine BEFORE UPDATE ON pipeline_deal FOR EACH ROW EXECUTE FUNCTION events_refuse_change()",
        "CREATE TABLE mine (id bigint)",
        "CREATE TABLE elsewhere.mine (id bigint REFERENCES pipeline_deal)",
        "CREATE SCHEMA mine",
        "SET session_replication_role = replica",
        "SET ROLE {owner}",
        "INSERT INTO django_migrations (app, name, applied) VALUES ('events', '0009_mine', now())",
        "CREATE RULE mine AS ON INSERT TO events_event DO INSTEAD NOTHING",
    ],
)
def test_what_rows_do_not_need_is_denied(installed, statement):
    with installed.session(OWNER) as owner, installed.session() as session:
        owner.execute(f"CREATE SCHEMA IF NOT EXISTS elsewhere; GRANT ALL ON SCHEMA elsewhere TO {APP}")
        before = session.execute(TRACES).fetchone()
        with pytest.raises(errors.InsufficientPrivilege):
            session.execute(statement.format(app=APP, owner=OWNER))
        assert session.execute(TRACES).fetchone() == before


def test_the_role_cannot_give_itself_a_right(installed):
    with installed.session() as session:
        session.execute(f"GRANT UPDATE ON events_event TO {APP}")  # a warning to PostgreSQL, which grants nothing
        with pytest.raises(errors.InsufficientPrivilege):
            session.execute("UPDATE events_event SET payload = '{}'")


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE compensation_line SET pay_minor = pay_minor + 1",
        "DELETE FROM compensation_line",
        "UPDATE compensation_run SET state = 'OPEN' WHERE state = 'FINAL'",
        "UPDATE compensation_planversion SET document = '{}'",
    ],
)
@pytest.mark.parametrize("in_front", ["", "CREATE TEMP TABLE compensation_run (id bigint, state text)"])
def test_final_pay_stays_also_behind_a_temporary_table(installed, change, in_front):
    pay = "SELECT md5(string_agg(l::text, '' ORDER BY id)) FROM public.compensation_line l"
    with installed.session() as session:
        before = session.execute(pay).fetchone()
        session.execute(in_front)
        with pytest.raises(errors.RestrictViolation):
            session.execute(change.replace("UPDATE compensation_run", "UPDATE public.compensation_run"))
        assert session.execute(pay).fetchone() == before


def test_a_table_that_comes_later_is_read_and_written(installed):
    with installed.session(OWNER) as owner, installed.session() as session:
        owner.execute("CREATE TABLE later (id bigserial PRIMARY KEY, what text)")
        session.execute("INSERT INTO later (what) VALUES ('it')")
        assert session.execute("SELECT count(*) FROM later").fetchone() == (1,)
        with pytest.raises(errors.InsufficientPrivilege):
            session.execute("TRUNCATE later")
        owner.execute("DROP TABLE later")


def test_the_log_its_epochs_and_decisions_are_append_only():
    assert append_only_tables() == APPEND_ONLY


@pytest.fixture
def role(db) -> Callable[..., str]:
    """Makes a role that is gone with the test."""

    def make(attributes: str = "LOGIN") -> str:
        name = f"{WORKER}_candidate"
        with connection.cursor() as cursor:
            cursor.execute(f"CREATE ROLE {name} {attributes}")
        return name

    return make


def rights(name: str) -> int:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM pg_class, aclexplode(relacl) WHERE grantee = %s::regrole AND relkind IN ('r', 'S')",
            [name],
        )
        return cursor.fetchone()[0]


def test_a_role_that_does_not_exist_is_refused_with_the_way_to_make_it(db):
    with pytest.raises(CommandError, match="There is no database role nobody: make it with CREATE ROLE nobody LOGIN"):
        call_command("grant_app_role", "nobody")


@pytest.mark.parametrize(
    ("attributes", "said"),
    [
        ("SUPERUSER", "is a superuser, whom no right is kept from"),
        ("CREATEROLE", "may make roles, replicate or bypass row security"),
        ("LOGIN IN ROLE CURRENT_USER", "is a member of"),
    ],
)
def test_a_role_that_rights_cannot_be_kept_from_is_refused(role, attributes, said):
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_user")
        attributes = attributes.replace("CURRENT_USER", cursor.fetchone()[0])
    name = role(attributes)
    with pytest.raises(Refused, match=said):
        grant_app_role(name=name)
    assert rights(name) == 0


def test_the_owner_itself_is_refused(db):
    owner = connection.get_connection_params()["user"]
    with pytest.raises(Refused, match=f"{owner} is who owns the tables"):
        grant_app_role(name=owner)


def test_a_role_that_gets_more_from_another_is_refused_and_nothing_is_granted(role):
    name = role()
    with connection.cursor() as cursor:
        cursor.execute(f"CREATE ROLE {name}_group; GRANT TRUNCATE ON pipeline_deal TO {name}_group")
        cursor.execute(f"GRANT {name}_group TO {name}")
    with pytest.raises(Refused, match=f"{name} would keep TRUNCATE on pipeline_deal through another role"):
        grant_app_role(name=name)
    assert rights(name) == 0
    assert Event.objects.count() == 0


def test_only_who_migrates_can_grant(role):
    name = role()
    with connection.cursor() as cursor:
        cursor.execute(sql.SQL("SET LOCAL ROLE {}").format(sql.Identifier(name)))
        with pytest.raises(Refused, match="belong to another role than this one"):
            grant_app_role(name="anybody")
        cursor.execute("RESET ROLE")
    assert rights(name) == 0
