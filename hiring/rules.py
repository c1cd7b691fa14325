"""Who may see and do what in hiring (the table in PRODUCT)."""

from datetime import datetime

import rules

from salesmgmt.accounts.models import User
from salesmgmt.people.choices import Role
from salesmgmt.people.queries.managing import manages
from salesmgmt.people.rules import holds


def reads_every_candidate(user: User) -> bool:
    return holds(user, Role.ADMIN, Role.RECRUITER)


def hires(user: User) -> bool:
    """Sees the candidates of the profiles that they, or people below them, hire for."""
    return holds(user, Role.MANAGER, Role.API)


@rules.predicate
def interviews(user: User) -> bool:
    """May sit in interviews, and sees those candidates whom they are to see."""
    return holds(user, Role.INTERVIEWER, Role.MANAGER, Role.RECRUITER)


def reads_every_scorecard_when_all_are_in(user: User) -> bool:
    """A recruiter who rates nobody of a candidacy reads its scorecards when none is missing."""
    return holds(user, Role.RECRUITER)


@rules.predicate
def can_read_hiring(user: User) -> bool:
    return reads_every_candidate(user) or hires(user) or interviews(user)


@rules.predicate
def can_work_candidates(user: User) -> bool:
    """May enter and move candidates, plan interviews, keep the bench; interviewers only read and rate."""
    return reads_every_candidate(user) or hires(user)


def may_hire_under(user: User, manager: User, *, at: datetime) -> bool:
    """Recruiters and admins hire for anybody; a manager hires into their own line, under themselves or somebody below.

    Adding people otherwise is an admin's; a hire gives the role of a rep and no other.
    """
    return reads_every_candidate(user) or user == manager or manages(user, manager, at=at)


def reads_every_offer(user: User) -> bool:
    """Offers' pay, by the table in PRODUCT; admins are not among them."""
    return holds(user, Role.RECRUITER, Role.COMP_ADMIN, Role.FINANCE)


@rules.predicate
def can_make_offers(user: User) -> bool:
    """Writes, sends and withdraws offers of profiles that they hire for."""
    return holds(user, Role.RECRUITER) or hires(user)


@rules.predicate
def can_list_offers(user: User) -> bool:
    return reads_every_offer(user) or hires(user)


@rules.predicate
def can_set_approvers(user: User) -> bool:
    """Says who approves openings and offers: not those who ask for them."""
    return holds(user, Role.ADMIN, Role.COMP_ADMIN)


@rules.predicate
def reads_fairness(user: User) -> bool:
    """Counts of what candidates said of themselves; nobody reads rows, and no other role reads the counts."""
    return holds(user, Role.FAIRNESS)


@rules.predicate
def can_erase(user: User) -> bool:
    """Erases candidates, for good: whoever reads them all and has the grant for it, which no other role brings."""
    return holds(user, Role.PRIVACY) and reads_every_candidate(user)


@rules.predicate
def can_configure_hiring(user: User) -> bool:
    return holds(user, Role.ADMIN, Role.RECRUITER)


rules.add_perm("hiring.read", can_read_hiring)
rules.add_perm("hiring.work_candidates", can_work_candidates)
rules.add_perm("hiring.interview", interviews)
rules.add_perm("hiring.erase", can_erase)
rules.add_perm("hiring.configure", can_configure_hiring)
rules.add_perm("hiring.import_candidates", can_configure_hiring)
rules.add_perm("hiring.hire", can_work_candidates)
rules.add_perm("hiring.make_offers", can_make_offers)
rules.add_perm("hiring.list_offers", can_list_offers)
rules.add_perm("hiring.set_approvers", can_set_approvers)
rules.add_perm("hiring.read_fairness", reads_fairness)
