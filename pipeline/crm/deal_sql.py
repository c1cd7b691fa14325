"""The statements that turn a chunk of staged deals into deals, their versions and lines: LOOK_UP, then MERGE_NEW, and
MERGE_CHANGED where any row has changed. New deals have nothing here that could be in their way, so their statements
need none of the unique indexes that an import into empty tables goes without.

`crm_deals` holds the chunk's new and changed rows with everything resolved; `crm_versions` the dated facts that they
bring. A row's dates are days: a version starts with the first instant of its day in the company's zone (`from_day`),
or with the import where the day is not known. Of a changed row only a stage or day that differs is dated back; any
other change is valid from the import on.

`crm_chunk` holds what the rows say, read from their JSON once, and small tables what each name that they say stands
for, found by scalar queries: the tables that this very import fills have no statistics that a join could go by. All of
these are analyzed, and joined.
"""

REFUSE_DAYS_TO_COME = """
WITH today AS MATERIALIZED (
    SELECT people_day(%(at)s) AS day
), refused AS (
    UPDATE imports_stagedrow SET verdict = 'REFUSED'
    FROM today
    WHERE batch_id = %(batch)s AND file = %(file)s AND row_no > %(after)s AND row_no <= %(upto)s AND verdict = ''
      AND ((values ->> 'engage_date')::date > day
           OR ((values ->> 'close_date')::date > day AND values ->> 'deal_stage' IN ('Won', 'Lost')))
    RETURNING row_no, values,
              CASE WHEN (values ->> 'engage_date')::date > day THEN 'engage_date' ELSE 'close_date' END AS name
)
INSERT INTO imports_importrefusal (batch_id, file, row_no, field, value, reason, way_out, suggestion)
SELECT %(batch)s, %(file)s, row_no, name, values ->> name, (values ->> name) || ' has not come yet',
       'correct the day, or leave the deal open', ''
FROM refused
"""

_CHUNK = """
CREATE TEMP TABLE crm_chunk ON COMMIT DROP AS
SELECT key, digest, verdict, values ->> 'sales_agent' AS agent, values ->> 'product' AS product,
       values ->> 'account' AS account, values ->> 'deal_stage' AS stage, (values ->> 'close_value')::numeric AS amount,
       (values ->> 'engage_date')::date AS engage_date, (values ->> 'close_date')::date AS close_date,
       CASE WHEN verdict = 'CHANGED' THEN (
           SELECT subject_id FROM imports_importedrow
           WHERE source = %(source)s AND record = %(file)s AND external_id = staged.key
       ) END AS deal_id
FROM imports_stagedrow staged
WHERE batch_id = %(batch)s AND file = %(file)s AND row_no > %(after)s AND row_no <= %(upto)s
  AND verdict IN ('NEW', 'CHANGED')
"""
_OWNERS = """
CREATE TEMP TABLE crm_owners ON COMMIT DROP AS
SELECT agent AS said, (SELECT subject_id FROM imports_importedrow
                       WHERE source = %(source)s AND record = 'person' AND external_id = agent) AS id
FROM (SELECT DISTINCT agent FROM crm_chunk) named
"""
_PRODUCTS = """
CREATE TEMP TABLE crm_products ON COMMIT DROP AS
SELECT said, id, name, list_price FROM pipeline_product JOIN (
    SELECT product AS said, (SELECT subject_id FROM imports_importedrow
                             WHERE source = %(source)s AND record = 'products' AND external_id = product) AS known_id
    FROM (SELECT DISTINCT product FROM crm_chunk) named
) known ON id = known_id
"""
_ACCOUNTS = """
CREATE TEMP TABLE crm_accounts ON COMMIT DROP AS
SELECT said, id, name FROM pipeline_account JOIN (
    SELECT account AS said, (SELECT subject_id FROM imports_importedrow
                             WHERE source = %(source)s AND record = 'accounts' AND external_id = account) AS known_id
    FROM (SELECT DISTINCT account FROM crm_chunk) named
) known ON id = known_id
"""

