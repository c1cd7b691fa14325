"""What figures tell admins of: a proof that does not hold."""

from collections.abc import Iterator, Sequence
from datetime import date

from django.urls import reverse

from salesmgmt.accounts.models import User
from salesmgmt.figures.models import ProofRun
from salesmgmt.figures.queries.last_proof import last_proof
from salesmgmt.outbox.models import Notification
from salesmgmt.outbox.registry import CATCH_UP, NoticeKind, Reminder, Telling, register_kind
from salesmgmt.outbox.telling import describe_rows
from salesmgmt.people.choices import Role
from salesmgmt.people.models import Company, RoleGrant
from salesmgmt.people.rules import is_admin

SUBJECT = "figures.proofrun"


def broken_proofs(as_of: date) -> Iterator[Reminder]:
    """To every admin, while rules did not hold when they were last looked at."""
    found, company = last_proof(), Company.objects.first()
    if found is None or company is None or not found.broken or found.run.finished_at is None:
        return
    day = company.day_of(found.run.finished_at)
    if not as_of - CATCH_UP <= day <= as_of:
        return
    admins = RoleGrant.objects.today().filter(role=Role.ADMIN).order_by("user").values_list("user", flat=True)
    for admin in admins.distinct():
        yield Reminder(admin, SUBJECT, found.run.pk, day)


def describe_broken_proofs(notifications: Sequence[Notification]) -> dict[int, Telling]:
    return describe_rows(notifications, rows=_runs, tell=_told)


def _runs(person: User):
    runs = ProofRun.objects.prefetch_related("checks")
    return runs if is_admin(person) else runs.none()


def _told(run: ProofRun, notification: Notification) -> Telling:
    broken = [check.rule for check in run.checks.all() if not check.holds]
    return Telling(
        title="The nightly proof does not hold",
        body=f"{broken[0]} This and {len(broken) - 1} more rules are broken." if len(broken) > 1 else broken[0],
        url=reverse("console:health"),
    )


register_kind(
    NoticeKind(
        code="figures.proof_failed",
        label="Nightly proof",
        find=broken_proofs,
        describe=describe_broken_proofs,
        icon="warn",
    )
)
