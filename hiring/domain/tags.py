"""Keeps the set of tags, takes them out of use, puts them on candidates and takes them off."""

from collections.abc import Collection
from datetime import datetime

from django.db import transaction

from hiring.domain.history import lock_candidacy
from hiring.models import Candidacy, Candidate, CandidateTag, CandidateTagging
from salesmgmt.accounts.models import User
from salesmgmt.common.constraints import refusing
from salesmgmt.common.problems import Refused
from salesmgmt.events.domain.log import append
from salesmgmt.people.rules import require
from salesmgmt.web.domain.undoing import offer_undo

LONGEST = 40
_SENTENCES = {
    "a_candidate_tag_has_a_name": "A tag needs a name; write one.",
    "a_candidate_tag_is_there_once": (
        "There is a tag of this name already; use that one, bring it back if it is retired, or merge the two."
    ),
}


@transaction.atomic
def add_tag(*, name: str, by: User, at: datetime) -> CandidateTag:
    require(by, "hiring.configure", "add tags")
    with refusing(_SENTENCES, field="name"):
        tag = CandidateTag.objects.create(name=_cleaned(name))
    append(kind="candidate_tag.added", subject=tag, by=by, at=at, payload={})
    return tag


@transaction.atomic
def rename_tag(*, tag: CandidateTag, name: str, by: User, at: datetime) -> CandidateTag:
    """Whoever has the tag has it under its new name."""
    require(by, "hiring.configure", "rename tags")
    tag = CandidateTag.objects.select_for_update().get(pk=tag.pk)
    before, tag.name = tag.name, _cleaned(name)
    if before == tag.name:
        return tag
    with refusing(_SENTENCES, field="name"):
        tag.save(update_fields=["name"])
    append(kind="candidate_tag.renamed", subject=tag, by=by, at=at, payload={})
    return tag


@transaction.atomic
def offer_tag(*, tag: CandidateTag, offered: bool, by: User, at: datetime) -> CandidateTag:
    """Lets people put a tag on, or no longer; whoever has it keeps it, and is found by it."""
    require(by, "hiring.configure", "change tags")
    tag = CandidateTag.objects.select_for_update().get(pk=tag.pk)
    if tag.is_active == offered:
        return tag
    tag.is_active = offered
    tag.save(update_fields=["is_active"])
    append(kind="candidate_tag.offered" if offered else "candidate_tag.withdrawn", subject=tag, by=by, at=at)
    return tag


@transaction.atomic
def merge_tags(*, tag: CandidateTag, into: CandidateTag, by: User, at: datetime) -> CandidateTag:
    """Whoever has `tag` has `into` from now on, and `tag` is gone, for good."""
    require(by, "hiring.configure", "merge tags")
    rows = {row.pk: row for row in CandidateTag.objects.select_for_update().filter(pk__in=[tag.pk, into.pk])}
    if tag.pk == into.pk or len(rows) < 2:
        raise Refused("A tag goes into another one that is there; choose another.", code="itself", field="into")
    _require_offered(rows[into.pk], field="into")
    moved = CandidateTagging.objects.filter(tag=tag)
    have = CandidateTagging.objects.filter(tag=into).values("put_on")
    moved.filter(put_on__in=have).delete()
    count = moved.update(tag=into)
    append(kind="candidate_tag.merged", subject=into, by=by, at=at, payload={"gone_id": tag.pk, "moved_count": count})
    rows[tag.pk].delete()
    return rows[into.pk]


@transaction.atomic
def put_tag(
    *, candidacy: Candidacy, tag: CandidateTag, by: User, at: datetime, expected_version: int | None = None
) -> Candidacy:
    """Puts a tag on whose candidacy one works with; one that they have changes nothing, retired or not."""
    candidacy = _lock(candidacy, by, expected_version)
    have = _of(candidacy)
    if tag.pk in have:
        return candidacy
    here = CandidateTag.objects.select_for_update(no_key=True).filter(pk=tag.pk).first()
    if here is not None:
        _require_offered(here, field="tag")
    return _set_undoably(candidacy, have | {tag.pk}, by=by, at=at)