_DEALS = """
CREATE TEMP TABLE crm_deals ON COMMIT DROP AS
SELECT facts.*,
       CASE WHEN NOT redated THEN %(at)s
            WHEN state <> 'OPEN' THEN close_date::timestamp AT TIME ZONE %(zone)s
            WHEN stage_name = %(engaging)s AND engage_date IS NOT NULL
                THEN engage_date::timestamp AT TIME ZONE %(zone)s
            ELSE %(at)s END AS since_at,
       CASE WHEN redated AND state <> 'OPEN' AND engage_date < close_date
            THEN engage_date::timestamp AT TIME ZONE %(zone)s END AS engaged_at
FROM (
    SELECT chunk.key, chunk.digest, chunk.verdict, coalesce(chunk.deal_id, nextval(%(deal_numbers)s)) AS deal_id,
           owner.id AS owner_id, product.id AS product_id, product.list_price, account.id AS account_id,
           stage.id AS stage_id, stage.name AS stage_name, stage.kind AS state, stage.forecast_category AS category,
           chunk.amount, chunk.engage_date, chunk.close_date,
           left(coalesce(account.name, 'Unknown account') || ', ' || product.name, 200) AS name,
           before.close_date AS close_date_before, before.owner_id AS owner_before,
           before.id IS NULL OR before.stage_id <> stage.id
               OR before.started_date IS DISTINCT FROM chunk.engage_date
               OR (stage.kind <> 'OPEN' AND before.close_date IS DISTINCT FROM chunk.close_date) AS redated
    FROM crm_chunk chunk
    JOIN crm_products product ON product.said = chunk.product
    JOIN crm_owners owner ON owner.said = chunk.agent
    JOIN pipeline_stage stage ON stage.process_version_id = %(process)s AND stage.name = chunk.stage
    LEFT JOIN crm_accounts account ON account.said = chunk.account
    LEFT JOIN pipeline_deal before ON before.id = chunk.deal_id
) facts
"""

_NEW_DEALS = """
INSERT INTO pipeline_deal (id, name, account_id, owner_id, stage_id, state, amount, list_amount, currency,
                           forecast_category, started_date, close_date, stage_entered_at, next_step,
                           external_source, external_id, version, created_at)
SELECT deal_id, name, account_id, owner_id, stage_id, state, amount, list_price, %(currency)s,
       category, engage_date, close_date, since_at, '', %(source)s, key, 1, %(at)s
FROM crm_deals WHERE verdict = 'NEW' ORDER BY deal_id
"""

_CHANGED_DEALS = """
UPDATE pipeline_deal deal
SET name = crm_deals.name, account_id = crm_deals.account_id, owner_id = crm_deals.owner_id,
    stage_id = crm_deals.stage_id, state = crm_deals.state, amount = crm_deals.amount,
    list_amount = crm_deals.list_price, forecast_category = crm_deals.category,
    started_date = crm_deals.engage_date, close_date = crm_deals.close_date,
    stage_entered_at = CASE WHEN redated THEN since_at ELSE deal.stage_entered_at END, version = deal.version + 1
FROM crm_deals WHERE crm_deals.verdict = 'CHANGED' AND deal.id = crm_deals.deal_id
"""

_VERSIONS = """
CREATE TEMP TABLE crm_versions ON COMMIT DROP AS
SELECT verdict, deal_id, engaged_at AS valid_from, since_at AS valid_to, true AS from_day, engaging.id AS stage_id,
       owner_id, NULL::numeric AS amount, list_price, NULL::date AS close_date, engaging.forecast_category AS category
FROM crm_deals
JOIN pipeline_stage engaging ON engaging.process_version_id = %(process)s AND engaging.name = %(engaging)s
WHERE engaged_at IS NOT NULL
UNION ALL
SELECT verdict, deal_id, since_at, NULL, since_at <> %(at)s, stage_id, owner_id, amount, list_price,
       close_date, category
FROM crm_deals
"""

_TAKEN_BACK = """
UPDATE pipeline_dealversion version
SET undone_by_id = %(by)s,
    valid_to = coalesce(version.valid_to, greatest(%(at)s, version.valid_from + interval '1 microsecond'))
FROM (SELECT deal_id, min(valid_from) AS first_at FROM crm_versions
      WHERE verdict = 'CHANGED' GROUP BY deal_id) coming
WHERE version.deal_id = coming.deal_id AND version.undone_by_id IS NULL AND version.valid_from >= coming.first_at
"""

_CUT_OFF = """
UPDATE pipeline_dealversion version SET valid_to = coming.first_at
FROM (SELECT deal_id, min(valid_from) AS first_at FROM crm_versions
      WHERE verdict = 'CHANGED' GROUP BY deal_id) coming
WHERE version.deal_id = coming.deal_id AND version.undone_by_id IS NULL
  AND version.valid_from < coming.first_at AND (version.valid_to IS NULL OR version.valid_to > coming.first_at)
"""

