"""One act on many rows: the verb of a row's own page for each of them, in one transaction, taken back as one."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Model

from salesmgmt.accounts.models import User
from salesmgmt.common.problems import Refused
from salesmgmt.web.lists.asked import Asked
from salesmgmt.web.lists.declaration import BulkAct

MOST_ROWS = 1000
"""How many rows one act takes: as many as can be looked through when some are refused."""
AT_ONCE = 100
"""Up to so many are done while one waits; more are a job."""


@dataclass(frozen=True, slots=True)
class NotDone:
    """A row that the rules kept as it was, and the sentence that says why."""

    row: Model
    why: str


@dataclass
class Outcome:
    """What became of the rows: those done as `[id, version now, what was before]`, and those that were not."""

    done: list[list[Any]] = field(default_factory=list)
    not_done: list[NotDone] = field(default_factory=list)


def chosen(asked: Asked, keys: Iterable[str], *, everything: bool) -> list[int]:
    """The keys of the rows meant, in the list's order, out of those that match and may be seen. Raises Refused when
    they are none, or more than one act takes."""
    rows = asked.in_order
    if not everything:
        wanted = {int(key) for key in keys if key.isascii() and key.isdigit() and len(key) < 19}
        rows = asked.listed.rows(asked.reader).filter(pk__in=list(wanted)[: MOST_ROWS + 1]).order_by("pk")
    found = list(rows.values_list("pk", flat=True)[: MOST_ROWS + 1])
    listed = asked.listed
    if not found:
        raise Refused(f"None of these {listed.plural} is here any more; choose again.", code="nothing_chosen")
    if len(found) > MOST_ROWS:
        raise Refused(
            f"One act takes up to {MOST_ROWS:,} {listed.plural}, and more match; narrow the list first.",
            code="too_many",
        )
    return found


def act_on(*, act: BulkAct, keys: Sequence[int], rows: Any, said: dict[str, Any], by: User, at: datetime) -> Outcome:
    """Does the act to each of `rows` (those that may be seen) with one of `keys`; what the rules refuse stays as it was
    and says why. Belongs in a transaction; rows are taken in key order."""
    outcome = Outcome()
    for row in rows.filter(pk__in=keys).order_by("pk"):
        before = act.before(row)
        try:
            with transaction.atomic():
                after = act.do(row=row, by=by, at=at, **said)
        except Refused as refusal:
            outcome.not_done.append(NotDone(row, refusal.message))
        else:
            if act.version(after) != act.version(row):
                outcome.done.append([row.pk, act.version(after), before])
    return outcome


def give_back(*, act: BulkAct, done: Sequence[Sequence[Any]], rows: Any, by: User, at: datetime) -> Outcome:
    """Takes an act back where nobody has changed the row since; the others stay, each with its sentence."""
    outcome = Outcome()
    found = {row.pk: row for row in rows.filter(pk__in=[key for key, _, _ in done])}
    for key, version, before in sorted(done):
        row = found.get(key)
        if row is None:
            continue
        try:
            with transaction.atomic():
                act.restore(row=row, before=before, by=by, at=at, expected_version=version)
        except Refused as refusal:
            outcome.not_done.append(NotDone(row, refusal.message))
        else:
            outcome.done.append([key, version, before])
    return outcome
