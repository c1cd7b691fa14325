"""Seals the pay of a run, so that whatever is changed past the triggers is found."""

from django.db import connection

from compensation.models import Run
from compensation.queries.seals import SQL_RUN_SEAL, SQL_SEALS

_STATEMENTS = f"""
    UPDATE compensation_statement AS statement SET seal = sealed.seal
    FROM ({SQL_SEALS} WHERE statement.run_id = %s) AS sealed WHERE statement.id = sealed.statement_id
"""  # noqa: S608 - statements of ours
_RUN = f"SELECT {SQL_RUN_SEAL} FROM compensation_statement AS statement WHERE run_id = %s"  # noqa: S608 - the same


def seal_statements(run: Run) -> str:
    """Writes the seal of every statement of a draft that is being closed; returns the one of the run."""
    with connection.cursor() as cursor:
        cursor.execute(_STATEMENTS, [run.pk])
        cursor.execute(_RUN, [run.pk])
        (seal,) = cursor.fetchone()
    return str(seal)
