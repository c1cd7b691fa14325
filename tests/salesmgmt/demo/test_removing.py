"""Taking the sample company away: only while nothing else is here, and then all of it."""

from contextlib import contextmanager
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import IntegrityError, OperationalError, ProgrammingError, connection, transaction
from django.urls import reverse
from psycopg.errors import DeadlockDetected

from hiring.models import Candidate
from pipeline.domain.next_steps import set_next_step
from pipeline.models import Deal
from salesmgmt.accounts.models import User
from salesmgmt.common.problems import NotAllowed
from salesmgmt.demo.domain.removing import NotOnlyTheSample, remove_sample
from salesmgmt.demo.models import SampleCompany
from salesmgmt.demo.queries.alone import stranger
from salesmgmt.events.domain.app_role import grant_app_role
from salesmgmt.people.domain.teams import create_team
from tests.salesmgmt.demo.rows import AT, END, digest_of_tables, load, tables_with_rows

KEPT = ["auth_permission", "django_content_type", "django_migrations", "events_epoch"]
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


@contextmanager
def assert_nothing_removed(says: str):
    before = digest_of_tables()
    with pytest.raises(NotOnlyTheSample, match=says):
        yield
    assert digest_of_tables() == before
    assert SampleCompany.objects.exists()


@pytest.fixture
def olga(sample: SampleCompany) -> User:
    return User.objects.get(email="olga@kestrel.example")


@pytest.fixture
def rita(sample: SampleCompany) -> User:
    return User.objects.get(email="rita@kestrel.example")


def test_a_migrated_database_holds_only_what_migrations_made(db):
    assert set(tables_with_rows()) <= set(KEPT)


def test_removing_empties_every_table(olga: User):
    remove_sample(by=olga)
    assert set(tables_with_rows()) <= set(KEPT)


def test_numbers_start_again_and_another_sample_fits_in(olga: User):
    remove_sample(by=olga)
    assert load(seed=9).seed == 9
    assert User.objects.order_by("pk").first().pk == 1


def test_signing_in_and_looking_around_do_not_count(olga: User, client):
    client.force_login(olga, backend=BACKEND)
    for address in (reverse("sample:company"), reverse("pipeline:board"), reverse("console:people")):
        assert client.get(address).status_code == 200
    assert stranger() is None
    assert client.post(reverse("sample:remove")).headers["Location"] == reverse("console:found")
    assert not User.objects.exists()
    assert client.get(reverse("console:found")).status_code == 200


def test_anybodys_act_keeps_it(olga: User, rita: User):
    deal = Deal.objects.filter(owner=rita).open().first()
    set_next_step(deal=deal, next_step="Ask for the date", next_step_date=END, by=rita, at=AT)
    with assert_nothing_removed("next_step"):
        remove_sample(by=olga)


def test_an_undone_act_keeps_it(olga: User):
    team = create_team(name="Team East", parent=None, by=olga, at=AT)
    team.delete()
    with assert_nothing_removed("team.created"):
        remove_sample(by=olga)


def test_a_row_that_came_without_a_person_keeps_it(olga: User):
    Candidate.objects.create(name="Ola Applicant", email="ola@mail.example", created_at=AT)
    with assert_nothing_removed("hiring_candidate"):
        remove_sample(by=olga)


def test_only_admins_remove_it(rita: User):
    before = digest_of_tables()
    with pytest.raises(NotAllowed, match="admin"):
        remove_sample(by=rita)
    assert digest_of_tables() == before


def test_a_company_of_ones_own_is_never_removed(cast):
    with pytest.raises(NotOnlyTheSample, match="your own rows stay"):
        remove_sample(by=cast.olga)
    assert User.objects.filter(pk=cast.olga.pk).exists()


def test_command_removes_it(sample: SampleCompany):
    out = StringIO()
    call_command("remove_demo", "--yes", stdout=out)
    assert "database is empty" in out.getvalue()
    with pytest.raises(CommandError, match="no sample company"):
        call_command("remove_demo", "--yes")


def test_what_is_known_of_a_loaded_sample_does_not_change(sample: SampleCompany):
    with pytest.raises(IntegrityError, match="does not change"), transaction.atomic():
        SampleCompany.objects.update(last_event_id=10**9)


def test_a_company_cannot_be_declared_a_sample_afterwards(cast):
    with pytest.raises(IntegrityError, match="comes before anybody"), transaction.atomic():
        SampleCompany.objects.create(id=1, seed=1, arguments={}, truth={}, began_at=AT)


def test_the_role_of_the_app_loads_and_removes_without_a_right_to_truncate(db, truth_file):
    """It may write rows, and neither truncate nor alter: the function does, once it has looked."""
    with connection.cursor() as cursor:
        cursor.execute("CREATE ROLE sample_app_role")
        grant_app_role(name="sample_app_role")
        cursor.execute("SET LOCAL ROLE sample_app_role")
        load()
        with pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
            cursor.execute("TRUNCATE pipeline_deal CASCADE")
        remove_sample(by=None)
        cursor.execute("RESET ROLE")
        cursor.execute("DROP OWNED BY sample_app_role")
        cursor.execute("DROP ROLE sample_app_role")
    assert not User.objects.exists()


def test_a_half_loaded_sample_is_taken_away(db, monkeypatch, truth_file):
    from salesmgmt.demo.writing import pay

    def dies(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(pay, "run_pay", dies)
    with pytest.raises(KeyboardInterrupt):
        load()
    assert SampleCompany.objects.get().loaded_at is None
    remove_sample(by=None)
    assert not User.objects.exists()


def test_who_meets_a_deadlock_begins_anew(db, truth_file):
    met = []

    def deadlocked(execute, sql, params, many, context):
        if "demo_remove_sample" in sql and len(met) < 2:
            met.append(sql)
            raise OperationalError("deadlock detected") from DeadlockDetected()
        return execute(sql, params, many, context)

    load()
    with connection.execute_wrapper(deadlocked):
        remove_sample(by=None)
    assert len(met) == 2
    assert not User.objects.exists()
