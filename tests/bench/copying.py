"""`python -m tests.bench.copying PREFIX`: seconds that COPY takes to bring the deals whose external ids start so,
their versions and their lines, into empty tables like ours that get our indexes and constraints afterwards.

The least that an import of them could cost.
"""

import os
import sys
import time
from tempfile import TemporaryDirectory

import psycopg

ROWS = {
    "pipeline_deal": "SELECT * FROM pipeline_deal WHERE external_id LIKE %s",
    "pipeline_dealversion": (
        "SELECT version.* FROM pipeline_dealversion version "
        "JOIN pipeline_deal deal ON deal.id = deal_id WHERE external_id LIKE %s"
    ),
    "pipeline_dealline": (
        "SELECT line.* FROM pipeline_dealline line JOIN pipeline_deal deal ON deal.id = deal_id "
        "WHERE external_id LIKE %s"
    ),
}
_INDEXES = "SELECT pg_get_indexdef(indexrelid) FROM pg_index WHERE indrelid = %s::regclass"
_CONSTRAINTS = """
SELECT pg_get_constraintdef(oid) FROM pg_constraint
WHERE conrelid = %s::regclass AND contype IN ('c', 'f') ORDER BY contype
"""
_COLUMNS = """
SELECT string_agg(quote_ident(attname), ', ' ORDER BY attnum) FROM pg_attribute
WHERE attrelid = %s::regclass AND attnum > 0 AND NOT attisdropped AND attgenerated = ''
"""


def main() -> None:
    with psycopg.connect(os.environ["DATABASE_URL"]) as connection, TemporaryDirectory() as folder:
        columns = {table: connection.execute(_COLUMNS, [table]).fetchone()[0] for table in ROWS}
        for table, query in ROWS.items():
            rows = f"SELECT {columns[table]} FROM ({query}) rows"
            copied = connection.cursor().copy(f"COPY ({rows}) TO STDOUT", [f"{sys.argv[1]}%"])
            with open(f"{folder}/{table}", "wb") as file, copied as copy:
                file.writelines(copy)
        connection.execute("CREATE SCHEMA copied")
        started = time.perf_counter()
        for table in ROWS:
            _copy(connection, table, columns[table], f"{folder}/{table}")
        connection.commit()
        print(time.perf_counter() - started)


def _copy(connection: psycopg.Connection, table: str, columns: str, path: str) -> None:
    connection.execute(f"CREATE TABLE copied.{table} (LIKE {table} INCLUDING GENERATED)")
    copying = connection.cursor().copy(f"COPY copied.{table} ({columns}) FROM STDIN")
    with open(path, "rb") as file, copying as copy:
        while data := file.read(1 << 20):
            copy.write(data)
    for (index,) in connection.execute(_INDEXES, [table]).fetchall():
        connection.execute(index.replace(f" ON public.{table} ", f" ON copied.{table} "))
    for (constraint,) in connection.execute(_CONSTRAINTS, [table]).fetchall():
        connection.execute(f"ALTER TABLE copied.{table} ADD {constraint}")


if __name__ == "__main__":
    main()