_HISTORY = """
INSERT INTO pipeline_dealversion (deal_id, valid_from, valid_to, from_day, stage_id, owner_id, amount, list_amount,
                                  close_date, forecast_category, recorded_at, has_step, paused_until)
SELECT deal_id, valid_from, valid_to, from_day, stage_id, owner_id, amount, list_price, close_date, category, %(at)s,
       {said}
FROM crm_versions WHERE verdict = '{verdict}' ORDER BY deal_id, valid_from
"""
_NOTHING_NEXT = "false, NULL::date"
_AS_HERE = """(SELECT next_step <> '' FROM pipeline_deal WHERE id = deal_id),
       (SELECT paused_until FROM pipeline_deal WHERE id = deal_id)"""
_OF_HISTORY = """
ON CONFLICT (deal_id, valid_from) DO UPDATE
SET valid_to = EXCLUDED.valid_to, from_day = EXCLUDED.from_day, stage_id = EXCLUDED.stage_id,
    owner_id = EXCLUDED.owner_id, amount = EXCLUDED.amount, list_amount = EXCLUDED.list_amount,
    close_date = EXCLUDED.close_date, forecast_category = EXCLUDED.forecast_category,
    recorded_at = EXCLUDED.recorded_at, has_step = EXCLUDED.has_step, paused_until = EXCLUDED.paused_until,
    undone_by_id = NULL
"""

_LINES = """
INSERT INTO pipeline_dealline (deal_id, position, product_id, quantity, unit_price, discount_rate)
SELECT deal_id, 1, product_id, 1, CASE WHEN state = 'WON' THEN amount ELSE list_price END, 0
FROM crm_deals WHERE verdict = '{verdict}' ORDER BY deal_id
"""
_OF_LINES = """
ON CONFLICT (deal_id, position) DO UPDATE
SET product_id = EXCLUDED.product_id, unit_price = EXCLUDED.unit_price
"""

_REMEMBERED = """
INSERT INTO imports_importedrow (source, record, external_id, digest, subject_id, subject_version, batch_id)
SELECT %(source)s, %(file)s, key, digest, deal_id, 1, %(batch)s
FROM crm_deals WHERE verdict = 'NEW' ORDER BY deal_id
"""
_REMEMBERED_ANEW = """
UPDATE imports_importedrow known
SET digest = crm_deals.digest, subject_version = deal.version, batch_id = %(batch)s
FROM crm_deals JOIN pipeline_deal deal ON deal.id = crm_deals.deal_id
WHERE crm_deals.verdict = 'CHANGED'
  AND known.source = %(source)s AND known.record = %(file)s AND known.external_id = crm_deals.key
"""

LOOK_UP = (
    "DROP TABLE IF EXISTS crm_chunk, crm_owners, crm_products, crm_accounts, crm_deals, crm_versions",
    _CHUNK,
    _OWNERS,
    _PRODUCTS,
    _ACCOUNTS,
    "ANALYZE crm_chunk, crm_owners, crm_products, crm_accounts",
    _DEALS,
    _VERSIONS,
)
MERGE_NEW = (_NEW_DEALS, _HISTORY.format(verdict="NEW", said=_NOTHING_NEXT), _LINES.format(verdict="NEW"), _REMEMBERED)
MERGE_CHANGED = (
    "ANALYZE crm_deals, crm_versions",
    _CHANGED_DEALS,
    _TAKEN_BACK,
    _CUT_OFF,
    _HISTORY.format(verdict="CHANGED", said=_AS_HERE) + _OF_HISTORY,
    _LINES.format(verdict="CHANGED") + _OF_LINES,
    _REMEMBERED_ANEW,
)

# The half-open days over which histories are others now: of a deal that is given away its whole one is.
_DAYS_OF_NEW = """
SELECT people_day(min(valid_from)), people_day(max(valid_from)) + 1 FROM crm_versions
"""
_DAYS_OF_CHANGED = """
SELECT people_day(min(at)), people_day(max(at)) + 1 FROM (
    SELECT valid_from AS at FROM crm_versions
    UNION ALL
    SELECT version.valid_from
    FROM (SELECT deal_id, coalesce(engaged_at, since_at) AS first_at, owner_id <> owner_before AS is_given
          FROM crm_deals WHERE verdict = 'CHANGED') AS coming
    JOIN pipeline_dealversion version ON version.deal_id = coming.deal_id
    WHERE is_given OR version.valid_from >= first_at
) AS spanned
"""


def days_of_history(*, is_changed: bool) -> str:
    """Asked after the merge."""
    return _DAYS_OF_CHANGED if is_changed else _DAYS_OF_NEW


SUMMARY = """
SELECT count(*) FILTER (WHERE verdict = 'NEW'), count(*) FILTER (WHERE verdict = 'CHANGED'),
       least(min(close_date), min(close_date_before)),
       greatest(max(close_date), max(close_date_before)) + 1
FROM crm_deals
"""
