"""Adds and edits the rules that say whose leads are, and how many leads people take."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db import transaction

from pipeline.domain.deals import require_seller
from pipeline.models import AssignmentRule, AssignmentSeat, SellerCapacity
from salesmgmt.accounts.models import User
from salesmgmt.common.constraints import refusing
from salesmgmt.common.problems import Conflict, Refused
from salesmgmt.events.domain.log import append
from salesmgmt.people.domain.teams import RETIRED_TEAM
from salesmgmt.people.rules import require

EDITABLE = ("position", "name", "method", "lead_source", "campaign", "countries", "team", "least_people", "is_active")
SKILLS = ("product", "language", "segment")
_NAME = {"an_assignment_rule_has_a_name": "A rule needs a name; write one."}
_METHOD = {"an_assignment_method_is_known": "A rule is round robin, by capacity or by skill; choose one."}
_TEAM = {"no_rule_gives_leads_to_a_retired_team": RETIRED_TEAM}
_SHARE = {"a_ramp_share_is_at_most_whole": "A ramp share is 100% at most; correct it."}


@transaction.atomic
def add_rule(*, facts: Mapping[str, Any], people: Sequence[User], by: User, at: datetime) -> AssignmentRule:
    """A rule over `people`, in the order in which they take turns, or over whoever is in its team."""
    require(by, "pipeline.configure", "add assignment rules")
    rule = AssignmentRule(**_known(facts))
    _save(rule)
    _seat(rule, people)
    payload = {"method": rule.method, "people": [user.pk for user in people], "team_id": rule.team_id}
    append(kind="assignment_rule.added", subject=rule, by=by, at=at, payload=payload)
    return rule


@transaction.atomic
def edit_rule(
    *,
    rule: AssignmentRule,
    facts: Mapping[str, Any],
    by: User,
    at: datetime,
    people: Sequence[User] | None = None,
    expected_version: int | None = None,
) -> AssignmentRule:
    """Changes a rule; with other people, or another team, the turns begin anew. Leads that it gave stay given."""
    require(by, "pipeline.configure", "edit assignment rules")
    rule = AssignmentRule.objects.select_for_update().get(pk=rule.pk)
    if expected_version is not None and rule.version != expected_version:
        raise Conflict(f"{rule} was changed by somebody else in between; look at it again, then repeat.")
    known = _known(facts)
    changed = [field for field, value in known.items() if getattr(rule, field) != value]
    seated = list(rule.seats.values_list("user", flat=True))
    for field, value in known.items():
        setattr(rule, field, value)
    if people is None and "team" in changed:
        people = []
    if people is not None and ([user.pk for user in people] != seated or "team" in changed):
        changed += ["people"] if [user.pk for user in people] != seated else []
        rule.cursor = 0
        _seat(rule, people)
    if not changed:
        return rule
    rule.version += 1
    _save(rule)
    append(kind="assignment_rule.edited", subject=rule, by=by, at=at, payload={"fields": changed})
    return rule


@transaction.atomic
def set_capacity(
    *, user: User, capacity: int, share_bp: int, skills: Sequence[str], by: User, at: datetime
) -> SellerCapacity:
    """How many leads somebody takes in 30 days when ramped, which share of it now, and what they are good at."""
    require(by, "pipeline.configure", "say how many leads people take")
    require_seller(user)
    known = sorted({skill.strip().lower() for skill in skills if skill.strip()})
    for skill in known:
        kind, _, what = skill.partition(":")
        if kind not in SKILLS or not what.strip():
            raise Refused(
                f"“{skill}” is no skill: write product:, language: or segment: and which, such as language:german.",
                code="skill",
                field="skills",
            )
    with refusing(_SHARE, field="share_bp"):
        row, _ = SellerCapacity.objects.update_or_create(
            user=user, defaults={"capacity": capacity, "share_bp": share_bp, "skills": known}
        )
    payload = {"capacity": capacity, "share_bp": share_bp, "skills": known}
    append(kind="seller_capacity.set", subject=user, by=by, at=at, payload=payload)
    return row


def _seat(rule: AssignmentRule, people: Sequence[User]) -> None:
    if people and rule.team_id is not None:
        raise Refused(
            f"The members of {rule.team} take the leads of {rule.name}; leave people out, or the team.",
            code="team_or_people",
            field="people",
        )
    if not people and rule.team_id is None:
        raise Refused("A rule gives leads to somebody; choose people or a team.", code="nobody", field="people")
    for user in people:
        require_seller(user)
    rule.seats.all().delete()
    AssignmentSeat.objects.bulk_create(
        AssignmentSeat(rule=rule, user=user, place=place) for place, user in enumerate(people, start=1)
    )


def _save(rule: AssignmentRule) -> None:
    with refusing(_NAME, field="name"), refusing(_METHOD, field="method"), refusing(_TEAM, field="team"):
        rule.save()


def _known(facts: Mapping[str, Any]) -> dict[str, Any]:
    unknown = set(facts) - set(EDITABLE)
    if unknown:
        raise Refused(f"{', '.join(sorted(unknown))} cannot be written here; write {', '.join(EDITABLE)}.")
    known = {name: value.strip() if isinstance(value, str) else value for name, value in facts.items()}
    if "countries" in known:
        known["countries"] = sorted({country.strip() for country in known["countries"]} - {""})
    return known
