"""Who may see and do what with pay (the table in PRODUCT); an admin as such sees nobody's pay but their own."""

import rules

from salesmgmt.accounts.models import User
from salesmgmt.people.choices import Role
from salesmgmt.people.rules import holds
from salesmgmt.people.standing import standing_of


def reads_all_pay(user: User) -> bool:
    return holds(user, Role.COMP_ADMIN, Role.FINANCE)


def reads_line_pay(user: User) -> bool:
    """Managers read the pay of their line where the company has switched that on."""
    return holds(user, Role.MANAGER) and bool(standing_of(user).get("compensation.managers_see_pay"))


@rules.predicate
def can_read_pay(user: User) -> bool:
    """Everybody may open the pages; `visible_to` decides what is on them."""
    return user.is_authenticated and user.is_active


@rules.predicate
def can_read_runs(user: User) -> bool:
    return reads_all_pay(user)


@rules.predicate
def can_manage_pay(user: User) -> bool:
    """Plans, assignments and runs are the compensation admin's; finance reads them."""
    return holds(user, Role.COMP_ADMIN)


@rules.predicate
def can_finalize_pay(user: User) -> bool:
    """Finance approves pay; a compensation admin may close a quarter as well."""
    return holds(user, Role.COMP_ADMIN, Role.FINANCE)


rules.add_perm("compensation.read", can_read_pay)
rules.add_perm("compensation.read_runs", can_read_runs)
rules.add_perm("compensation.manage", can_manage_pay)
rules.add_perm("compensation.finalize", can_finalize_pay)
