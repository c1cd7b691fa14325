"""Whose turn it is."""

from salesmgmt.approvals.models import ApprovalRequest, ApprovalTurn
from salesmgmt.approvals.queries.deciders import deciders


def take_turns(request: ApprovalRequest) -> dict[int, int | None]:
    """Writes anew who may decide the request's step; the people, each with whom they stand in for."""
    turns = turns_of(request)
    request.turns.all().delete()
    ApprovalTurn.objects.bulk_create(
        ApprovalTurn(request=request, person_id=person, in_place_of_id=absent) for person, absent in turns.items()
    )
    return turns


def turns_of(request: ApprovalRequest) -> dict[int, int | None]:
    step = request.chain.steps.get(position=request.position)
    return deciders(step, asker_id=request.asked_by_id, decided=request.decisions.values_list("by", flat=True))
