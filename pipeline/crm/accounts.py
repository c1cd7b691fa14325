"""accounts.csv: companies, with their parents in a second pass because a parent may stand further down."""

from django.db import connection

from pipeline.crm.names import refuse_unknown_names
from pipeline.models import Account
from salesmgmt.imports.domain.changed_here import refuse_changed_here
from salesmgmt.imports.domain.verdicts import judge
from salesmgmt.imports.registry import Chunk
from salesmgmt.people.models import Company

_ADOPT = """
WITH once AS (
    SELECT min(account.id) AS id, account.name
    FROM pipeline_account account
    JOIN imports_stagedrow staged ON staged.key = account.name
    WHERE staged.batch_id = %(batch)s AND staged.file = %(file)s AND staged.verdict = ''
      AND staged.row_no > %(after)s AND staged.row_no <= %(upto)s AND account.external_source = ''
      AND NOT EXISTS (
          SELECT 1 FROM imports_importedrow known
          WHERE known.source = %(source)s AND known.record = %(file)s AND known.external_id = account.name
      )
    GROUP BY account.name HAVING count(*) = 1
), adopted AS (
    UPDATE pipeline_account account SET external_source = %(source)s, external_id = account.name
    FROM once WHERE account.id = once.id
    RETURNING account.id, account.name, account.version
)
INSERT INTO imports_importedrow (source, record, external_id, digest, subject_id, subject_version, batch_id)
SELECT %(source)s, %(file)s, name, '', id, version, %(batch)s FROM adopted
"""
_ROWS = """
WITH facts AS (
    SELECT staged.key, staged.digest, staged.verdict,
           (SELECT subject_id FROM imports_importedrow
            WHERE source = %(source)s AND record = %(file)s AND external_id = staged.key) AS subject_id,
           coalesce(values ->> 'sector', '') AS sector,
           (values ->> 'year_established')::int AS founded_year,
           (values ->> 'revenue')::numeric * 1000000 AS revenue_amount,
           CASE WHEN values ->> 'revenue' IS NULL THEN '' ELSE %(currency)s END AS revenue_currency,
           (values ->> 'employees')::int AS employee_count,
           coalesce(values ->> 'office_location', '') AS country
    FROM imports_stagedrow staged
    WHERE staged.batch_id = %(batch)s AND staged.file = %(file)s
      AND staged.row_no > %(after)s AND staged.row_no <= %(upto)s AND staged.verdict IN ('NEW', 'CHANGED')
)"""
_INSERT = f"""{_ROWS}, made AS (
    INSERT INTO pipeline_account (name, sector, founded_year, revenue_amount, revenue_currency, employee_count,
                                  country, external_source, external_id, version)
    SELECT key, sector, founded_year, revenue_amount, revenue_currency, employee_count, country, %(source)s, key, 1
    FROM facts WHERE verdict = 'NEW'
    RETURNING id, external_id
)
INSERT INTO imports_importedrow (source, record, external_id, digest, subject_id, subject_version, batch_id)
SELECT %(source)s, %(file)s, facts.key, facts.digest, made.id, 1, %(batch)s
FROM made JOIN facts ON facts.key = made.external_id
"""  # noqa: S608 - both parts are constants
_UPDATE = f"""{_ROWS}, changed AS (
    UPDATE pipeline_account account
    SET sector = facts.sector, founded_year = facts.founded_year, revenue_amount = facts.revenue_amount,
        revenue_currency = facts.revenue_currency, employee_count = facts.employee_count, country = facts.country,
        version = account.version + 1
    FROM facts WHERE facts.verdict = 'CHANGED' AND account.id = facts.subject_id
    RETURNING account.id, account.version, facts.key, facts.digest
)
UPDATE imports_importedrow known
SET digest = changed.digest, subject_version = changed.version, batch_id = %(batch)s
FROM changed
WHERE known.source = %(source)s AND known.record = %(file)s AND known.external_id = changed.key
"""  # noqa: S608 - both parts are constants
_PARENTS = """
UPDATE pipeline_account account SET parent_id = named.parent_id
FROM (
    SELECT (SELECT subject_id FROM imports_importedrow
            WHERE source = %(source)s AND record = %(file)s AND external_id = staged.key) AS account_id,
           (SELECT subject_id FROM imports_importedrow
            WHERE source = %(source)s AND record = %(file)s
              AND external_id = staged.values ->> 'subsidiary_of') AS parent_id
    FROM imports_stagedrow staged
    WHERE staged.batch_id = %(batch)s AND staged.file = %(file)s
      AND staged.row_no > %(after)s AND staged.row_no <= %(upto)s AND staged.verdict IN ('NEW', 'CHANGED')
) named
WHERE account.id = named.account_id AND account.parent_id IS DISTINCT FROM named.parent_id
"""


def check_accounts(chunk: Chunk) -> None:
    """An account that is here once under the same name, entered by hand, is the same account."""
    refuse_unknown_names(chunk, "subsidiary_of")
    with connection.cursor() as cursor:
        cursor.execute(_ADOPT, chunk.params)
    judge(chunk)
    refuse_changed_here(chunk, Account, "account")


def merge_accounts(chunk: Chunk) -> None:
    refuse_changed_here(chunk, Account, "account", lock=True)
    params = {**chunk.params, "currency": Company.objects.current().currency}
    with connection.cursor() as cursor:
        cursor.execute(_INSERT, params)
        created = cursor.rowcount
        cursor.execute(_UPDATE, params)
        changed = cursor.rowcount
    if created or changed:
        chunk.told.tell("accounts.imported", created=created, changed=changed)


def link_parents(chunk: Chunk) -> None:
    """Hangs accounts under the parents that the file names."""
    with connection.cursor() as cursor:
        cursor.execute(_PARENTS, chunk.params)
