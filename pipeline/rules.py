"""Who may see and do what in the pipeline (the table in PRODUCT)."""

import rules

from salesmgmt.accounts.models import User
from salesmgmt.people.choices import Role
from salesmgmt.people.rules import holds, is_admin
from salesmgmt.people.standing import standing_of


def reads_every_deal(user: User) -> bool:
    return holds(user, Role.ADMIN, Role.COMP_ADMIN, Role.FINANCE)


def leads_a_line(user: User) -> bool:
    """Sees the deals of everybody below; a service user acts as the person it is."""
    return holds(user, Role.MANAGER, Role.API)


def may_have_shares(user: User) -> bool:
    """Whether deals of others are shared with them; taken for granted while nobody has asked."""
    return bool(standing_of(user).get("pipeline.has_shares", True))


def works_deals(user: User) -> bool:
    return holds(user, Role.REP, Role.MANAGER, Role.API, Role.ADMIN)


@rules.predicate
def can_read_pipeline(user: User) -> bool:
    return reads_every_deal(user) or works_deals(user)


@rules.predicate
def can_work_deals(user: User) -> bool:
    """May create deals, and change those that they can see (compensation admins and finance only read)."""
    return works_deals(user)


@rules.predicate
def can_hand_over(user: User) -> bool:
    """May give the open deals of one person to others: managers for their line, admins for everybody."""
    return leads_a_line(user) or is_admin(user)


@rules.predicate
def can_bill(user: User) -> bool:
    """May issue invoices and say what was paid and refunded, for the orders that they can see."""
    return holds(user, Role.FINANCE, Role.ADMIN, Role.API)


@rules.predicate
def can_cancel_orders(user: User) -> bool:
    return works_deals(user) or can_bill(user)


@rules.predicate
def can_read_costs(user: User) -> bool:
    """May know what products cost the company, and so what is earned with them; a rep does not."""
    return holds(user, Role.ADMIN, Role.FINANCE, Role.COMP_ADMIN, Role.MANAGER)


@rules.predicate
def can_set_targets(user: User) -> bool:
    return holds(user, Role.ADMIN, Role.COMP_ADMIN)


rules.add_perm("pipeline.read", can_read_pipeline)
rules.add_perm("pipeline.work_deals", can_work_deals)
rules.add_perm("pipeline.hand_over", can_hand_over)
rules.add_perm("pipeline.bill", can_bill)
rules.add_perm("pipeline.cancel_orders", can_cancel_orders)
rules.add_perm("pipeline.read_costs", can_read_costs)
rules.add_perm("pipeline.set_targets", can_set_targets)
rules.add_perm("pipeline.configure", is_admin)
rules.add_perm("pipeline.import_deals", is_admin)
