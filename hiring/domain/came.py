"""Corrects by which campaign somebody came, and who of the company recommended them."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction

from hiring.domain.history import lock_candidacy
from hiring.models import Candidacy
from hiring.rules import reads_every_candidate
from salesmgmt.accounts.models import User
from salesmgmt.common.problems import NotAllowed, Refused
from salesmgmt.events.domain.log import append
from salesmgmt.web.domain.undoing import offer_undo

EDITABLE = ("campaign", "referred_by")


@transaction.atomic
def correct_came(
    *, candidacy: Candidacy, facts: Mapping[str, Any], by: User, at: datetime, expected_version: int | None = None
) -> Candidacy:
    """Says anew by which `campaign` they came and who they were `referred_by`, None for neither; what is not given
    stays. Figures count them there from the beginning, whether they still run or not.

    Raises NotAllowed for a campaign from somebody who does not read them all, for its cost is spread over who came.
    """
    candidacy = lock_candidacy(candidacy=candidacy, by=by, expected_version=expected_version)
    unknown = set(facts) - set(EDITABLE)
    if unknown:
        raise Refused(f"{', '.join(sorted(unknown))} cannot be edited here; edit {', '.join(EDITABLE)}.")
    before = {"campaign_id": candidacy.campaign_id, "referred_by_id": candidacy.referred_by_id}
    said = {f"{name}_id": row.pk if row is not None else None for name, row in facts.items()}
    wanted = before | said
    if wanted == before:
        return candidacy
    if wanted["campaign_id"] != before["campaign_id"] and not reads_every_candidate(by):
        raise NotAllowed("By which campaign somebody came is said by recruiters and admins; ask one of them.")
    if wanted["referred_by_id"] is not None and wanted["referred_by_id"] == candidacy.hired_user_id:
        raise Refused(
            f"{candidacy.candidate} did not recommend themself; choose who did.", code="themself", field="referred_by"
        )
    _say(candidacy, wanted, kind="candidacy.came_corrected", by=by, at=at)
    params = {"candidacy_id": candidacy.pk, "version": candidacy.version, **before}
    offer_undo(verb="hiring.came", subject=candidacy, params=params, by=by, at=at)
    return candidacy


@transaction.atomic
def undo_came(
    *,
    candidacy: Candidacy,
    campaign_id: int | None,
    referred_by_id: int | None,
    by: User,
    at: datetime,
    expected_version: int,
) -> Candidacy:
    """As it was said before, while nobody changed the candidacy since."""
    candidacy = lock_candidacy(candidacy=candidacy, by=by, expected_version=expected_version)
    said = {"campaign_id": campaign_id, "referred_by_id": referred_by_id}
    _say(candidacy, said, kind="candidacy.came_restored", by=by, at=at)
    return candidacy


def _say(candidacy: Candidacy, said: Mapping[str, int | None], *, kind: str, by: User, at: datetime) -> None:
    for name, key in said.items():
        setattr(candidacy, name, key)
    candidacy.version += 1
    candidacy.save(update_fields=[*said, "version"])
    append(kind=kind, subject=candidacy, by=by, at=at, payload=dict(said))
