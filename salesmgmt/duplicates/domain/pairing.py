"""Finds pairs and decides about those that are none."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from django.db import transaction
from django.db.models import Q

from salesmgmt.accounts.models import User
from salesmgmt.common.problems import Conflict
from salesmgmt.duplicates.choices import PairState
from salesmgmt.duplicates.models import DuplicatePair
from salesmgmt.duplicates.queries.finding import MOST, FoundPair, all_pairs, pairs_of
from salesmgmt.duplicates.registry import Mergeable, mergeable_of
from salesmgmt.events.domain.jobs import enqueue
from salesmgmt.events.domain.log import append
from salesmgmt.events.models import Event, Job
from salesmgmt.people.rules import require

SCAN = "duplicates.scan"


@transaction.atomic
def look_at(mergeable: Mergeable, ids: Iterable[int], *, at: datetime) -> int:
    """Finds the pairs that the rows are part of and forgets open ones that are none any more; how many there are."""
    ids = sorted(set(ids))
    found = pairs_of(mergeable, ids)
    _keep(mergeable, found, Q(low_id__in=ids) | Q(high_id__in=ids), at)
    return len(found)


@transaction.atomic
def look_at_all(mergeable: Mergeable, *, at: datetime) -> int:
    """The same for every row of the kind."""
    found = all_pairs(mergeable)
    _keep(mergeable, found, Q(), at)
    return len(found)


def look_at_events(mergeable: Mergeable, events: Sequence[Event], *, at: datetime) -> None:
    """Of single rows by index; after an import by one scan of all, which is asked for once for these events."""
    imported = [event for event in events if event.kind in mergeable.imported]
    own = {_named(mergeable, event) for event in events if event not in imported} - {None}
    if own:
        look_at(mergeable, own, at=at)
    if imported:
        ask_for_scan(mergeable, since=f"event-{imported[-1].pk}", by=None, at=at)


@transaction.atomic
def ask_for_scan(mergeable: Mergeable, *, since: str, by: User | None, at: datetime) -> Job:
    return enqueue(
        kind=SCAN,
        effect_key=f"{SCAN}:{mergeable.kind}:{since}",
        params={"kind": mergeable.kind},
        by=by,
        at=at,
    )


@transaction.atomic
def keep_apart(*, pair: DuplicatePair, by: User, at: datetime) -> DuplicatePair:
    """They are not the same: the pair is not shown again, whatever is found."""
    mergeable = mergeable_of(pair.kind)
    require(by, mergeable.permission, f"decide about {mergeable.title.lower()}")
    pair = DuplicatePair.objects.select_for_update().get(pk=pair.pk)
    if pair.state != PairState.OPEN:
        raise Conflict("Somebody has decided about these two in between; look at the list again.", code="decided")
    pair.state, pair.decided_by, pair.decided_at = PairState.NOT_DUPLICATE, by, at
    pair.save(update_fields=["state", "decided_by", "decided_at"])
    row = mergeable.model._default_manager.get(pk=pair.low_id)
    append(kind=f"{mergeable.noun}.kept_apart", subject=row, by=by, at=at, payload={"other_id": pair.high_id})
    return pair


def _named(mergeable: Mergeable, event: Event) -> int | None:
    """The row that an event is about, or that its payload names: a contact's account."""
    if event.subject_kind == mergeable.kind:
        return event.subject_id
    return event.payload.get(f"{mergeable.noun}_id")


def _keep(mergeable: Mergeable, found: list[FoundPair], about: Q, at: datetime) -> None:
    DuplicatePair.objects.bulk_create(
        (
            DuplicatePair(
                kind=mergeable.kind,
                low_id=each.low_id,
                high_id=each.high_id,
                score=_score(mergeable, each),
                reasons=list(each.reasons),
                name_percent=each.name_percent,
                found_at=at,
            )
            for each in found
        ),
        batch_size=2000,
        update_conflicts=True,
        unique_fields=["kind", "low_id", "high_id"],
        update_fields=["score", "reasons", "name_percent"],
    )
    if len(found) == MOST:
        return  # whether an older one is still alike is not known
    still = {(each.low_id, each.high_id) for each in found}
    rows = DuplicatePair.objects.open().filter(about, kind=mergeable.kind)
    gone = [pk for pk, low, high in rows.values_list("pk", "low_id", "high_id") if (low, high) not in still]
    DuplicatePair.objects.filter(pk__in=gone).delete()


def _score(mergeable: Mergeable, found: FoundPair) -> int:
    """The strongest reason, and a little for each further one."""
    scores = [key.score for key in mergeable.keys if key.code in found.reasons]
    if found.name_percent:
        scores.append(found.name_percent * 4 // 5)
    return min(99, max(scores) + 5 * (len(scores) - 1))
