"""Takes out of use what the company no longer uses, and brings it back."""

from datetime import datetime
from typing import TypeVar

from django.db import transaction

from salesmgmt.accounts.models import User
from salesmgmt.common.problems import Refused
from salesmgmt.events.domain.log import append
from salesmgmt.people.models import Company, Competency, Office, RoleProfile, Team
from salesmgmt.people.using import uses_of

Retirable = TypeVar("Retirable", Team, Competency, Office, RoleProfile)


@transaction.atomic
def retire(*, row: Retirable, by: User, at: datetime) -> Retirable:
    """From now on nobody can choose it; whatever names it keeps it. Raises Refused while something goes on with it."""
    row = type(row).objects.select_for_update().get(pk=row.pk)
    if row.retired_at is not None:
        return row
    day = Company.objects.current().day_of(at)
    for use in uses_of(row):
        count = use.rows(row, day).count()
        if count:
            raise Refused(use.says(row, count), code=use.code)
    row.retired_at = at
    row.save(update_fields=["retired_at"])
    append(kind=f"{_noun(row)}.retired", subject=row, by=by, at=at)
    return row


@transaction.atomic
def bring_back(*, row: Retirable, by: User, at: datetime) -> Retirable:
    """It can be chosen again."""
    row = type(row).objects.select_for_update().get(pk=row.pk)
    if row.retired_at is None:
        return row
    row.retired_at = None
    row.save(update_fields=["retired_at"])
    append(kind=f"{_noun(row)}.brought_back", subject=row, by=by, at=at)
    return row


def _noun(row: Team | Competency | Office | RoleProfile) -> str:
    """As the kinds of its other events begin."""
    return str(row._meta.verbose_name).replace(" ", "_")
