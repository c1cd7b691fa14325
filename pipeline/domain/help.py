"""Asks somebody in the company for help with a deal, and answers."""

from collections.abc import Sequence
from datetime import date, datetime

from django.db import transaction

from pipeline.choices import SharedFact
from pipeline.domain.history import lock_deal
from pipeline.models import Deal, HelpRequest
from salesmgmt.accounts.models import User
from salesmgmt.common.constraints import refusing
from salesmgmt.common.problems import NotAllowed, Refused
from salesmgmt.events.domain.log import append
from salesmgmt.outbox.domain.notifying import notify
from salesmgmt.outbox.registry import Reminder
from salesmgmt.people.models import Company

ASKED, ANSWERED, SUBJECT = "pipeline.help_asked", "pipeline.help_answered", "pipeline.helprequest"
_SENTENCES = {
    "help_is_asked_by_a_question": "Help is asked for by a question; write what you need to know.",
    "nobody_asks_themselves_for_help": "You cannot ask yourself for help; choose somebody else.",
}


@transaction.atomic
def ask_help(
    *,
    deal: Deal,
    helper: User,
    kind: str,
    question: str,
    due_date: date,
    by: User,
    at: datetime,
    shared: Sequence[str] = (),
) -> HelpRequest:
    """Whoever can sign in may be asked, also who sees no deals: they read the question, and what of the deal is
    `shared`. They are told of it."""
    deal = lock_deal(deal=deal, by=by)
    today = Company.objects.current().day_of(at)
    if due_date < today:
        raise Refused("Help is due today or later; choose a day to come.", code="due_date", field="due_date")
    if not helper.is_active:
        raise Refused(f"{helper} can no longer sign in; ask somebody else.", field="helper")
    with refusing(_SENTENCES, field="question"):
        request = HelpRequest.objects.create(
            deal=deal,
            kind=kind,
            helper=helper,
            question=question.strip(),
            shared=[fact.value for fact in SharedFact if fact in shared],
            due_date=due_date,
            asked_by=by,
            asked_at=at,
        )
    payload = {"help_id": request.pk, "kind": kind, "user_id": helper.pk, "due_date": due_date}
    append(kind="deal.help_asked", subject=deal, by=by, at=at, payload=payload)
    notify(kind=ASKED, reminders=[Reminder(helper.pk, SUBJECT, request.pk, today)], at=at)
    return request


@transaction.atomic
def answer_help(*, request: HelpRequest, answer: str, by: User, at: datetime) -> HelpRequest:
    """By who was asked; whoever asked is told of it."""
    request = _open(request)
    if by.pk != request.helper_id:
        raise NotAllowed(f"Only {request.helper} answers this; ask them to.")
    if not answer.strip():
        raise Refused("An answer has words; write it.", code="answer", field="answer")
    request.answer, request.answered_at = answer.strip(), at
    request.save(update_fields=["answer", "answered_at"])
    payload = {"help_id": request.pk, "user_id": by.pk}
    append(kind="deal.help_answered", subject=request.deal, by=by, at=at, payload=payload)
    today = Company.objects.current().day_of(at)
    notify(kind=ANSWERED, reminders=[Reminder(request.asked_by_id, SUBJECT, request.pk, today)], at=at)
    return request


@transaction.atomic
def withdraw_help(*, request: HelpRequest, by: User, at: datetime) -> HelpRequest:
    """It is not needed any more; the helper finds nothing to do there."""
    lock_deal(deal=request.deal, by=by)
    if not Deal.objects.visible_to(by).filter(pk=request.deal_id).exists():
        raise NotAllowed("Only somebody who sees the deal withdraws what was asked about it.")
    request = _open(request)
    request.withdrawn_at = at
    request.save(update_fields=["withdrawn_at"])
    payload = {"help_id": request.pk}
    append(kind="deal.help_withdrawn", subject=request.deal, by=by, at=at, payload=payload)
    return request


def _open(request: HelpRequest) -> HelpRequest:
    locked = HelpRequest.objects.select_for_update(of=["self"]).select_related("helper", "deal").get(pk=request.pk)
    if not locked.is_open:
        raise Refused(f"This was {locked.state} already; look at it again.", code="help_closed")
    return locked
