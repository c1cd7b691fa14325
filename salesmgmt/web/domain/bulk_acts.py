"""One act on many rows of a list, with one offer to take it back; more than one waits for are a job."""

import json
from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import uuid4

from django.db import transaction

from salesmgmt.accounts.models import User
from salesmgmt.events.domain.jobs import enqueue
from salesmgmt.events.domain.running import RunningJob
from salesmgmt.events.models import Job
from salesmgmt.people.models import Company
from salesmgmt.web.domain.undoing import offer_undo
from salesmgmt.web.lists.acting import Outcome, act_on
from salesmgmt.web.lists.declaration import BulkAct, List, Reader
from salesmgmt.web.lists.registry import list_of_code
from salesmgmt.web.models import Undo

VERB = "web.bulk_act"
CHUNK = 50


@transaction.atomic
def act_on_many(
    *, listed: List, act: BulkAct, keys: Sequence[int], said: dict[str, Any], by: User, at: datetime
) -> tuple[Outcome, Undo | None]:
    """Does the act to each row that the person may see, and offers to take all of it back."""
    outcome = _act(listed, act, keys, said, by=by, at=at)
    return outcome, _offer(listed, act, outcome.done, by=by, at=at)


def begin_job(*, listed: List, act: BulkAct, keys: Sequence[int], sent: dict[str, Any], by: User, at: datetime) -> Job:
    """The same later, with progress; `sent` is what the act's form was sent, which is cleaned again then."""
    params = {"list": listed.code, "act": act.name, "keys": list(keys), "sent": sent}
    return enqueue(kind=VERB, effect_key=f"{VERB}:{uuid4()}", params=params, by=by, at=at)


def run_job(job: RunningJob) -> dict[str, Any]:
    """In chunks that are committed with their progress; the offer to take it back comes with the last."""
    listed = list_of_code(job.params["list"])
    assert listed is not None, "a list keeps its code"
    assert job.by is not None, "somebody asked for this"
    act = next(each for each in listed.acts_for(job.by) if each.name == job.params["act"])
    keys, done, refused = job.params["keys"], job.cursor.get("done", []), job.cursor.get("refused", [])
    form = act.form(job.params["sent"], user=job.by)
    form.full_clean()
    for start in range(job.progress.get("done") or 0, len(keys), CHUNK):
        with transaction.atomic():
            outcome = _act(listed, act, keys[start : start + CHUNK], form.said(), by=job.by, at=job.at)
            done, refused = done + outcome.done, refused + [each.row.pk for each in outcome.not_done]
            end = min(start + CHUNK, len(keys))
            job.step(done=end, total=len(keys), cursor={"done": done, "refused": refused})
    with transaction.atomic():
        undo = _offer(listed, act, done, by=job.by, at=job.at)
        result = {"done": len(done), "refused": refused, "undo_id": undo.pk if undo else None}
        job.finish(result)
    return result


def _act(listed: List, act: BulkAct, keys: Sequence[int], said: dict[str, Any], *, by: User, at: datetime) -> Outcome:
    reader = Reader(by, Company.objects.current(), at)
    return act_on(act=act, keys=keys, rows=listed.rows(reader), said=said, by=by, at=at)


def _offer(listed: List, act: BulkAct, done: list[list[Any]], *, by: User, at: datetime) -> Undo | None:
    """One offer in place of those that the verb may have made for each row, or for what the row stands for."""
    if not done:
        return None
    Undo.objects.filter(by=by, offered_at=at).delete()
    params = {"list": listed.code, "act": act.name, "done": json.loads(json.dumps(done, default=str))}
    return offer_undo(verb=VERB, subject=None, params=params, by=by, at=at)