@transaction.atomic
def take_tag_off(
    *, candidacy: Candidacy, tag: CandidateTag, by: User, at: datetime, expected_version: int | None = None
) -> Candidacy:
    """The toast, and “What you can undo”, put it on again."""
    candidacy = _lock(candidacy, by, expected_version)
    return _set_undoably(candidacy, _of(candidacy) - {tag.pk}, by=by, at=at)


@transaction.atomic
def set_tags(
    *, candidacy: Candidacy, tags: Collection[int], by: User, at: datetime, expected_version: int | None = None
) -> Candidacy:
    """These tags by number and no others, as far as they are still there."""
    candidacy = _lock(candidacy, by, expected_version)
    return _set(candidacy, set(tags), by=by, at=at)


@transaction.atomic
def undo_tagging(
    *, candidacy: Candidacy, put: Collection[int], off: Collection[int], by: User, at: datetime, expected_version: int
) -> Candidacy:
    """Takes off what was put on and puts on what was taken off, while nobody changed the candidacy since. A tag that
    went into another one meanwhile stays where it went."""
    candidacy = _lock(candidacy, by, expected_version)
    return _set(candidacy, (_of(candidacy) - set(put)) | set(off), by=by, at=at)


def _lock(candidacy: Candidacy, by: User, expected_version: int | None) -> Candidacy:
    """Behind the lock of the candidate, who may run for two profiles: in the order of an erasure."""
    Candidate.objects.select_for_update().get(pk=candidacy.candidate_id)
    return lock_candidacy(candidacy=candidacy, by=by, expected_version=expected_version)


def tags_of(candidacy: Candidacy) -> list[int]:
    return sorted(_of(candidacy))


def _of(candidacy: Candidacy) -> set[int]:
    return set(CandidateTagging.objects.filter(candidate=candidacy.candidate_id).values_list("tag", flat=True))


def _set_undoably(candidacy: Candidacy, wanted: set[int], *, by: User, at: datetime) -> Candidacy:
    before, had = candidacy.version, _of(candidacy)
    candidacy = _set(candidacy, wanted, by=by, at=at)
    if candidacy.version != before:
        have = _of(candidacy)
        params = {"candidacy_id": candidacy.pk, "version": candidacy.version}
        params |= {"put": sorted(have - had), "off": sorted(had - have)}
        offer_undo(verb="hiring.tag", subject=candidacy, params=params, by=by, at=at)
    return candidacy


def _set(candidacy: Candidacy, wanted: set[int], *, by: User, at: datetime) -> Candidacy:
    """The tags that come are locked, for one may be merged meanwhile."""
    have = _of(candidacy)
    off, missing = have - wanted, wanted - have
    put = list(CandidateTag.objects.select_for_update(no_key=True).filter(pk__in=missing).order_by("pk"))
    if not off and not put:
        return candidacy
    CandidateTagging.objects.filter(candidate=candidacy.candidate_id, tag__in=off).delete()
    CandidateTagging.objects.bulk_create(
        CandidateTagging(
            candidate_id=candidacy.candidate_id, put_on=candidacy.candidate_id, tag=tag, put_by=by, put_at=at
        )
        for tag in put
    )
    candidacy.version += 1
    candidacy.save(update_fields=["version"])
    payload = {"put_ids": [tag.pk for tag in put], "off_ids": sorted(off)}
    append(kind="candidate.tagged", subject=candidacy, by=by, at=at, payload=payload)
    return candidacy


def _require_offered(tag: CandidateTag, *, field: str) -> None:
    if not tag.is_active:
        sentence = f"“{tag}” is retired, so nobody gets it any more; choose another tag, or bring it back first."
        raise Refused(sentence, code="tag_retired", field=field)


def _cleaned(name: str) -> str:
    name = " ".join(name.split())
    if len(name) > LONGEST:
        raise Refused(f"A tag has at most {LONGEST} characters; shorten it.", code="tag_too_long", field="name")
    return name
