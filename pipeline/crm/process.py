"""The process whose stages the deals of a CRM export are in."""

from decimal import Decimal

from django.db.models import Count, Q

from pipeline.choices import ForecastCategory, StageKind
from pipeline.crm.files import ENGAGING, LOST, PROSPECTING, WON
from pipeline.domain.processes import StageFacts, publish_process
from pipeline.models import ProcessVersion
from salesmgmt.imports.models import ImportBatch

STAGES = (
    StageFacts(PROSPECTING, default_probability=Decimal("0.10")),
    StageFacts(ENGAGING, default_probability=Decimal("0.50"), forecast_category=ForecastCategory.BEST_CASE),
    StageFacts(WON, StageKind.WON, Decimal(1), ForecastCategory.CLOSED),
    StageFacts(LOST, StageKind.LOST, Decimal(0), ForecastCategory.OMITTED),
)


def crm_process() -> ProcessVersion | None:
    """The latest version of a process that has the four stages with their kinds."""
    named = {
        f"stage_{position}": Count("stages", filter=Q(stages__name=stage.name, stages__kind=stage.kind))
        for position, stage in enumerate(STAGES)
    }
    versions = ProcessVersion.objects.filter(published_at__isnull=False).annotate(**named)
    return versions.filter(**dict.fromkeys(named, 1)).order_by("-number", "-id").first()


def ensure_process(batch: ImportBatch) -> None:
    """Publishes “CRM sales process” unless some process has the stages already."""
    if crm_process() is None:
        publish_process(name="CRM sales process", stages=STAGES, by=batch.started_by, at=batch.created_at)
