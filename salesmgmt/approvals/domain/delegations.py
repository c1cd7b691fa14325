"""Naming somebody who decides in one's place."""

from datetime import date, datetime

from django.db import transaction
from django.db.backends.postgresql.psycopg_any import DateRange

from salesmgmt.accounts.models import User
from salesmgmt.approvals.domain.deciding import settle_turns
from salesmgmt.approvals.models import Delegation
from salesmgmt.common.constraints import refusing
from salesmgmt.common.problems import NotAllowed, Refused
from salesmgmt.events.domain.log import append
from salesmgmt.people.models import Company


@transaction.atomic
def delegate(*, deputy: User, from_date: date, until_date: date, by: User, at: datetime) -> Delegation:
    """`deputy` decides in one's place from a day up to and without another."""
    if until_date <= from_date:
        raise Refused("The last day comes after the first; correct the days.", code="days", field="until_date")
    if not deputy.is_active:
        raise Refused(f"{deputy} no longer works here; choose another person.", code="deputy", field="deputy")
    sentences = {
        "a_person_has_one_deputy_at_a_time": "You have a deputy on some of these days already; end that first.",
        "nobody_is_their_own_deputy": "You cannot stand in for yourself; choose another person.",
    }
    with refusing(sentences, field="deputy"):
        row = Delegation.objects.create(user=by, deputy=deputy, valid=DateRange(from_date, until_date))
    payload = {"deputy_id": deputy.pk, "from_date": from_date, "until_date": until_date}
    append(kind="delegation.opened", subject=row, by=by, at=at, payload=payload)
    settle_turns()
    return row


@transaction.atomic
def end_delegation(*, delegation: Delegation, by: User, at: datetime) -> None:
    """From today on nobody stands in; one that has not begun is removed."""
    row = Delegation.objects.select_for_update().get(pk=delegation.pk)
    if row.user_id != by.pk:
        raise NotAllowed(f"{row.user} named this deputy; only they end it.")
    today = Company.objects.current().day_of(at)
    append(kind="delegation.ended", subject=row, by=by, at=at, payload={"deputy_id": row.deputy_id})
    if row.valid.lower >= today:
        row.delete()
    else:
        row.valid = DateRange(row.valid.lower, min(today, row.valid.upper))
        row.save(update_fields=["valid"])
    settle_turns()
