"""Opens the fiscal years that imported deals fall in, so that pay and figures have their periods."""

from datetime import date

from django.db.models import Max, Min

from pipeline.crm.files import SALES_PIPELINE
from pipeline.models import Deal
from salesmgmt.common.period import add_months, year_of
from salesmgmt.imports.models import ImportBatch, ImportedRow
from salesmgmt.people.domain.fiscal_periods import open_fiscal_year
from salesmgmt.people.models import Company


def open_years(batch: ImportBatch, record: str = SALES_PIPELINE.name) -> None:
    """Every year from the first start to the last close of the batch's deals; years that are open stay as they are."""
    changed = ImportedRow.objects.filter(batch=batch, record=record).values("subject_id")
    days = Deal.objects.filter(pk__in=changed).aggregate(Min("started_date"), Min("close_date"), Max("close_date"))
    known = [day for day in days.values() if day is not None]
    if not known:
        return
    for day in _years(min(known), max(known), Company.objects.current().fiscal_year_start):
        open_fiscal_year(day=day, by=batch.started_by, at=batch.created_at)


def _years(first: date, last: date, fiscal_year_start: int) -> list[date]:
    day = year_of(first, fiscal_year_start=fiscal_year_start).start
    starts = []
    while day <= last:
        starts.append(day)
        day = add_months(day, 12)
    return starts
