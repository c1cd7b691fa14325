"""What holds a deal in its stage: exit criteria, and the override that lets it through, with its reason."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from pipeline.models import Deal, Stage, StageExit
from pipeline.queries.criteria import Judged, judged
from salesmgmt.accounts.models import User
from salesmgmt.common.problems import Refused

LONGEST_REASON = 500


class CriteriaUnmet(Refused):
    """Exit criteria are not met."""

    code = "criteria_unmet"

    def __init__(self, deal: Deal, missing: Sequence[Judged]) -> None:
        named = "; ".join(f"{stage}: {_list(rows)}" for stage, rows in _by_stage(missing).items())
        super().__init__(
            f"{deal.name} stays in {deal.stage}, because this is missing ({named}); see to it on the deal's page, or "
            "override it with the reason.",
            field="override",
        )
        self.criteria = [each.criterion for each in missing]
        self.missing = missing

    @property
    def members(self) -> Mapping[str, Any]:
        """What the problem document says besides."""
        unmet = [
            {
                "id": each.criterion.pk,
                "stage": each.criterion.stage_id,
                "kind": each.criterion.kind,
                "name": str(each.criterion),
                "asks": each.criterion.asks,
                "score": each.scored,
                "score_asked": each.criterion.score,
            }
            for each in self.missing
        ]
        return {"criteria": unmet}


def leave_stages(
    deal: Deal, *, to: Stage, override: str | None, by: User, at: datetime
) -> dict[str, list[dict[str, Any]]]:
    """Checks the criteria of every open stage that a locked deal leaves behind on its way forward to `to`, and notes
    that it left them; the one place that does, whatever moves or wins it. `deal` is still in its stage.

    Answers with what the event says of it: nothing, or which criteria were overridden. Raises CriteriaUnmet.
    """
    here = deal.stage
    if to.position <= here.position:
        return {}
    found = judged(deal, to)
    if not found:
        return {}
    unmet = [each for each in found if not each.met]
    reason = (override or "").strip()
    if unmet and not reason:
        raise CriteriaUnmet(deal, unmet)
    if len(reason) > LONGEST_REASON:
        raise Refused(
            f"A reason has up to {LONGEST_REASON} characters; say it shorter.", code="override", field="override"
        )
    missing = _by_stage(unmet)
    StageExit.objects.bulk_create(
        StageExit(
            deal=deal,
            stage=stage,
            deal_version=deal.version + 1,
            owner_id=deal.owner_id,
            by=by,
            at=at,
            unmet=[each.criterion.pk for each in missing.get(stage, [])],
            reason=reason if stage in missing else "",
        )
        for stage in _by_stage(found)
    )
    overridden = [
        {"stage_id": stage.pk, "criterion_ids": [each.criterion.pk for each in rows]} for stage, rows in missing.items()
    ]
    return {"overridden": overridden} if overridden else {}


def take_exits_back(deal: Deal, *, by: User, at: datetime) -> None:
    """Marks what was noted of the move that made the deal's present version, which is being undone."""
    noted = StageExit.objects.counted().filter(deal=deal, deal_version=deal.version)
    noted.update(undone_by=by, undone_at=at)


def _by_stage(found: Sequence[Judged]) -> dict[Stage, list[Judged]]:
    stages: dict[Stage, list[Judged]] = {}
    for each in found:
        stages.setdefault(each.criterion.stage, []).append(each)
    return stages


def _list(rows: Sequence[Judged]) -> str:
    return ", ".join(str(each) for each in rows)
