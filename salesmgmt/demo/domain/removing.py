"""Empties the database while nothing but the sample company is in it."""

import logging

from django.core.cache import cache
from django.db import IntegrityError, OperationalError, connection, transaction
from psycopg.errors import DeadlockDetected

from salesmgmt.accounts.models import User
from salesmgmt.common.problems import Conflict, NotAllowed
from salesmgmt.demo.queries.alone import current_sample
from salesmgmt.people.rules import is_admin

log = logging.getLogger(__name__)
NO_SAMPLE = "no sample company"
TRIES = 3


class NotOnlyTheSample(Conflict):
    """Something else is in the database."""

    code = "not_only_the_sample"


def remove_sample(*, by: User | None) -> None:
    """Every row of ours is gone afterwards, `by` included; from the command line nobody is named.

    Raises NotOnlyTheSample, with nothing changed, once anybody did anything here (see migration 0002).
    """
    if by is not None and not is_admin(by):
        raise NotAllowed("Only an admin takes the sample company away; ask one of them.")
    sample = current_sample()
    try:
        _empty()
    except IntegrityError as error:
        found = getattr(getattr(error.__cause__, "diag", None), "message_detail", None) or str(error)
        raise NotOnlyTheSample(why_not(found)) from error
    except OperationalError as error:
        raise Conflict(
            "Somebody is at work in this database just now, and it is emptied only while it stands still: try again."
        ) from error
    cache.clear()
    log.info("The sample company of seed %s was removed by %s.", sample and sample.seed, by.pk if by else "a command")


def _empty(tries: int = TRIES) -> None:
    """It locks every table, and may meet somebody who locks two of them the other way round: then it begins anew."""
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SELECT demo_remove_sample()")
    except OperationalError as error:
        if tries == 1 or not isinstance(error.__cause__, DeadlockDetected):
            raise
        _empty(tries - 1)


def why_not(found: str) -> str:
    """The sentence for what stands in the way, as `demo_stranger` names it."""
    if found == NO_SAMPLE:
        return "There is no sample company in this database, so nothing is removed; your own rows stay."
    what = f"“{found}” in the event log" if "." in found else f"rows in {found}"
    return (
        f"Somebody has worked with the sample company ({what}), and what people did is not thrown away: keep it, or "
        "start with an empty database instead."
    )
