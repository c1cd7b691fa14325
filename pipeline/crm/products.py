"""products.csv: what is sold, at its list price in the company's currency."""

from django.db import connection

from salesmgmt.imports.domain.verdicts import judge
from salesmgmt.imports.registry import Chunk
from salesmgmt.people.models import Company

_ADOPT = """
WITH adopted AS (
    UPDATE pipeline_product product SET external_source = %(source)s, external_id = product.name
    FROM imports_stagedrow staged
    WHERE staged.batch_id = %(batch)s AND staged.file = %(file)s AND staged.verdict = ''
      AND staged.row_no > %(after)s AND staged.row_no <= %(upto)s
      AND product.name = staged.key AND product.external_source = ''
    RETURNING product.id, product.name
)
INSERT INTO imports_importedrow (source, record, external_id, digest, subject_id, subject_version, batch_id)
SELECT %(source)s, %(file)s, name, '', id, 1, %(batch)s FROM adopted
"""
_MERGE = """
WITH merged AS (
    INSERT INTO pipeline_product (name, series, list_price, currency, is_active, external_source, external_id)
    SELECT key, coalesce(values ->> 'series', ''), (values ->> 'sales_price')::numeric, %(currency)s, true,
           %(source)s, key
    FROM imports_stagedrow
    WHERE batch_id = %(batch)s AND file = %(file)s AND row_no > %(after)s AND row_no <= %(upto)s
      AND verdict IN ('NEW', 'CHANGED')
    ON CONFLICT (name) DO UPDATE
    SET series = EXCLUDED.series, list_price = EXCLUDED.list_price, version = pipeline_product.version + 1
    RETURNING id, name
)
INSERT INTO imports_importedrow (source, record, external_id, digest, subject_id, subject_version, batch_id)
SELECT %(source)s, %(file)s, merged.name, staged.digest, merged.id, 1, %(batch)s
FROM merged
JOIN imports_stagedrow staged ON staged.batch_id = %(batch)s AND staged.file = %(file)s AND staged.key = merged.name
    AND staged.verdict IN ('NEW', 'CHANGED')
ON CONFLICT (source, record, external_id)
    DO UPDATE SET digest = EXCLUDED.digest, subject_id = EXCLUDED.subject_id, batch_id = EXCLUDED.batch_id
"""


def check_products(chunk: Chunk) -> None:
    """A product that is here under the same name is the same product."""
    with connection.cursor() as cursor:
        cursor.execute(_ADOPT, chunk.params)
    judge(chunk)


def merge_products(chunk: Chunk) -> None:
    """New prices are facts for new deals only: deals that are here keep theirs."""
    with connection.cursor() as cursor:
        cursor.execute(_MERGE, {**chunk.params, "currency": Company.objects.current().currency})
        merged = cursor.rowcount
    if merged:
        chunk.told.tell("products.imported", rows=merged)
