"""Teams are retired: nobody is in one from then on, and no team in use stands below it.

`people_refuse_retired(table, column)` is the trigger of any table whose rows must not name a retired row: it locks what
is named, so that it is not retired meanwhile.
"""

from django.db import migrations, models

TRIGGERS = """
CREATE FUNCTION people_refuse_retired() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    is_retired boolean;
BEGIN
    EXECUTE format('SELECT retired_at IS NOT NULL FROM %I WHERE id = ($1).%I FOR SHARE', TG_ARGV[0], TG_ARGV[1])
        INTO is_retired USING NEW;
    IF is_retired THEN
        RAISE EXCEPTION '% names a retired row of %', TG_TABLE_NAME, TG_ARGV[0]
            USING ERRCODE = 'check_violation', CONSTRAINT = TG_NAME;
    END IF;
    RETURN NEW;
END $$;

CREATE TRIGGER nobody_is_in_a_retired_team
    BEFORE INSERT OR UPDATE OF team_id, valid ON people_membership FOR EACH ROW
    WHEN (upper_inf(NEW.valid) OR upper(NEW.valid) > people_today())
    EXECUTE FUNCTION people_refuse_retired('people_team', 'team_id');

CREATE TRIGGER no_team_in_use_stands_below_a_retired_one
    BEFORE INSERT OR UPDATE OF parent_id, retired_at ON people_team FOR EACH ROW
    WHEN (NEW.parent_id IS NOT NULL AND NEW.retired_at IS NULL)
    EXECUTE FUNCTION people_refuse_retired('people_team', 'parent_id');
"""

UNDO = """
DROP TRIGGER no_team_in_use_stands_below_a_retired_one ON people_team;
DROP TRIGGER nobody_is_in_a_retired_team ON people_membership;
DROP FUNCTION people_refuse_retired();
"""


class Migration(migrations.Migration):
    dependencies = [("people", "0005_memberships_say_their_days")]

    operations = [
        migrations.AddField(
            model_name="team",
            name="retired_at",
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.RunSQL(TRIGGERS, UNDO),
    ]
