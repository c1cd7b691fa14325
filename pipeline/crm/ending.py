"""What is left to do when the last row of an export has landed."""

from pipeline.crm.years import open_years
from pipeline.models import Account, Deal, DealLine, DealVersion
from salesmgmt.imports.domain.statistics import refresh_statistics
from salesmgmt.imports.models import ImportBatch, ImportedRow


def end_import(batch: ImportBatch) -> None:
    """Tells the planner what the tables hold now, so that nothing is planned as if they were empty, and opens the years
    that the deals closed in."""
    refresh_statistics(Account, Deal, DealVersion, DealLine, ImportedRow)
    open_years(batch)
