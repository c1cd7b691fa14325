"""Hands the open deals of one person to others, and gives them back while nobody has changed them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from pipeline.domain.deals import require_seller
from pipeline.domain.history import save_act
from pipeline.models import Deal, HandedDeal, HandOver
from pipeline.queries.hand_over import AT_ONCE, givers_for
from pipeline.rules import can_hand_over
from salesmgmt.accounts.models import User
from salesmgmt.common.problems import NotAllowed, Refused
from salesmgmt.events.domain.log import append
from salesmgmt.outbox.domain.notifying import notify
from salesmgmt.outbox.registry import Reminder
from salesmgmt.people.models import Company
from salesmgmt.web.domain.undoing import offer_undo

VERB, KIND, SUBJECT = "pipeline.hand_over", "pipeline.handed_over", "pipeline.handover"


@dataclass(frozen=True, slots=True)
class Handing:
    """A deal, who gets it, what they should know, and the version of the deal that was looked at."""

    deal: Deal
    to: User
    note: str = ""
    expected_version: int | None = None


@dataclass(frozen=True, slots=True)
class Handed:
    """What was done, and a sentence for each deal that was left where it is."""

    row: HandOver
    refused: Sequence[str]


@transaction.atomic
def hand_over(*, giver: User, deals: Sequence[Handing], by: User, at: datetime, note: str = "") -> Handed:
    """Makes others the owners of open deals of `giver`, from now; what was true before stays in each deal's history.
    `note` stands for deals without one of their own.

    A deal that somebody changed meanwhile, closed or gave away is left where it is, and a sentence says so; where all
    are, the act is refused. Shares, tasks, renewals and leads are not touched.
    """
    require_hand_over(giver, by)
    _require_fit(giver, deals)
    locked = {deal.pk: deal for deal in _locked([each.deal.pk for each in deals])}
    refused, going = [], []
    for each in sorted(deals, key=lambda each: each.deal.pk):
        deal = locked[each.deal.pk]
        why = _why_not(deal, giver, each.expected_version)
        if why:
            refused.append(why)
        else:
            going.append((deal, each))
    if not going:
        raise Refused(" ".join(refused), code="nothing_goes", field="deals")
    row = HandOver.objects.create(giver=giver, by=by, at=at)
    handed = []
    for deal, each in going:
        deal.owner = each.to
        save_act(deal, by=by, at=at)
        words = each.note.strip() or note.strip()
        handed.append(HandedDeal(hand_over=row, deal=deal, to=each.to, note=words, deal_version=deal.version))
    HandedDeal.objects.bulk_create(handed)
    said = [{"deal_id": each.deal_id, "to_id": each.to_id} for each in handed]
    append(kind="deals.handed_over", subject=row, by=by, at=at, payload={"from_id": giver.pk, "deals": said})
    today = Company.objects.current().day_of(at)
    receivers = sorted({each.to_id for each in handed} - {by.pk})
    notify(kind=KIND, reminders=[Reminder(person, SUBJECT, row.pk, today) for person in receivers], at=at)
    offer_undo(verb=VERB, subject=row, params={"hand_over_id": row.pk}, by=by, at=at)
    return Handed(row, refused)


@transaction.atomic
def hand_back(*, row: HandOver, by: User, at: datetime) -> Handed:
    """Gives the deals back to whom they were taken from, but for those that somebody changed since, which a sentence
    names. Raises Refused where all were, and nothing has changed."""
    row = HandOver.objects.select_for_update(of=["self"]).select_related("giver").get(pk=row.pk)
    if row.undone_at is not None:
        raise Refused(f"The deals are back with {row.giver} already.", code="taken_back")
    require_hand_over(row.giver, by)
    require_seller(row.giver)
    versions = {each.deal_id: each for each in row.deals.all()}
    back, refused = [], []
    for deal in _locked(list(versions)):
        if deal.version != versions[deal.pk].deal_version:
            refused.append(f"{deal.name} was changed since and stays where it is; give it by itself.")
            continue
        deal.owner = row.giver
        save_act(deal, by=by, at=at)
        back.append(versions[deal.pk])
    if not back:
        raise Refused(" ".join(refused), code="deals_changed")
    HandedDeal.objects.filter(pk__in=[each.pk for each in back]).update(given_back_at=at)
    row.undone_by, row.undone_at = by, at
    row.save(update_fields=["undone_by", "undone_at"])
    said = [{"deal_id": each.deal_id, "from_id": each.to_id} for each in back]
    append(kind="deals.handed_back", subject=row, by=by, at=at, payload={"to_id": row.giver_id, "deals": said})
    return Handed(row, refused)


def require_hand_over(giver: User, by: User) -> None:
    """Raises NotAllowed for who may not hand over the deals of this person."""
    if not can_hand_over(by):
        raise NotAllowed("Handing deals over is for managers and admins; ask yours to.")
    if not givers_for(by).filter(pk=giver.pk).exists():
        raise NotAllowed(f"{giver} is not in your line; ask their manager or an admin to hand their deals over.")


def _require_fit(giver: User, deals: Sequence[Handing]) -> None:
    if not deals:
        raise Refused("Nothing would be handed over; choose who gets which deal.", code="nothing_goes", field="deals")
    if len(deals) > AT_ONCE:
        raise Refused(f"At most {AT_ONCE} deals go in one act; hand the others over afterwards.", field="deals")
    if len({each.deal.pk for each in deals}) < len(deals):
        raise Refused("A deal is named twice; say once who gets it.", field="deals")
    for user in {each.to.pk: each.to for each in deals}.values():
        if user.pk == giver.pk:
            raise Refused(f"{giver} has these deals already; choose somebody else, or leave them out.", field="deals")
        require_seller(user)


def _locked(pks: Sequence[int]) -> list[Deal]:
    """In pk order, and without joins: PostgreSQL, having waited, would not find rows joined to those before."""
    return list(Deal.objects.select_for_update().filter(pk__in=pks).order_by("pk"))


def _why_not(deal: Deal, giver: User, expected_version: int | None) -> str:
    if deal.owner_id != giver.pk:
        return f"{deal.name} no longer belongs to {giver}; it stays where it is."
    if not deal.is_open:
        return f"{deal.name} is {deal.get_state_display().lower()} and stays with {giver}."
    if expected_version is not None and deal.version != expected_version:
        return f"{deal.name} was changed by somebody else in between and stays; look at it again, then repeat."
    return ""
