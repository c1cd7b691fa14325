"""Writes interview kits: per stage and competency what to ask, what good looks like, and how long it takes."""

from datetime import datetime

from django.db import transaction

from hiring.models import HiringStage, KitPart
from salesmgmt.accounts.models import User
from salesmgmt.common.constraints import refusing
from salesmgmt.common.problems import Conflict, Refused
from salesmgmt.events.domain.log import append
from salesmgmt.people.models import Competency
from salesmgmt.people.rules import require

_SENTENCES = {"a_part_of_a_kit_takes_1_to_240_minutes": "A part takes from 1 to 240 minutes; correct the number."}
LONGEST = 10_000


@transaction.atomic
def write_kit_part(
    *,
    stage: HiringStage,
    competency: Competency,
    minutes: int,
    questions: str,
    by: User,
    at: datetime,
    good: str = "",
    expected_version: int | None = None,
) -> KitPart:
    """The part of a stage's interview about one competency, new or instead of what it was."""
    require(by, "hiring.configure", "write interview kits")
    questions, good = questions.strip(), good.strip()
    if not questions:
        raise Refused("A part asks something; write the questions.", code="questions", field="questions")
    if max(len(questions), len(good)) > LONGEST:
        raise Refused("A part has at most 10,000 characters; shorten it.", code="too_long", field="questions")
    HiringStage.objects.select_for_update(no_key=True).get(pk=stage.pk)
    part = KitPart.objects.filter(stage=stage, competency=competency).first()
    part = part or KitPart(stage=stage, competency=competency, version=0)
    if expected_version is not None and part.version != expected_version:
        raise Conflict("This part was changed by somebody else in between; look at it again, then repeat.")
    if part.pk and (part.minutes, part.questions, part.good) == (minutes, questions, good):
        return part
    part.minutes, part.questions, part.good = minutes, questions, good
    part.version += 1
    with refusing(_SENTENCES, field="minutes"):
        part.save()
    payload = {"stage_id": stage.pk, "competency_id": competency.pk, "minutes": minutes}
    append(kind="kit_part.written", subject=part, by=by, at=at, payload=payload)
    return part


@transaction.atomic
def remove_kit_part(*, part: KitPart, by: User, at: datetime) -> None:
    """Nothing is asked about that competency in that stage any more; scorecards stay as they are. Twice is once."""
    require(by, "hiring.configure", "change interview kits")
    known = KitPart.objects.select_for_update().filter(pk=part.pk).first()
    if known is not None:
        payload = {"stage_id": known.stage_id, "competency_id": known.competency_id}
        append(kind="kit_part.removed", subject=known, by=by, at=at, payload=payload)
        known.delete()
