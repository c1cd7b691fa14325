"""Adds candidate sources, renames them and takes them out of use."""

from datetime import datetime

from django.db import transaction

from hiring.models import CandidateSource
from pipeline.domain.catalogue import coded
from salesmgmt.accounts.models import User
from salesmgmt.common.constraints import refusing
from salesmgmt.events.domain.log import append
from salesmgmt.people.rules import require

_SENTENCES = {
    "hiring_candidatesource_code_key": "There is already a candidate source of this code; choose another code.",
    "a_candidate_source_has_a_name": "A candidate source needs a name; write one.",
}


@transaction.atomic
def add(*, code: str, name: str, by: User, at: datetime) -> CandidateSource:
    require(by, "hiring.configure", "add candidate sources")
    with refusing(_SENTENCES, field="name" if not name.strip() else "code"):
        source = CandidateSource.objects.create(code=coded(code), name=name.strip())
    append(kind="candidate_source.added", subject=source, by=by, at=at, payload={"code": source.code})
    return source


@transaction.atomic
def edit(*, source: CandidateSource, name: str, is_active: bool, by: User, at: datetime) -> CandidateSource:
    """Renames a source, or takes it out of use; candidates keep it, and its code stays."""
    require(by, "hiring.configure", "change candidate sources")
    source = CandidateSource.objects.select_for_update().get(pk=source.pk)
    if (source.name, source.is_active) == (name.strip(), is_active):
        return source
    source.name, source.is_active = name.strip(), is_active
    with refusing(_SENTENCES, field="name"):
        source.save(update_fields=["name", "is_active"])
    payload = {"code": source.code, "is_active": is_active}
    append(kind="candidate_source.edited", subject=source, by=by, at=at, payload=payload)
    return source
