"""The company that uses the product: one row."""

from datetime import date, datetime

from django.db import models

from salesmgmt.common.period import day_of
from salesmgmt.people.models.open_rows import OpenRows
from salesmgmt.people.validators import validate_currency, validate_zone


class CompanyManager(models.Manager.from_queryset(OpenRows)):  # type: ignore[misc]
    def current(self) -> "Company":
        """The one row. Raises Company.DoesNotExist before the company is founded."""
        return self.get()


class Company(models.Model):
    """The one company of this database; `domain.founding` makes it, `domain.company` changes it.

    Facts, pay and periods are judged in `zone`; `currency` is what figures add up in.
    """

    name = models.CharField(max_length=200)
    currency = models.CharField(max_length=3, validators=[validate_currency])
    zone = models.CharField(max_length=64, validators=[validate_zone])
    fiscal_year_start = models.PositiveSmallIntegerField(default=1, help_text="Month in which the fiscal year starts.")
    managers_see_pay = models.BooleanField(
        default=False, help_text="Managers read plans and statements of their own line."
    )

    objects = CompanyManager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=models.Q(id=1), name="there_is_one_company"),
            models.CheckConstraint(condition=models.Q(currency__regex="^[A-Z]{3}$"), name="company_currency_is_iso"),
            models.CheckConstraint(
                condition=models.Q(fiscal_year_start__range=(1, 12)), name="fiscal_year_starts_in_a_month"
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def day_of(self, instant: datetime) -> date:
        """The day that an instant falls on in the company's zone."""
        return day_of(instant, self.zone)
