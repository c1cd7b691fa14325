"""What is left to do when the last row of an export has landed."""

from pipeline.crm.years import open_years
from pipeline.models import Account, Deal, DealLine, DealVersion
from salesmgmt.imports.domain.statistics import refresh_statistics
from salesmgmt.imports.models import ImportBatch


def end_import(batch: ImportBatch) -> None:
    """Opens the years that the deals closed in, and tells the planner what the tables hold now, so that figures are not
    planned as if they were empty."""
    open_years(batch)
    refresh_statistics(Account, Deal, DealVersion, DealLine)
