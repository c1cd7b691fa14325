"""Writes down who looked at a candidate's file: by page, by the API, or out of an office."""

from datetime import datetime

from django.db import transaction

from hiring.choices import LookedBy
from hiring.models import Candidate
from salesmgmt.accounts.models import User
from salesmgmt.events.domain.log import append

LOOKED = "candidate.looked_at"


@transaction.atomic(savepoint=False)  # one statement: there is nothing to take back alone
def note_look(*, candidate_id: int, how: LookedBy, by: User, at: datetime) -> None:
    """Each look is an event about the candidate; opening one of their files is another (`linked_files`)."""
    append(kind=LOOKED, subject=Candidate(pk=candidate_id), by=by, at=at, payload={"how": how.value})
