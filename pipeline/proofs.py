"""What must hold of deals, their history and shares, and of orders."""

from pipeline.queries.stage_odds import COUNTED
from salesmgmt.common.money import decimals_sql
from salesmgmt.common.proof import by_sql

by_sql(
    name="pipeline.deals_stand_as_their_current_version",
    rule="A deal's stage, owner, amounts, day, category, step and rest are those of its one current version.",
    rows="SELECT count(*) FROM pipeline_deal",
    differences="""
        SELECT 'deal ' || deal.id,
               concat_ws(', ', 'stage ' || deal.stage_id, 'owner ' || deal.owner_id, 'amount ' || deal.amount,
                         'list ' || deal.list_amount, 'day ' || deal.close_date, deal.forecast_category,
                         CASE WHEN deal.next_step <> '' THEN 'a step' END, 'until ' || deal.paused_until),
               coalesce(concat_ws(', ', 'stage ' || was.stage_id, 'owner ' || was.owner_id, 'amount ' || was.amount,
                                  'list ' || was.list_amount, 'day ' || was.close_date, was.forecast_category,
                                  CASE WHEN was.has_step THEN 'a step' END, 'until ' || was.paused_until), '')
        FROM pipeline_deal AS deal
        LEFT JOIN pipeline_dealversion AS was
            ON was.deal_id = deal.id AND was.valid_to IS NULL AND was.undone_by_id IS NULL
        WHERE (deal.stage_id, deal.owner_id, deal.amount, deal.list_amount, deal.close_date, deal.forecast_category,
               deal.next_step <> '', deal.paused_until)
            IS DISTINCT FROM
            (was.stage_id, was.owner_id, was.amount, was.list_amount, was.close_date, was.forecast_category,
             was.has_step, was.paused_until)
    """,
)

by_sql(
    name="pipeline.deals_are_open_won_or_lost_as_their_stage",
    rule="A deal is open, won or lost as the stage that it stands in.",
    rows="SELECT count(*) FROM pipeline_deal",
    differences="""
        SELECT 'deal ' || deal.id, deal.state, stage.kind
        FROM pipeline_deal AS deal JOIN pipeline_stage AS stage ON stage.id = deal.stage_id
        WHERE deal.state <> stage.kind
    """,
)

by_sql(
    name="pipeline.versions_follow_each_other",
    rule="A version of a deal that counts lasts until the next one begins: no overlap, no gap.",
    rows="SELECT count(*) FROM pipeline_dealversion",
    differences="""
        SELECT 'version ' || id || ' of deal ' || deal_id, 'until ' || coalesce(valid_to::text, 'now'),
               'until ' || coalesce(next_from::text, 'now')
        FROM (
            SELECT id, deal_id, valid_to,
                   lead(valid_from) OVER (PARTITION BY deal_id ORDER BY valid_from) AS next_from
            FROM pipeline_dealversion WHERE undone_by_id IS NULL
        ) AS version
        WHERE valid_to IS DISTINCT FROM next_from
        UNION ALL
        SELECT 'version ' || id || ' of deal ' || deal_id, 'taken back and current', 'taken back and ended'
        FROM pipeline_dealversion WHERE undone_by_id IS NOT NULL AND valid_to IS NULL
    """,
)

