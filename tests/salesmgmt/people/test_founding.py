"""The first act in an empty database, once."""

from datetime import UTC, date, datetime
from threading import Barrier, Thread

import pytest
from django.core.exceptions import ValidationError
from django.db import connection

from salesmgmt.accounts.models import User
from salesmgmt.events.models import Event
from salesmgmt.people.choices import PeriodKind, Role
from salesmgmt.people.domain.founding import AlreadyFounded, found_company
from salesmgmt.people.models import Company, FiscalPeriod, Membership, Office, RoleGrant, Team
from salesmgmt.settings import PASSWORD_HASHERS
from tests.cast import AT
from tests.refusals import assert_breaks, assert_refused

FACTS = {
    "name": "Kestrel Systems",
    "currency": "EUR",
    "zone": "Europe/Athens",
    "admin_name": "Olga Ost",
    "admin_email": "olga@kestrel.example",
    "admin_password": "a long enough phrase",
    "at": AT,
}


@pytest.mark.django_db
def test_company_is_founded_with_an_admin_and_a_year():
    company = found_company(**FACTS, fiscal_year_start=4)
    olga = User.objects.get()
    assert olga.check_password("a long enough phrase")
    assert (company.pk, company.fiscal_year_start) == (1, 4)
    assert RoleGrant.objects.get().role == Role.ADMIN
    membership = Membership.objects.select_related("team", "office").get()
    assert (membership.user, membership.since, membership.until) == (olga, date(2026, 3, 2), None)
    assert membership.team.name == "Kestrel Systems"
    assert (membership.office.zone, membership.office.calendar.weekdays) == ("Europe/Athens", [1, 2, 3, 4, 5])
    year = FiscalPeriod.objects.get(kind=PeriodKind.YEAR)
    assert (year.start_date, year.end_date, year.name) == (date(2025, 4, 1), date(2026, 4, 1), "2026")
    kinds = list(Event.objects.order_by("id").values_list("kind", flat=True))
    assert kinds == ["company.founded", "fiscal_year.opened"]
    assert set(Event.objects.values_list("actor", flat=True)) == {olga.pk}


@pytest.mark.django_db
def test_the_product_keeps_passwords_by_argon2(settings):
    settings.PASSWORD_HASHERS = PASSWORD_HASHERS  # the suite's own is quick
    found_company(**FACTS)
    olga = User.objects.get()
    assert olga.password.startswith("argon2$")
    assert olga.check_password("a long enough phrase")
    assert not olga.check_password("another long phrase")


@pytest.mark.django_db
def test_first_day_is_the_companys():
    found_company(**FACTS | {"at": datetime(2026, 12, 31, 23, 0, tzinfo=UTC)})
    assert Membership.objects.get().since == date(2027, 1, 1)
    assert FiscalPeriod.objects.get(kind=PeriodKind.YEAR).name == "2027"


def test_company_is_founded_once(cast):
    with assert_refused("already_founded"):
        found_company(**FACTS | {"admin_email": "other@kestrel.example"})


@pytest.mark.django_db
def test_company_is_not_founded_where_somebody_is():
    User.objects.create_user("early@kestrel.example", name="Early Bird")
    with assert_refused("already_founded"):
        found_company(**FACTS)


@pytest.mark.django_db
@pytest.mark.parametrize("facts", [{"zone": "Mars/Olympus"}, {"currency": "euro"}, {"name": ""}])
def test_company_with_facts_nobody_knows_is_not_founded(facts):
    with pytest.raises(ValidationError):
        found_company(**FACTS | facts)
    assert not Company.objects.exists()
    assert not User.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_two_who_found_at_once_leave_one_company():
    start, ends = Barrier(2), []

    def found(email: str) -> None:
        start.wait()
        try:
            ends.append(found_company(**FACTS | {"admin_email": email, "admin_password": None}).name)
        except AlreadyFounded as refusal:
            ends.append(refusal.code)
        finally:
            connection.close()

    threads = [Thread(target=found, args=[f"{name}@kestrel.example"]) for name in ("one", "two")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(ends) == ["Kestrel Systems", "already_founded"]
    assert (User.objects.count(), Team.objects.count(), Office.objects.count()) == (1, 1, 1)


@pytest.mark.parametrize(
    ("row", "constraint"),
    [
        ({"id": 2}, "there_is_one_company"),
        ({"currency": "eur"}, "company_currency_is_iso"),
        ({"fiscal_year_start": 0}, "fiscal_year_starts_in_a_month"),
        ({"fiscal_year_start": 13}, "fiscal_year_starts_in_a_month"),
    ],
)
def test_database_refuses_companies(db, row, constraint):
    with assert_breaks(constraint):
        Company.objects.create(**{"id": 1, "name": "Kestrel", "currency": "EUR", "zone": "UTC"} | row)
    assert not Company.objects.exists()
