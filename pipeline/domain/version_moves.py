"""Takes open deals from one version of their process to another, by an act that says which stage becomes which."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Case, F, Max, OuterRef, Subquery, Value, When

from pipeline.domain.history import DATED
from pipeline.domain.version_rules import carry_rules_over, take_rules_back
from pipeline.models import Deal, DealVersion, MovedDeal, Process, ProcessVersion, Stage, VersionMove
from pipeline.queries.version_moves import AT_ONCE, going, guessed
from salesmgmt.accounts.models import User
from salesmgmt.common.problems import Refused
from salesmgmt.events.domain.log import append
from salesmgmt.people.rules import require
from salesmgmt.web.domain.undoing import offer_undo

LEAST = timedelta(microseconds=1)


@transaction.atomic
def move_to_version(
    *, source: ProcessVersion, to: ProcessVersion, by: User, at: datetime, stages: Mapping[Stage, Stage] | None = None
) -> VersionMove:
    """From now on the open deals of `source` are in the stages of `to` that `stages` says (without it: those that are
    guessed); deals of stages that it leaves out stay, and so do those that somebody was asked to let leave. How long
    they have been in their stage goes on. At most AT_ONCE, the earliest first.

    History before the act stays as it was, closed deals stay in the version that they were judged by, and stages do
    nothing by themselves: the deals have not moved, their process has.
    """
    require(by, "pipeline.configure", "take deals to another version of their process")
    process = Process.objects.select_for_update().get(pk=source.process_id)
    _require_versions(source, to)
    becomes = _require_stages(source, to, stages)
    deals = list(going([stage.pk for stage in becomes]).select_for_update(of=["self"]).order_by("pk")[:AT_ONCE])
    if not deals:
        raise Refused(
            f"No open deal of {source} would go to version {to.number}; choose stages for those that have deals.",
            code="nothing_moves",
            field="stages",
        )
    start = _start(deals, at)
    move = VersionMove.objects.create(from_version=source, to_version=to, by=by, at=start)
    _write(move, deals, becomes)
    carry_rules_over(move, deals, {old.pk: new.pk for old, new in becomes.items()}, at=start)
    payload = {
        "move_id": move.pk,
        "from_version_id": source.pk,
        "to_version_id": to.pk,
        "count": len(deals),
        "stages": [{"from_id": old.pk, "to_id": new.pk} for old, new in becomes.items()],
    }
    append(kind="process.deals_moved", subject=process, by=by, at=at, payload=payload)
    offer_undo(verb="pipeline.version_move", subject=move, params={"move_id": move.pk}, by=by, at=at)
    return move


@transaction.atomic
def undo_version_move(*, move: VersionMove, by: User, at: datetime) -> VersionMove:
    """Puts the deals back into the stages that they were in, while nobody changed any of them since; what was written
    stays, marked. Raises Refused otherwise, and nothing has changed."""
    require(by, "pipeline.configure", "take deals to another version of their process")
    move = VersionMove.objects.select_for_update(of=["self"]).select_related("to_version__process").get(pk=move.pk)
    if move.undone_at is not None:
        raise Refused("The deals are back in their stages already.", code="taken_back")
    versions = dict(move.deals.values_list("deal_id", "deal_version"))
    deals = list(Deal.objects.select_for_update().filter(pk__in=versions).order_by("pk"))
    changed = [deal for deal in deals if deal.version != versions[deal.pk]]
    if changed:
        raise Refused(
            f"{len(changed)} of {len(deals)} deals were changed since, {changed[0].name} among them; move those that "
            "should be elsewhere by themselves.",
            code="deals_changed",
        )
    made = DealVersion.objects.counted().filter(deal__in=versions, valid_from=move.at)
    made.update(undone_by=by, valid_to=max(at, move.at + LEAST))
    DealVersion.objects.counted().filter(deal__in=versions, valid_to=move.at).update(valid_to=None)
    was = DealVersion.objects.current().filter(deal=OuterRef("pk"))
    back = {name: Subquery(was.values(name)[:1]) for name in ("stage", "forecast_category")}
    Deal.objects.filter(pk__in=versions).update(**back, version=F("version") + 1)
    take_rules_back(move, list(versions))
    move.undone_by, move.undone_at = by, at
    move.save(update_fields=["undone_by", "undone_at"])
    payload = {"move_id": move.pk, "count": len(deals)}
    append(kind="process.deals_moved_back", subject=move.to_version.process, by=by, at=at, payload=payload)
    return move


def _write(move: VersionMove, deals: Sequence[Deal], becomes: Mapping[Stage, Stage]) -> None:
    """A new version of each deal from `move.at`, in its new stage. A category that was its stage's becomes that of the
    new stage; one that the owner had chosen stays."""
    pks = [deal.pk for deal in deals]
    DealVersion.objects.current().filter(deal__in=pks).update(valid_to=move.at)
    to = {old.pk: (old, new) for old, new in becomes.items()}
    rows, moved = [], []
    for deal in deals:
        old, new = to[deal.stage_id]
        moved.append(MovedDeal(move=move, deal=deal, from_stage=old, to_stage=new, deal_version=deal.version + 1))
        deal.stage = new
        if deal.forecast_category == old.forecast_category:
            deal.forecast_category = new.forecast_category
        facts = {name: getattr(deal, name) for name in DATED}
        rows.append(DealVersion(deal=deal, valid_from=move.at, **facts))
    DealVersion.objects.bulk_create(rows, batch_size=1_000)
    MovedDeal.objects.bulk_create(moved, batch_size=1_000)
    category = Case(
        *(
            When(stage=old, forecast_category=old.forecast_category, then=Value(new.forecast_category))
            for old, new in becomes.items()
        ),
        default=F("forecast_category"),
    )
    stage = Case(*(When(stage=old, then=Value(new.pk)) for old, new in becomes.items()))
    Deal.objects.filter(pk__in=pks).update(stage=stage, forecast_category=category, version=F("version") + 1)


def _start(deals: Sequence[Deal], at: datetime) -> datetime:
    """Now, and never before a version that there is already of any of them."""
    last = DealVersion.objects.filter(deal__in=[deal.pk for deal in deals]).aggregate(last=Max("valid_from"))["last"]
    return at if last is None else max(at, last + LEAST)


def _require_versions(source: ProcessVersion, to: ProcessVersion) -> None:
    if to.pk == source.pk or to.process_id != source.process_id:
        raise Refused(f"Deals go to another version of {source.process}; choose one.", code="version", field="to")
    if to.published_at is None:
        raise Refused(f"{to} is a draft; publish it before deals go there.", code="draft", field="to")


def _require_stages(
    source: ProcessVersion, to: ProcessVersion, stages: Mapping[Stage, Stage] | None
) -> dict[Stage, Stage]:
    if stages is None:
        found = guessed(source, to)
        return {stage: found[stage.pk][0] for stage in source.stages.all() if stage.pk in found}
    for old, new in stages.items():
        if old.process_version_id != source.pk or new.process_version_id != to.pk:
            raise Refused(
                f"{old} to {new} does not lead from {source} to version {to.number}; choose again.", field="stages"
            )
        if not old.is_open or not new.is_open:
            raise Refused(f"{old} to {new}: only open stages become each other; choose again.", field="stages")
    return dict(stages)
