"""How this company sells: processes, their versions and stages."""

from django.db import models
from django.db.models import Q

from pipeline.choices import ForecastCategory, StageKind
from pipeline.models.readable import ReadableQuerySet


class Process(models.Model):
    """A way of selling, such as “Enterprise sales process”. Deals run through the stages of one of its versions."""

    name = models.CharField(max_length=100, unique=True)

    objects = ReadableQuerySet.as_manager()

    class Meta:
        ordering = ["name"]
        verbose_name_plural = "processes"

    def __str__(self) -> str:
        return self.name


class ProcessVersion(models.Model):
    """One wording of a process: a draft until `domain.processes` publishes it, then a trigger keeps it, its stages and
    all that those ask for and do as they are. New deals enter the highest published number. `version` rises with every
    change of a draft, also of its stages and rules."""

    process = models.ForeignKey(Process, models.PROTECT, related_name="versions", db_index=False)
    number = models.PositiveIntegerField()
    published_at = models.DateTimeField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1, db_default=1)

    objects = ReadableQuerySet.as_manager()

    class Meta:
        ordering = ["process", "number"]
        constraints = [
            models.UniqueConstraint(fields=["process", "number"], name="a_process_version_number_stands_once")
        ]

    def __str__(self) -> str:
        return f"{self.process}, version {self.number}"


class Stage(models.Model):
    """A step of a process version; `kind` says whether a deal in it is open, won or lost."""

    process_version = models.ForeignKey(ProcessVersion, models.PROTECT, related_name="stages", db_index=False)
    position = models.PositiveSmallIntegerField()
    name = models.CharField(max_length=60)
    kind = models.CharField(max_length=4, choices=StageKind, default=StageKind.OPEN)
    default_probability = models.DecimalField(max_digits=5, decimal_places=4)
    forecast_category = models.CharField(max_length=9, choices=ForecastCategory, default=ForecastCategory.PIPELINE)
    normal_days = models.PositiveSmallIntegerField(null=True, blank=True, help_text="Days that are normal in it.")

    objects = ReadableQuerySet.as_manager()

    class Meta:
        ordering = ["process_version", "position"]
        constraints = [
            models.UniqueConstraint(fields=["process_version", "position"], name="a_stage_position_is_taken_once"),
            models.UniqueConstraint(fields=["process_version", "name"], name="a_stage_name_is_taken_once"),
            models.UniqueConstraint(
                fields=["process_version", "kind"],
                condition=~Q(kind=StageKind.OPEN),
                name="a_process_version_ends_in_one_won_and_one_lost_stage",
            ),
            models.CheckConstraint(condition=Q(kind__in=StageKind.values), name="stage_kind_is_known"),
            models.CheckConstraint(
                condition=Q(forecast_category__in=ForecastCategory.values), name="stage_forecast_category_is_known"
            ),
            models.CheckConstraint(
                condition=Q(default_probability__range=(0, 1)), name="a_stage_probability_is_between_0_and_1"
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def is_open(self) -> bool:
        return self.kind == StageKind.OPEN
