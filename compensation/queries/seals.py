"""The digests by which closed pay is known again: of each statement with its lines and credits, and of each run."""

SQL_SEALS = """
    SELECT statement.id AS statement_id, statement.run_id, encode(sha256(convert_to(concat_ws(E'\\n', concat_ws('|',
        statement.id, statement.run_id, statement.user_id, statement.currency, statement.total_minor,
        statement.credited_minor, coalesce(statement.quota_minor::text, '-'), statement.calculation,
        extract(epoch FROM statement.calculated_at)
    ), lines.text), 'UTF8')), 'hex') AS seal
    FROM compensation_statement AS statement
    LEFT JOIN LATERAL (
        SELECT string_agg(concat_ws('|',
            line.position, line.plan_version_id, line.component, line.credit_minor, line.before_minor, line.after_minor,
            coalesce(line.quota_minor::text, '-'), line.tier_reached, line.slices, line.rounding, line.pay_minor,
            credit.source_kind, credit.source_ref, credit.line_no, credit.user_id, credit.role, credit.component,
            credit.booked_date, credit.share_bp, credit.whole_minor, credit.amount_minor, credit.currency
        ), E'\\n' ORDER BY line.position) AS text
        FROM compensation_line AS line JOIN compensation_credit AS credit ON credit.id = line.credit_id
        WHERE line.statement_id = statement.id
    ) AS lines ON true
"""
"""A row a statement: its id, its run's, and the digest of what it says."""

SQL_RUN_SEAL = """
    encode(sha256(convert_to(
        coalesce(string_agg(statement.id || ' ' || statement.seal, ', ' ORDER BY statement.id), ''), 'UTF8'
    )), 'hex')
"""
"""An aggregate over the sealed statements of a run."""
