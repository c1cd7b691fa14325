"""Adds candidate sources, renames them and takes them out of use."""

from datetime import datetime

from django.db import transaction

from hiring.models import CandidateSource
from pipeline.domain.catalogue import coded
from salesmgmt.accounts.models import User
from salesmgmt.common.constraints import refusing
from salesmgmt.common.problems import Refused
from salesmgmt.events.domain.log import append
from salesmgmt.people.rules import require

_SENTENCES = {
    "hiring_candidatesource_code_key": "There is already a candidate source of this code; choose another code.",
    "a_candidate_source_has_a_name": "A candidate source needs a name; write one.",
}
RETIRED_SOURCE = "Nobody comes from a retired source any more; choose another source, or bring it back first."


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


def require_offered(source: CandidateSource | None, *, keep: int | None = None) -> None:
    """Raises Refused for a source that is out of use, unless it is the one with the number `keep`, which a row has
    already. Imports do not ask: what they tell of was so."""
    if source is not None and source.pk != keep and not source.is_active:
        raise Refused(RETIRED_SOURCE, code="source_retired", field="source")
