"""What was said when somebody asked for a yes about somebody who is erased, and when it was given or refused."""

from django.db import connection
from django.db.models import Q, QuerySet

from salesmgmt.approvals.models import ApprovalDecision, ApprovalRequest
from salesmgmt.approvals.registry import kinds
from salesmgmt.events.erasing import Door, Erased, register_door

NOTHING = "–"
ERASED = "Erased."


def _requests(of: Erased) -> QuerySet[ApprovalRequest]:
    found = Q(pk__in=[])
    for kind in kinds():
        found |= Q(kind=kind.code, subject_id__in=of.of(kind.model))
    return ApprovalRequest.objects.filter(found)


def _said(of: Erased) -> list[ApprovalRequest]:
    return [each for each in _requests(of) if each.note or _texts(each)]


def _texts(request: ApprovalRequest) -> list[str]:
    return [name for name, value in request.params.items() if isinstance(value, str) and value != NOTHING]


def _blank(of: Erased) -> None:
    for each in _said(of):
        each.params |= dict.fromkeys(_texts(each), NOTHING)
        each.note = ""
        each.save(update_fields=["params", "note"])


def _decisions(of: Erased) -> QuerySet[ApprovalDecision]:
    decisions = ApprovalDecision.objects.filter(request__in=_requests(of))
    return decisions.exclude(reason__in=("", ERASED))


def _empty_reasons(of: Erased) -> None:
    """Decisions are append-only: by the owner's function."""
    requests = list(_requests(of).values_list("pk", flat=True))
    with connection.cursor() as cursor:
        cursor.execute("SELECT approvals_erase_reasons(%s)", [requests])


register_door(
    Door(
        "approvals.requests",
        "What was written when approval was asked for",
        (ApprovalRequest,),
        lambda of: len(_said(of)),
        _blank,
    )
)
register_door(
    Door(
        "approvals.decisions",
        "Reasons of those who approved or refused",
        (ApprovalDecision,),
        lambda of: _decisions(of).count(),
        _empty_reasons,
    )
)
