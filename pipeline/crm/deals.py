"""sales_pipeline.csv: deals with their dated history, merged in sets."""

from dataclasses import asdict, dataclass
from datetime import date

from django.db import connection

from pipeline.crm import deal_sql as sql
from pipeline.crm.files import ENGAGING
from pipeline.crm.names import refuse_unknown_names
from pipeline.crm.process import crm_process
from pipeline.models import Deal
from salesmgmt.imports.domain.changed_here import refuse_changed_here
from salesmgmt.imports.domain.verdicts import judge
from salesmgmt.imports.registry import Chunk
from salesmgmt.people.models import Company


def check_deals(chunk: Chunk) -> None:
    refuse_unknown_names(chunk, "sales_agent", "product", "account")
    with connection.cursor() as cursor:
        cursor.execute(sql.REFUSE_DAYS_TO_COME, chunk.params)
    judge(chunk)
    refuse_changed_here(chunk, Deal, "opportunity_id")


def merge_deals(chunk: Chunk) -> None:
    """Writes the chunk's new and changed deals, and says how many and over which close dates."""
    refuse_changed_here(chunk, Deal, "opportunity_id", lock=True)
    company, process = Company.objects.current(), crm_process()
    assert process is not None, "prepare has published the process"
    params = {
        **chunk.params,
        "process": process.pk,
        "engaging": ENGAGING,
        "zone": company.zone,
        "currency": company.currency,
    }
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_get_serial_sequence(%s, 'id')", [Deal._meta.db_table])
        (params["deal_numbers"],) = cursor.fetchone()
        for statement in sql.LOOK_UP:
            cursor.execute(statement, params)
        cursor.execute(sql.SUMMARY)
        done = Merged(*cursor.fetchone())
        for statement in (*sql.MERGE_NEW, *(sql.MERGE_CHANGED if done.changed else ())):
            cursor.execute(statement, params)
        cursor.execute(sql.days_of_history(is_changed=bool(done.changed)))
        history_from, history_to = cursor.fetchone()
    if done.created or done.changed:
        chunk.told.tell("deals.imported", **asdict(done), history_from=history_from, history_to=history_to)


@dataclass(frozen=True, slots=True)
class Merged:
    """What a chunk did. The days span the close dates that its deals have now and had before, half-open."""

    created: int
    changed: int
    close_from: date | None
    close_to: date | None
