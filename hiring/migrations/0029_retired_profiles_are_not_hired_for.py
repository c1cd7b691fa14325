"""A retired role profile is not hired for: nobody runs for it, no seat of it is to be filled, and it asks for nobody."""

from django.db import migrations

TRIGGERS = """
CREATE FUNCTION hiring_refuse_retired() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    is_retired boolean;
BEGIN
    SELECT role.retired_at IS NOT NULL INTO is_retired
        FROM hiring_hiringprofile profile JOIN people_roleprofile role ON role.id = profile.role_profile_id
        WHERE profile.id = NEW.profile_id FOR SHARE OF role;
    IF is_retired THEN
        RAISE EXCEPTION '% is for a retired role profile', TG_TABLE_NAME
            USING ERRCODE = 'check_violation', CONSTRAINT = TG_NAME;
    END IF;
    RETURN NEW;
END $$;

CREATE TRIGGER nobody_runs_for_a_retired_role_profile
    BEFORE INSERT OR UPDATE OF profile_id, state ON hiring_candidacy FOR EACH ROW
    WHEN (NEW.state = 'OPEN')
    EXECUTE FUNCTION hiring_refuse_retired();

CREATE TRIGGER no_seat_of_a_retired_role_profile_is_to_be_filled
    BEFORE INSERT OR UPDATE OF profile_id, state ON hiring_opening FOR EACH ROW
    WHEN (NEW.state IN ('DRAFT', 'WAITING', 'OPEN'))
    EXECUTE FUNCTION hiring_refuse_retired();

CREATE TRIGGER a_retired_role_profile_asks_for_nobody
    BEFORE INSERT OR UPDATE OF role_profile_id, bench_goal, takes_applications ON hiring_hiringprofile FOR EACH ROW
    WHEN (NEW.bench_goal > 0 OR NEW.takes_applications)
    EXECUTE FUNCTION people_refuse_retired('people_roleprofile', 'role_profile_id');
"""

UNDO = """
DROP TRIGGER a_retired_role_profile_asks_for_nobody ON hiring_hiringprofile;
DROP TRIGGER no_seat_of_a_retired_role_profile_is_to_be_filled ON hiring_opening;
DROP TRIGGER nobody_runs_for_a_retired_role_profile ON hiring_candidacy;
DROP FUNCTION hiring_refuse_retired();
"""


class Migration(migrations.Migration):
    dependencies = [
        ("people", "0009_role_profiles_are_retired"),
        ("hiring", "0028_many_are_folded_without_loops"),
    ]

    operations = [migrations.RunSQL(TRIGGERS, UNDO)]