by_sql(
    name="pipeline.stays_are_visits_of_the_versions_that_count",
    rule="Each version that came to another stage has its stay, which says how long that and earlier ones lasted.",
    rows="SELECT count(*) FROM pipeline_stagestay",
    differences="""
        WITH version AS (
            SELECT id, deal_id, stage_id, valid_from,
                   count(*) FILTER (WHERE came IS DISTINCT FROM stage_id)
                       OVER (PARTITION BY deal_id ORDER BY valid_from) AS visit
            FROM (
                SELECT *, lag(stage_id) OVER (PARTITION BY deal_id ORDER BY valid_from) AS came
                FROM pipeline_dealversion WHERE undone_by_id IS NULL
            ) AS counted
        ), visits AS (
            SELECT DISTINCT ON (deal_id, visit) id, deal_id, stage_id, valid_from AS entered_at, visit
            FROM version ORDER BY deal_id, visit, valid_from
        ), ended AS (
            SELECT visit.*, next.entered_at AS left_at
            FROM visits AS visit
            LEFT JOIN visits AS next ON next.deal_id = visit.deal_id AND next.visit = visit.visit + 1
        ), wanted AS (
            SELECT one.id, one.deal_id, one.stage_id, one.entered_at, one.left_at, min(other.entered_at) AS first_at,
                   CASE WHEN one.left_at IS NOT NULL
                        THEN sum(other.left_at - other.entered_at) FILTER (WHERE other.visit <= one.visit) END AS stood,
                   min(other.left_at) FILTER (WHERE other.visit > one.visit) AS again_left_at
            FROM ended AS one JOIN ended AS other ON other.deal_id = one.deal_id AND other.stage_id = one.stage_id
            GROUP BY one.id, one.deal_id, one.stage_id, one.entered_at, one.left_at, one.visit
        ), told AS (
            SELECT version_id AS id, deal_id, stage_id, entered_at, left_at, first_at, stood, again_left_at
            FROM pipeline_stagestay
        )
        SELECT 'stay ' || coalesce(told.id, wanted.id), coalesce(to_jsonb(told)::text, 'none'),
               coalesce(to_jsonb(wanted)::text, 'none')
        FROM told FULL JOIN wanted USING (id)
        WHERE (told.deal_id, told.stage_id, told.entered_at, told.left_at, told.first_at, told.stood,
               told.again_left_at)
            IS DISTINCT FROM (wanted.deal_id, wanted.stage_id, wanted.entered_at, wanted.left_at, wanted.first_at,
                              wanted.stood, wanted.again_left_at)
    """,
)

by_sql(
    name="pipeline.shares_sum_to_the_whole",
    rule="The shares of a deal in one role sum to 10,000 basis points.",
    rows="SELECT count(*) FROM pipeline_dealsplit",
    differences="""
        SELECT 'deal ' || deal_id || ' in role ' || role, sum(share_bp)::text, '10000'
        FROM pipeline_dealsplit GROUP BY deal_id, role HAVING sum(share_bp) <> 10000
    """,
)

by_sql(
    name="pipeline.orders_repeat_earlier_orders_of_their_account",
    rule="An order that repeats one repeats an earlier order of the same account.",
    rows="SELECT count(*) FROM pipeline_order WHERE repeat_of_id IS NOT NULL",
    differences="""
        SELECT 'order ' || later.id, format('account %s on %s', later.account_id, later.ordered_at),
               format('account %s after %s', earlier.account_id, earlier.ordered_at)
        FROM pipeline_order AS later JOIN pipeline_order AS earlier ON earlier.id = later.repeat_of_id
        WHERE earlier.account_id <> later.account_id OR earlier.ordered_at >= later.ordered_at
    """,
)

# A deal's order has the amount that was agreed, whatever its lines cost, and so has one that orders the same again.
by_sql(
    name="pipeline.orders_cost_what_their_lines_do",
    rule="An order costs what its lines do, rounded once, or what was agreed for its deal or the order it repeats.",
    rows="SELECT count(*) FROM pipeline_orderline",
    differences=f"""
        WITH priced AS (
            SELECT orders.id, orders.deal_id, orders.repeat_of_id, orders.amount,
                   sum(line.quantity * line.price) AS cost,
                   0.5 * 10.0 ^ -({decimals_sql("orders.currency")}) AS rounding
            FROM pipeline_order AS orders JOIN pipeline_orderline AS line ON line.order_id = orders.id
            GROUP BY orders.id
        )
        SELECT 'order ' || priced.id, priced.amount::text, trim_scale(priced.cost)::text
        FROM priced LEFT JOIN priced AS earlier ON earlier.id = priced.repeat_of_id
        WHERE priced.deal_id IS NULL AND abs(priced.amount - priced.cost) > priced.rounding
          AND (priced.amount, priced.cost) IS DISTINCT FROM (earlier.amount, earlier.cost)
    """,  # noqa: S608 - a table of currencies
)

