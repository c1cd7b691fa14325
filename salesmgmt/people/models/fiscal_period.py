"""The company's months, quarters and years."""

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeBoundary, RangeOperators
from django.db import models
from django.db.models import F, Func, Q

from salesmgmt.common.period import Period
from salesmgmt.people.choices import PeriodKind
from salesmgmt.people.models.open_rows import OpenRows


class FiscalPeriod(models.Model):
    """The days from `start_date` up to and without `end_date`; of one kind they do not overlap."""

    kind = models.CharField(max_length=8, choices=PeriodKind)
    start_date = models.DateField()
    end_date = models.DateField()
    name = models.CharField(max_length=40)

    objects = OpenRows.as_manager()

    class Meta:
        ordering = ["start_date"]
        constraints = [
            models.CheckConstraint(condition=Q(end_date__gt=F("start_date")), name="a_fiscal_period_has_days"),
            models.CheckConstraint(condition=Q(kind__in=PeriodKind.values), name="fiscal_period_kind_is_known"),
            ExclusionConstraint(
                name="fiscal_periods_of_a_kind_do_not_overlap",
                expressions=[
                    ("kind", RangeOperators.EQUAL),
                    (
                        Func(
                            "start_date",
                            "end_date",
                            RangeBoundary(),
                            function="daterange",
                            output_field=DateRangeField(),
                        ),
                        RangeOperators.OVERLAPS,
                    ),
                ],
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def period(self) -> Period:
        return Period(self.start_date, self.end_date)
