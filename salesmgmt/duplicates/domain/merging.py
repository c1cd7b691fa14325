"""Makes one row of two."""

from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Any

from django.db import DEFAULT_DB_ALIAS, IntegrityError, models, transaction

from salesmgmt.accounts.models import User
from salesmgmt.common.problems import Conflict, Refused
from salesmgmt.duplicates.choices import PairState
from salesmgmt.duplicates.domain.rows import row_of
from salesmgmt.duplicates.models import DuplicatePair, MergeRecord
from salesmgmt.duplicates.queries.pointing import pointers, worked_out
from salesmgmt.duplicates.registry import Mergeable
from salesmgmt.events.domain.log import append
from salesmgmt.people.rules import require
from salesmgmt.web.domain.undoing import offer_undo

UNDO = "duplicates.merge"
_UNKNOWN = "something that both have may be there only once; look at both, take it away from one, and merge them then."


@transaction.atomic
def merge(
    *,
    mergeable: Mergeable,
    kept: int,
    gone: int,
    take: Collection[str] = (),
    by: User,
    at: datetime,
    versions: Mapping[int, int] | None = None,
) -> MergeRecord:
    """Row `gone` goes into row `kept`, which takes the fields `take` from it, and what pointed at it.

    `versions` are what the person saw of the two. Raises Refused for a row and itself, for one that the person may not
    merge, for what a rule of the kind forbids and for what would stand twice; a Conflict where a row has changed.
    """
    require(by, mergeable.permission, f"merge {mergeable.title.lower()}")
    _require_two(mergeable, kept, gone, take)
    stays, goes = _locked(mergeable, kept, gone, by, versions or {})
    sentence = mergeable.against(stays, goes)
    if sentence:
        raise Refused(sentence, code="against_merge")
    record = MergeRecord(
        kind=mergeable.kind,
        kept_id=kept,
        gone_id=gone,
        gone_row=row_of(mergeable.model, gone),
        kept_before=row_of(mergeable.model, kept),
        merged_by=by,
        merged_at=at,
    )
    try:
        with transaction.atomic():
            for rows in worked_out(mergeable, kept, gone):
                rows.delete()
            record.joined = _join(mergeable, gone, kept)
            record.moved = _move(mergeable, gone, kept)
            _remove(mergeable.model, gone)
            _take(stays, goes, [*take, *(mergeable.along[name] for name in take if name in mergeable.along)])
    except IntegrityError as broken:
        raise Refused(f"{stays} and {goes} cannot be one: {_clash(mergeable, broken)}", code="stands_twice") from broken
    record.kept_after = row_of(mergeable.model, kept)
    record.save()
    _decide(mergeable, kept, gone, by, at)
    append(kind=f"{mergeable.noun}.merged", subject=stays, by=by, at=at, payload={"gone_id": gone})
    offer_undo(verb=UNDO, subject=stays, params={"merge_id": record.pk}, by=by, at=at)
    return record


def _require_two(mergeable: Mergeable, kept: int, gone: int, take: Collection[str]) -> None:
    if kept == gone:
        raise Refused("This is one row, and a row is not merged with itself; choose another one.", code="itself")
    unknown = set(take) - set(mergeable.fields)
    if unknown:
        raise Refused(
            f"{', '.join(sorted(unknown))} cannot be chosen; choose among {', '.join(mergeable.fields)}.", code="take"
        )


def _locked(
    mergeable: Mergeable, kept: int, gone: int, by: User, versions: Mapping[int, int]
) -> tuple[models.Model, models.Model]:
    """Both rows, locked in the order of their numbers."""
    seen = mergeable.rows(by).filter(pk__in=(kept, gone)).values("pk")
    rows = {
        row.pk: row
        for row in mergeable.model._base_manager.select_for_update(of=("self",)).filter(pk__in=seen).order_by("pk")
    }
    if len(rows) < 2:
        raise Refused(
            "One of the two is not here for you to merge: merged already, or not yours. Look at the list again.",
            code="out_of_sight",
        )
    for pk, version in versions.items():
        if pk in rows and rows[pk].version != version:
            raise Conflict(f"{rows[pk]} was changed by somebody else in between; look at both again, then repeat.")
    return rows[kept], rows[gone]


def _join(mergeable: Mergeable, gone: int, kept: int) -> list[dict[str, Any]]:
    """Where both have the one row that each may have, the kept row's takes over what the other's says, which goes."""
    joined = []
    for pointer in pointers(mergeable):
        if pointer.model not in mergeable.joined:
            continue
        rows = pointer.model._base_manager.select_for_update().filter(**{f"{pointer.field}__in": (gone, kept)})
        both: dict[int, Any] = {getattr(row, pointer.field): row for row in rows.order_by("pk")}
        if len(both) < 2:
            continue
        stays, goes = both[kept], both[gone]
        before, went = row_of(pointer.model, stays.pk), row_of(pointer.model, goes.pk)
        mergeable.joined[pointer.model](stays, goes)
        stays.version += 1
        _remove(pointer.model, goes.pk)
        stays.save()
        after = row_of(pointer.model, stays.pk)
        joined.append({"of": pointer.model._meta.label_lower, "before": before, "after": after, "gone": went})
    return joined


def _move(mergeable: Mergeable, gone: int, kept: int) -> list[dict[str, Any]]:
    moved = []
    for pointer in pointers(mergeable):
        ids = list(pointer.rows(gone).order_by("pk").values_list("pk", flat=True))
        if ids:
            pointer.model._base_manager.filter(pk__in=ids).update(**{pointer.field: kept})
            moved.append({"from": pointer.label, "record": pointer.record, "ids": ids})
    return moved


def _remove(model: type[models.Model], pk: int) -> None:
    """Without looking for what points at it: all of that has moved, and the database would refuse what has not."""
    rows: Any = model._base_manager.filter(pk=pk)
    rows._raw_delete(DEFAULT_DB_ALIAS)


def _take(stays: models.Model, goes: models.Model, take: Collection[str]) -> None:
    for name in take:
        setattr(stays, name, getattr(goes, name))
    stays.version += 1  # type: ignore[attr-defined]
    stays.save(update_fields=[*take, "version"])


def _decide(mergeable: Mergeable, kept: int, gone: int, by: User, at: datetime) -> None:
    pair = DuplicatePair.objects.open().between(mergeable.kind, kept, gone)
    pair.update(state=PairState.MERGED, decided_by=by, decided_at=at)


def _clash(mergeable: Mergeable, error: IntegrityError) -> str:
    """What the kind says of the constraint; tests/salesmgmt/duplicates holds that it knows all that can break."""
    name = getattr(getattr(error.__cause__, "diag", None), "constraint_name", None) or ""
    return mergeable.clashes.get(name, _UNKNOWN)
