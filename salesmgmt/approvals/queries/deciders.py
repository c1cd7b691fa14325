"""Who may decide a step: its rule, deputies, and four eyes."""

from collections.abc import Collection, Iterable

from django.db import connection
from django.db.models import QuerySet

from salesmgmt.accounts.models import User
from salesmgmt.approvals.choices import LINE, Approver
from salesmgmt.approvals.models import ApprovalChain, ApprovalStep, Delegation
from salesmgmt.common.folding import by_name
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


def deciders(step: ApprovalStep, *, asker_id: int, decided: Collection[int] = ()) -> dict[int, int | None]:
    """Who may decide, each with whom they stand in for: never who asked, never somebody who `decided` a step before.
    Where the rule finds nobody, an admin decides; empty where there is none either."""
    out = {asker_id, *decided}
    return _with_deputies(_by_rule(Approver(step.approver), asker_id, out), out) or _with_deputies(
        _holders(Role.ADMIN, out), out
    )


def first_deciders(chain: ApprovalChain, asker: User) -> list[User]:
    """Whom a request of this person would be put to first, by name."""
    people = deciders(chain.steps.get(position=1), asker_id=asker.pk)
    return list(User.objects.filter(pk__in=people).order_by(by_name(), "pk"))


def asking_in_vain(chain: ApprovalChain, people: QuerySet[User]) -> list[User]:
    """Those of `people` whose request nobody could decide: an admin decides what the rule finds nobody for, so only
    where there is no other admin than who asks."""
    admins = _holders(Role.ADMIN, set())
    if len(admins) > 1:
        return []
    alone = people.filter(pk__in=admins) if admins else people
    return [person for person in alone.order_by(by_name(), "pk") if not first_deciders(chain, person)]


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
