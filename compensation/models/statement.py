"""What a person is paid for a period, line by line."""

from django.db import models
from django.db.models import F, Q

from compensation.engine import lines as engine
from compensation.engine.plan import Basis
from compensation.models.credit import Credit
from compensation.models.plan import PlanVersion
from compensation.models.readable import PayQuerySet
from compensation.models.run import Run
from compensation.rules import reads_all_pay
from salesmgmt.accounts.models import User
from salesmgmt.common.money import Rounding


class Statement(models.Model):
    """One person's pay of one run; `total_minor` is the sum of its lines and nothing else.

    `credited_minor` is the bookings credited in the run's days and `quota_minor` the target for them, blank without
    one in the same currency; the one over the other is the attainment. `domain.calculation` writes the row;
    `calculation` is the calculation of the run that did. Final with its run, and sealed then: `seal` is the digest of
    the statement with its lines and credits, which the nightly proof makes again.
    """

    run = models.ForeignKey(Run, models.CASCADE, related_name="statements", db_index=False)
    user = models.ForeignKey(User, models.PROTECT, related_name="statements")
    currency = models.CharField(max_length=3)
    total_minor = models.BigIntegerField()
    credited_minor = models.BigIntegerField(db_default=0)
    quota_minor = models.BigIntegerField(null=True, blank=True)
    calculation = models.PositiveIntegerField()
    calculated_at = models.DateTimeField()
    seal = models.CharField(max_length=64, blank=True, db_default="", editable=False)

    objects = PayQuerySet.as_manager()

    class Meta:
        ordering = ["-run__start_date", "user"]
        constraints = [
            models.UniqueConstraint(fields=["run", "user"], name="a_person_has_one_statement_per_run"),
            models.CheckConstraint(condition=Q(currency__regex="^[A-Z]{3}$"), name="statement_currency_is_iso"),
            models.CheckConstraint(
                condition=Q(quota_minor__isnull=True) | Q(quota_minor__gt=0), name="a_statement_quota_is_positive"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user}, {self.run}"


class LineQuerySet(models.QuerySet["Line"]):
    def visible_to(self, user: User) -> "LineQuerySet":
        if reads_all_pay(user):
            return self
        return self.filter(statement__in=Statement.objects.visible_to(user).values("pk"))


class Line(models.Model):
    """One credit paid by one component of a plan version, with everything that its explanation needs.

    `slices` holds, for each tier that the credit fell in, [tier, basis, start, end, rate, amount_micro] in the units
    of `compensation.engine`.
    """

    statement = models.ForeignKey(Statement, models.CASCADE, related_name="lines", db_index=False)
    position = models.PositiveIntegerField()
    credit = models.OneToOneField(Credit, models.PROTECT, related_name="line")
    plan_version = models.ForeignKey(PlanVersion, models.PROTECT, related_name="+")
    component = models.CharField(max_length=60)
    credit_minor = models.BigIntegerField()
    before_minor = models.BigIntegerField()
    after_minor = models.BigIntegerField()
    quota_minor = models.BigIntegerField(null=True, blank=True)
    tier_reached = models.PositiveSmallIntegerField()
    slices = models.JSONField()
    rounding = models.CharField(max_length=9)
    pay_minor = models.BigIntegerField()

    objects = LineQuerySet.as_manager()

    class Meta:
        ordering = ["statement", "position"]
        constraints = [
            models.UniqueConstraint(fields=["statement", "position"], name="a_line_position_is_taken_once"),
            models.CheckConstraint(
                condition=Q(after_minor=F("before_minor") + F("credit_minor")), name="a_line_runs_on_from_before"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.statement}, line {self.position}"

    def as_paid(self) -> engine.Line:
        """The line as the engine gave it."""
        return engine.Line(
            ref=self.credit.source_ref,
            component=self.component,
            credit_minor=self.credit_minor,
            before_minor=self.before_minor,
            after_minor=self.after_minor,
            quota_minor=self.quota_minor,
            slices=tuple(_slice(*values) for values in self.slices),
            tier_reached=self.tier_reached,
            rounding=Rounding(self.rounding),
        )


def _slice(
    number: int, basis: str | None, start: int | None, end: int | None, rate: int, amount_micro: int
) -> engine.Slice:
    return engine.Slice(number, None if basis is None else Basis(basis), start, end, rate, amount_micro)
