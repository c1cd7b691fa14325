"""Whose turn it is: the step's rule, deputies, and four eyes."""

from collections.abc import Iterable

from django.db import connection

from salesmgmt.accounts.models import User
from salesmgmt.approvals.choices import LINE, Approver
from salesmgmt.approvals.models import ApprovalRequest, ApprovalTurn, Delegation
from salesmgmt.people.choices import Role
from salesmgmt.people.models import RoleGrant

_ABOVE = """
    WITH RECURSIVE line (person, height) AS (
        SELECT %(person)s::bigint, 0
        UNION ALL
        SELECT membership.manager_id, line.height + 1
        FROM line JOIN people_membership membership
            ON membership.user_id = line.person AND membership.valid @> people_day(now())
        WHERE membership.manager_id IS NOT NULL AND line.height < 20
    )
    SELECT person FROM line WHERE height >= %(height)s ORDER BY height
"""


def take_turns(request: ApprovalRequest) -> dict[int, int | None]:
    """Writes anew who may decide the request's step; the people, each with whom they stand in for."""
    turns = turns_of(request)
    request.turns.all().delete()
    ApprovalTurn.objects.bulk_create(
        ApprovalTurn(request=request, person_id=person, in_place_of_id=absent) for person, absent in turns.items()
    )
    return turns


def turns_of(request: ApprovalRequest) -> dict[int, int | None]:
    """Who may decide, by rule: never who asked, never somebody who decided a step before. Where the rule finds nobody,
    an admin decides; empty where there is none either."""
    out = {request.asked_by_id, *request.decisions.values_list("by", flat=True)}
    step = request.chain.steps.get(position=request.position)
    return _with_deputies(_by_rule(Approver(step.approver), request.asked_by_id, out), out) or _with_deputies(
        _holders(Role.ADMIN, out), out
    )


def _by_rule(approver: Approver, asker: int, out: set[int]) -> list[int]:
    if approver not in LINE:
        return _holders(Role(approver), out)
    with connection.cursor() as cursor:
        cursor.execute(_ABOVE, {"person": asker, "height": LINE[approver]})
        above = [person for (person,) in cursor.fetchall()]
    able = set(User.objects.filter(pk__in=above, is_active=True).values_list("pk", flat=True)) - out
    return [next(person for person in above if person in able)] if able else []


def _holders(role: Role, out: set[int]) -> list[int]:
    grants = RoleGrant.objects.today().filter(role=role, user__is_active=True).exclude(user__in=out)
    return list(grants.order_by("user").values_list("user", flat=True).distinct())


def _with_deputies(people: Iterable[int], out: set[int]) -> dict[int, int | None]:
    turns: dict[int, int | None] = dict.fromkeys(people)
    standing_in = Delegation.objects.today().filter(user__in=turns, deputy__is_active=True).exclude(deputy__in=out)
    for absent, deputy in standing_in.values_list("user", "deputy"):
        turns.setdefault(deputy, absent)
    return turns
