"""The first act in an empty database: a company and the person who runs it."""

from datetime import datetime

from django.db import connection, transaction
from django.db.backends.postgresql.psycopg_any import DateRange

from salesmgmt.accounts.models import User
from salesmgmt.common.period import year_of
from salesmgmt.common.problems import Refused
from salesmgmt.events.domain.log import append
from salesmgmt.people.choices import Role
from salesmgmt.people.domain.fiscal_periods import open_fiscal_year
from salesmgmt.people.models import Company, Membership, Office, RoleGrant, Team, WorkingCalendar


class AlreadyFounded(Refused):
    """The company is founded once"""

    code = "already_founded"


@transaction.atomic
def found_company(
    *,
    name: str,
    currency: str,
    zone: str,
    admin_name: str,
    admin_email: str,
    admin_password: str | None,
    at: datetime,
    fiscal_year_start: int = 1,
) -> Company:
    """Creates the company with its first admin, team, office and periods; only while nobody is here."""
    _one_at_a_time()
    if Company.objects.exists() or User.objects.exists():
        raise AlreadyFounded(
            "This database already has a company; ask one of its admins to add you on the People page.",
        )
    company = Company(id=1, name=name, currency=currency, zone=zone, fiscal_year_start=fiscal_year_start)
    company.full_clean(validate_constraints=False)
    company.save(force_insert=True)
    today = company.day_of(at)
    admin = User.objects.create_user(admin_email, admin_password, name=admin_name)
    office = Office.objects.create(
        name="Head office", zone=zone, calendar=WorkingCalendar.objects.create(name="Monday to Friday")
    )
    team = Team.objects.create(name=name)
    Membership.objects.create(user=admin, team=team, office=office, valid=DateRange(today, None))
    RoleGrant.objects.create(user=admin, role=Role.ADMIN, valid=DateRange(today, None))
    append(kind="company.founded", subject=company, by=admin, at=at, payload={"currency": currency})
    open_fiscal_year(day=year_of(today, fiscal_year_start=fiscal_year_start).start, by=admin, at=at)
    return company


def _one_at_a_time() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext('people.founding'))")
