"""What is left to do when the last row of an export has landed."""

from django.db import connection

from pipeline.crm.years import open_years
from pipeline.models import Account, Deal, DealLine, DealVersion
from salesmgmt.imports.models import ImportBatch


def end_import(batch: ImportBatch) -> None:
    """Opens the years that the deals closed in, and tells the planner what the tables hold now.

    Autovacuum would look at them a minute later; until then a figure could be planned as if they were empty.
    """
    open_years(batch)
    tables = ", ".join(model._meta.db_table for model in (Account, Deal, DealVersion, DealLine))
    with connection.cursor() as cursor:
        cursor.execute(f"ANALYZE {tables}")
