"""Closed pay is sealed; runs that were closed before are sealed as they stand."""

from django.db import migrations, models

SEAL = """
ALTER TABLE compensation_statement DISABLE TRIGGER final_statements_do_not_change;
ALTER TABLE compensation_run DISABLE TRIGGER a_final_run_does_not_change;

UPDATE compensation_statement AS statement SET seal = sealed.seal
FROM (
    SELECT statement.id AS statement_id, encode(sha256(convert_to(concat_ws(E'\\n', concat_ws('|',
        statement.id, statement.run_id, statement.user_id, statement.currency, statement.total_minor,
        statement.credited_minor, coalesce(statement.quota_minor::text, '-'), statement.calculation,
        extract(epoch FROM statement.calculated_at)
    ), lines.text), 'UTF8')), 'hex') AS seal
    FROM compensation_statement AS statement
    JOIN compensation_run AS run ON run.id = statement.run_id AND run.state = 'FINAL'
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
) AS sealed
WHERE statement.id = sealed.statement_id;

UPDATE compensation_run AS run SET seal = encode(sha256(convert_to(coalesce((
    SELECT string_agg(statement.id || ' ' || statement.seal, ', ' ORDER BY statement.id)
    FROM compensation_statement AS statement WHERE statement.run_id = run.id
), ''), 'UTF8')), 'hex')
WHERE state = 'FINAL';

ALTER TABLE compensation_run ENABLE TRIGGER a_final_run_does_not_change;
ALTER TABLE compensation_statement ENABLE TRIGGER final_statements_do_not_change;
"""


class Migration(migrations.Migration):
    dependencies = [("compensation", "0004_what_a_calculation_knows")]

    operations = [
        migrations.AddField(
            model_name="run",
            name="seal",
            field=models.CharField(blank=True, db_default="", editable=False, max_length=64),
        ),
        migrations.AddField(
            model_name="statement",
            name="seal",
            field=models.CharField(blank=True, db_default="", editable=False, max_length=64),
        ),
        migrations.RunSQL(SEAL, migrations.RunSQL.noop),
    ]
