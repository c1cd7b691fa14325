"""Makes two rows again of one that was merged."""

from datetime import datetime
from typing import Any

from django.apps import apps
from django.db import IntegrityError, transaction
from django.db.models import Model

from salesmgmt.accounts.models import User
from salesmgmt.common.problems import Conflict, Refused
from salesmgmt.duplicates.choices import PairState
from salesmgmt.duplicates.domain.merging import UNDO
from salesmgmt.duplicates.domain.rows import Row, put_back, row_of, write_over
from salesmgmt.duplicates.models import DuplicatePair, MergeRecord
from salesmgmt.duplicates.queries.pointing import worked_out
from salesmgmt.duplicates.registry import Mergeable
from salesmgmt.events.domain.log import append
from salesmgmt.people.rules import require
from salesmgmt.web.domain.undoing import use_up
from salesmgmt.web.undoing import seen


@transaction.atomic
def unmerge(*, record: MergeRecord, by: User, at: datetime) -> MergeRecord:
    """Both rows are as they were before the merge, and every row that moved points again at the one it came from.

    What was added to the kept row since stays there. Raises Conflict, naming what, where the kept row or a row that
    moved was changed since, and Refused where somebody else has taken what the other row needs.
    """
    mergeable = record.mergeable
    require(by, mergeable.permission, f"take apart {mergeable.title.lower()}")
    use_up(verb=UNDO, params={"merge_id": record.pk}, by=by, at=at)
    record = MergeRecord.objects.select_for_update().get(pk=record.pk)
    if record.unmerged_at is not None or record.is_erased:
        raise Refused("This was taken apart already, or erased; look at both rows as they are.", code="taken_apart")
    seen(mergeable.rows(by), record.kept_id)
    kept = mergeable.model._base_manager.select_for_update(of=("self",)).get(pk=record.kept_id)
    _require_unchanged(mergeable, record, kept)
    sentence = mergeable.against_unmerge(kept, record)
    if sentence:
        raise Conflict(sentence, code="changed_since")
    try:
        with transaction.atomic():
            for rows in worked_out(mergeable, record.kept_id):
                rows.delete()
            write_over(mergeable.model, record.kept_before)
            put_back(mergeable.model, record.gone_row)
            _move_back(record)
            _take_leave(record)
    except IntegrityError as broken:
        raise Refused(
            f"What {record.gone_name} had is another's by now, such as an address that stands once; "
            "change it there, then take the merge back.",
            code="taken_since",
        ) from broken
    record.unmerged_at, record.unmerged_by = at, by
    record.save(update_fields=["unmerged_at", "unmerged_by"])
    pair = DuplicatePair.objects.between(record.kind, record.kept_id, record.gone_id).filter(state=PairState.MERGED)
    pair.update(state=PairState.OPEN, decided_by=None, decided_at=None)
    append(kind=f"{mergeable.noun}.unmerged", subject=kept, by=by, at=at, payload={"back_id": record.gone_id})
    return record


def _require_unchanged(mergeable: Mergeable, record: MergeRecord, kept: Any) -> None:
    """By what the row says: its version has risen also where somebody has set it back, which is the way out."""
    changed = _changed(mergeable.model, record.kept_after)
    elsewhere = []
    for moved in record.moved:
        rows, field = _rows(moved)
        if rows.select_for_update().filter(**{field: record.kept_id}).count() < len(moved["ids"]):
            elsewhere.append(str(rows.model._meta.verbose_name))
    joined = [_model(each) for each in record.joined if _changed(_model(each), each["after"])]
    if changed or elsewhere or joined:
        what = [
            *(name.removesuffix("_id").replace("_", " ") for name in changed),
            *(f"a {noun} that moved" for noun in elsewhere),
            *(f"the {model._meta.verbose_name}" for model in joined),
        ]
        raise Conflict(
            f"{kept} has changed since the merge ({', '.join(what)}), and taking it back would write over that; "
            "set it back first, or enter the other one anew.",
            code="changed_since",
        )


def _changed(model: type[Model], after: Row) -> list[str]:
    now = row_of(model, after["id"])
    return sorted(name for name, value in after.items() if name != "version" and now.get(name) != value)


def _take_leave(record: MergeRecord) -> None:
    """What both had once is two again."""
    for each in record.joined:
        write_over(_model(each), each["before"])
        put_back(_model(each), each["gone"])


def _model(joined: dict[str, Any]) -> type[Model]:
    return apps.get_model(joined["of"])


def _move_back(record: MergeRecord) -> None:
    for moved in record.moved:
        rows, field = _rows(moved)
        rows.update(**{field: record.gone_id})


def _rows(moved: dict[str, Any]) -> tuple[Any, str]:
    label, _, field = moved["from"].rpartition(".")
    return apps.get_model(label)._base_manager.filter(pk__in=moved["ids"]), field