by_sql(
    name="pipeline.invoices_stand_as_what_was_paid_and_credited",
    rule="An invoice says what was credited, received and returned as its credit notes, payments and refunds do.",
    rows="SELECT count(*) FROM pipeline_invoice",
    differences="""
        WITH paid AS (
            SELECT payment.invoice_id, sum(payment.amount) AS received, sum(payment.refunded_amount) AS returned
            FROM pipeline_payment AS payment GROUP BY payment.invoice_id
        ), credited AS (
            SELECT invoice_id, sum(amount) AS credited FROM pipeline_creditnote GROUP BY invoice_id
        )
        SELECT 'invoice ' || invoice.id,
               concat_ws(', ', invoice.credited_amount, invoice.received_amount, invoice.returned_amount),
               concat_ws(', ', coalesce(credited, 0), coalesce(received, 0), coalesce(returned, 0))
        FROM pipeline_invoice AS invoice
        LEFT JOIN paid ON paid.invoice_id = invoice.id LEFT JOIN credited ON credited.invoice_id = invoice.id
        WHERE (invoice.credited_amount, invoice.received_amount, invoice.returned_amount)
            IS DISTINCT FROM (coalesce(credited, 0), coalesce(received, 0), coalesce(returned, 0))
        UNION ALL
        SELECT 'payment ' || payment.id, payment.refunded_amount::text, coalesce(refund.amount, 0)::text
        FROM pipeline_payment AS payment
        LEFT JOIN (SELECT payment_id, sum(amount) AS amount FROM pipeline_refund GROUP BY payment_id) AS refund
            ON refund.payment_id = payment.id
        WHERE payment.refunded_amount <> coalesce(refund.amount, 0)
    """,
)

by_sql(
    name="pipeline.orders_stand_as_invoiced_and_cancelled",
    rule="An order says what is invoiced and cancelled of it as its invoices and cancellations do.",
    rows="SELECT count(*) FROM pipeline_order",
    differences="""
        SELECT 'order ' || ordered.id,
               concat_ws(', ', ordered.invoiced_amount, ordered.cancelled_amount, 'of ' || ordered.amount),
               concat_ws(', ', coalesce(invoiced, 0), coalesce(cancelled, 0))
        FROM pipeline_order AS ordered
        LEFT JOIN (
            SELECT order_id, sum(amount - credited_amount) AS invoiced FROM pipeline_invoice GROUP BY order_id
        ) AS billed ON billed.order_id = ordered.id
        LEFT JOIN (
            SELECT order_id, sum(amount) AS cancelled FROM pipeline_ordercancellation GROUP BY order_id
        ) AS gone ON gone.order_id = ordered.id
        WHERE (ordered.invoiced_amount, ordered.cancelled_amount)
            IS DISTINCT FROM (coalesce(invoiced, 0), coalesce(cancelled, 0))
           OR ordered.invoiced_amount + ordered.cancelled_amount > ordered.amount
    """,
)

by_sql(
    name="pipeline.leads_stand_as_their_history",
    rule="A lead is in the state that it last came into.",
    rows="SELECT count(*) FROM pipeline_lead",
    differences="""
        SELECT 'lead ' || lead.id, lead.state, coalesce(last.to_state, '')
        FROM pipeline_lead AS lead
        LEFT JOIN (
            SELECT DISTINCT ON (own_lead) own_lead, to_state FROM pipeline_leadstatechange
            WHERE undone_at IS NULL ORDER BY own_lead, at DESC, id DESC
        ) AS last ON last.own_lead = lead.id
        WHERE lead.state IS DISTINCT FROM last.to_state
    """,
)

by_sql(
    name="pipeline.odds_of_stages_are_what_history_says",
    rule="What a stage says of its closed deals is what the dated history said when it was last counted.",
    rows="SELECT count(*) FROM pipeline_stageodds WHERE valid_to IS NULL",
    differences=f"""
        WITH counted AS ({COUNTED.format(instant="(SELECT max(checked_at) FROM pipeline_stageodds)")})
        SELECT 'stage ' || coalesce(kept.stage_id, counted.stage_id),
               concat_ws(', ', kept.closed_count, kept.won_count, kept.timed_count, kept.left_minutes),
               concat_ws(', ', counted.closed_count, counted.won_count, counted.timed_count, counted.left_minutes)
        FROM (SELECT * FROM pipeline_stageodds WHERE valid_to IS NULL) AS kept
        FULL JOIN counted ON counted.stage_id = kept.stage_id
        WHERE (kept.closed_count, kept.won_count, kept.timed_count, kept.left_minutes)
            IS DISTINCT FROM (counted.closed_count, counted.won_count, counted.timed_count, counted.left_minutes)
    """,  # noqa: S608 - a statement of our own
)
