"""What must hold of pay: lines, credits and statements among each other, and what is published or closed."""

from compensation.engine.document import digest
from compensation.engine.reading import read_plan
from compensation.models import PlanVersion
from compensation.queries.seals import SQL_RUN_SEAL, SQL_SEALS
from salesmgmt.common.proof import SHOWN, Difference, Finding, Proof, by_sql, register

by_sql(
    name="compensation.statements_sum_their_lines",
    rule="A statement's total is the sum of what its lines pay.",
    rows="SELECT count(*) FROM compensation_statement",
    differences="""
        SELECT 'statement ' || statement.id, statement.total_minor::text, coalesce(sum(line.pay_minor), 0)::text
        FROM compensation_statement AS statement LEFT JOIN compensation_line AS line ON line.statement_id = statement.id
        GROUP BY statement.id HAVING statement.total_minor <> coalesce(sum(line.pay_minor), 0)
    """,
)

by_sql(
    name="compensation.lines_pay_their_credits",
    rule="A line pays the credit of its own person and run, at the amount that was credited.",
    rows="SELECT count(*) FROM compensation_line",
    differences="""
        SELECT 'line ' || line.id,
               format('%s for person %s in run %s', line.credit_minor, statement.user_id, statement.run_id),
               format('%s for person %s in run %s', credit.amount_minor, credit.user_id, credit.run_id)
        FROM compensation_line AS line
        JOIN compensation_statement AS statement ON statement.id = line.statement_id
        JOIN compensation_credit AS credit ON credit.id = line.credit_id
        WHERE (line.credit_minor, line.component, statement.user_id, statement.run_id)
            <> (credit.amount_minor, credit.component, credit.user_id, credit.run_id)
    """,
)

by_sql(
    name="compensation.credits_are_paid_by_a_line",
    rule="Every credit stands on a line of a statement.",
    rows="SELECT count(*) FROM compensation_credit",
    differences="""
        SELECT 'credit ' || credit.id, 'no line', 'a line of its person and run'
        FROM compensation_credit AS credit
        WHERE NOT EXISTS (SELECT FROM compensation_line AS line WHERE line.credit_id = credit.id)
    """,
)

by_sql(
    name="compensation.credits_are_their_share",
    rule="A credit is its share of the whole, to the minor unit.",
    rows="SELECT count(*) FROM compensation_credit",
    differences="""
        SELECT 'credit ' || id, amount_minor::text, format('%s bp of %s', share_bp, whole_minor)
        FROM compensation_credit
        WHERE abs(amount_minor::numeric * 10000 - whole_minor::numeric * share_bp) >= 10000
    """,
)

by_sql(
    name="compensation.lines_go_on_from_each_other",
    rule="Within a component a line goes on from where the line before it ended.",
    rows="SELECT count(*) FROM compensation_line",
    differences="""
        SELECT 'line ' || id, 'from ' || before_minor, 'from ' || ended
        FROM (
            SELECT id, before_minor, lag(after_minor) OVER (
                PARTITION BY statement_id, plan_version_id, component ORDER BY position
            ) AS ended
            FROM compensation_line
        ) AS line
        WHERE before_minor <> ended
    """,
)

by_sql(
    name="compensation.closed_pay_is_as_it_was_closed",
    rule="The statements of a final run, with their lines and credits, are those that it was sealed with.",
    rows="SELECT count(*) FROM compensation_statement JOIN compensation_run AS run ON run.id = run_id "
    "WHERE run.state = 'FINAL'",
    differences=f"""
        SELECT 'statement ' || statement.id, 'digest ' || now.seal,
               coalesce('digest ' || nullif(statement.seal, ''), 'a seal')
        FROM ({SQL_SEALS}) AS now
        JOIN compensation_statement AS statement ON statement.id = now.statement_id
        JOIN compensation_run AS run ON run.id = statement.run_id
        WHERE run.state = 'FINAL' AND statement.seal <> now.seal
        UNION ALL
        SELECT 'run ' || run.id, 'digest ' || {SQL_RUN_SEAL}, coalesce('digest ' || nullif(run.seal, ''), 'a seal')
        FROM compensation_run AS run LEFT JOIN compensation_statement AS statement ON statement.run_id = run.id
        WHERE run.state = 'FINAL' GROUP BY run.id HAVING run.seal <> {SQL_RUN_SEAL}
    """,  # noqa: S608 - statements of ours
)


def _published_plans() -> Finding:
    versions = list(PlanVersion.objects.published().order_by("pk"))
    made_again = [(version, digest(read_plan(version.document))) for version in versions]
    differing = [
        Difference(f"plan version {version.pk}", found, version.sha256)
        for version, found in made_again
        if found != version.sha256
    ]
    return Finding(len(versions), len(differing), differing[:SHOWN])


register(
    Proof(
        name="compensation.published_plans_are_as_published",
        rule="A published plan version is the one that its digest was made of.",
        look=_published_plans,
    )
)
