"""What is written to a table is written to each of its indexes, so none repeats another."""

import pytest
from django.db import connection

pytestmark = pytest.mark.django_db

THEIRS = ("account", "auth", "django", "knox")
"""Tables that libraries make; theirs stay as they are."""
REPEATED = """
SELECT whole.indrelid::regclass || ': ' || less.indexrelid::regclass || ' begins ' || whole.indexrelid::regclass
FROM pg_index less JOIN pg_index whole ON whole.indrelid = less.indrelid AND whole.indexrelid <> less.indexrelid
JOIN pg_class ON pg_class.oid = less.indrelid
JOIN pg_opclass ON pg_opclass.oid = less.indclass[0]
JOIN pg_am ON pg_am.oid = pg_opclass.opcmethod AND amname = 'btree'
WHERE NOT less.indisunique AND less.indpred IS NULL AND whole.indpred IS NULL AND less.indexprs IS NULL
  AND whole.indkey::text || ' ' LIKE less.indkey::text || ' %%'
  AND whole.indclass::text || ' ' LIKE less.indclass::text || ' %%'
  AND pg_class.relnamespace = 'public'::regnamespace AND split_part(relname, '_', 1) <> ALL (%s)
ORDER BY 1
"""


def test_no_index_begins_another():
    assert _repeated() == []


def test_an_index_that_begins_another_is_named():
    with connection.cursor() as cursor:
        cursor.execute("CREATE INDEX owners_again ON pipeline_deal (owner_id)")
    theirs = ("deals_of_an_owner", "deals_of_an_owner_by_stage")
    assert _repeated() == [f"pipeline_deal: owners_again begins {name}" for name in theirs]


def _repeated() -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute(REPEATED, [list(THEIRS)])
        return [said for (said,) in cursor.fetchall()]
