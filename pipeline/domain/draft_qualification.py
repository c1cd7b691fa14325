"""What the next version of a process will want to know of its deals."""

from datetime import datetime

from django.db import transaction
from django.db.models import Q
from django.utils.text import slugify

from pipeline.domain.drafts import next_position, require_draft
from pipeline.models import ExitCriterion, ProcessVersion, QualificationItem
from pipeline.models.qualification import BEST
from salesmgmt.accounts.models import User
from salesmgmt.common.constraints import refusing
from salesmgmt.common.problems import Refused
from salesmgmt.events.domain.log import append

_SENTENCES = {
    "a_version_asks_for_an_item_once": "It asks for this already; give the item another name.",
    "a_qualification_item_has_a_name": "An item has a name; write it.",
}


@transaction.atomic
def add_item(
    *,
    version: ProcessVersion,
    name: str,
    by: User,
    at: datetime,
    question: str = "",
    expected_version: int | None = None,
) -> QualificationItem:
    """One more thing to know."""
    version = require_draft(version.pk, by, expected_version)
    code = slugify(name)[:40]
    if not code:
        raise Refused("An item has a name with letters in it; write it.", field="name")
    item = QualificationItem(process_version=version, position=next_position(version.items), code=code)
    return _keep(item, name, question, "item_added", by=by, at=at)


@transaction.atomic
def edit_item(
    *, item: QualificationItem, name: str, question: str, by: User, at: datetime, expected_version: int | None = None
) -> QualificationItem:
    """Says it otherwise; what was scored under its code stays."""
    require_draft(item.process_version_id, by, expected_version)
    return _keep(item, name, question, "item_edited", by=by, at=at)


@transaction.atomic
def remove_item(*, item: QualificationItem, by: User, at: datetime, expected_version: int | None = None) -> None:
    """The version asks for it no more; deals of earlier versions keep their scores."""
    version = require_draft(item.process_version_id, by, expected_version)
    _refuse_asked_for(item, version)
    payload = {"item_id": item.pk, "version_id": version.pk}
    item.delete()
    append(kind="process.item_removed", subject=version.process, by=by, at=at, payload=payload)


def _refuse_asked_for(item: QualificationItem, version: ProcessVersion) -> None:
    """A stage asks for it, or for more points than there are without it."""
    left = BEST * (version.items.count() - 1)
    asking = ExitCriterion.objects.filter(Q(item=item) | Q(item=None, score__gt=left), stage__process_version=version)
    asked = asking.select_related("stage", "item").first()
    if asked is not None:
        raise Refused(
            f"{asked.stage} asks for “{item}” ({asked.asks}); change or remove that criterion first, then the item.",
            code="asked_for",
        )


def _keep(item: QualificationItem, name: str, question: str, did: str, *, by: User, at: datetime) -> QualificationItem:
    item.name, item.question = name.strip(), question.strip()
    with refusing(_SENTENCES, field="name"):
        item.save()
    payload = {"item_id": item.pk, "version_id": item.process_version_id}
    append(kind=f"process.{did}", subject=item.process_version.process, by=by, at=at, payload=payload)
    return item
