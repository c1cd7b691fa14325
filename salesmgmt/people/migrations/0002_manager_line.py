"""The manager line in the database: functions that walk it, triggers that keep it and the team tree free of cycles."""

from django.db import migrations

FUNCTIONS = """
CREATE FUNCTION people_day(instant timestamptz) RETURNS date LANGUAGE sql STABLE PARALLEL SAFE AS $$
    SELECT (instant AT TIME ZONE coalesce((SELECT zone FROM people_company), 'UTC'))::date
$$;

CREATE FUNCTION people_today() RETURNS date LANGUAGE sql STABLE PARALLEL SAFE AS $$
    SELECT people_day(now())
$$;

CREATE FUNCTION people_line(head bigint, day date) RETURNS bigint[] LANGUAGE sql STABLE PARALLEL SAFE AS $$
    WITH RECURSIVE line(user_id) AS (
        SELECT head
        UNION
        SELECT below.user_id
        FROM line JOIN people_membership below ON below.manager_id = line.user_id AND below.valid @> day
    )
    SELECT array_agg(user_id) FROM line
$$;

CREATE FUNCTION people_above(person bigint, day date) RETURNS bigint[] LANGUAGE sql STABLE PARALLEL SAFE AS $$
    WITH RECURSIVE above(user_id) AS (
        SELECT manager_id FROM people_membership
        WHERE user_id = person AND valid @> day AND manager_id IS NOT NULL
        UNION
        SELECT own.manager_id
        FROM above JOIN people_membership own ON own.user_id = above.user_id AND own.valid @> day
        WHERE own.manager_id IS NOT NULL
    )
    SELECT coalesce(array_agg(user_id), '{}') FROM above
$$;

CREATE FUNCTION people_subteams(top bigint) RETURNS bigint[] LANGUAGE sql STABLE PARALLEL SAFE AS $$
    WITH RECURSIVE tree(id) AS (
        SELECT top
        UNION
        SELECT child.id FROM tree JOIN people_team child ON child.parent_id = tree.id
    )
    SELECT array_agg(id) FROM tree
$$;
"""

TRIGGERS = """
CREATE FUNCTION people_refuse_line_cycle() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM pg_advisory_xact_lock(hashtext('people_membership.line'));
    IF EXISTS (
        WITH RECURSIVE above(user_id, valid) AS (
            SELECT NEW.manager_id, NEW.valid
            UNION
            SELECT own.manager_id, own.valid * above.valid
            FROM above JOIN people_membership own ON own.user_id = above.user_id AND own.valid && above.valid
            WHERE own.manager_id IS NOT NULL AND above.user_id <> NEW.user_id
        )
        SELECT 1 FROM above WHERE user_id = NEW.user_id
    ) THEN
        RAISE EXCEPTION 'the manager line has no cycle' USING ERRCODE = 'check_violation',
            CONSTRAINT = 'the_manager_line_has_no_cycle';
    END IF;
    RETURN NULL;
END $$;

CREATE TRIGGER the_manager_line_has_no_cycle AFTER INSERT OR UPDATE ON people_membership
    FOR EACH ROW WHEN (NEW.manager_id IS NOT NULL) EXECUTE FUNCTION people_refuse_line_cycle();

CREATE FUNCTION people_refuse_team_cycle() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM pg_advisory_xact_lock(hashtext('people_team.tree'));
    IF NEW.parent_id = ANY(people_subteams(NEW.id)) THEN
        RAISE EXCEPTION 'the team tree has no cycle' USING ERRCODE = 'check_violation',
            CONSTRAINT = 'the_team_tree_has_no_cycle';
    END IF;
    RETURN NULL;
END $$;

CREATE TRIGGER the_team_tree_has_no_cycle AFTER INSERT OR UPDATE ON people_team
    FOR EACH ROW WHEN (NEW.parent_id IS NOT NULL) EXECUTE FUNCTION people_refuse_team_cycle();
"""

UNDO = """
DROP TRIGGER the_team_tree_has_no_cycle ON people_team;
DROP TRIGGER the_manager_line_has_no_cycle ON people_membership;
DROP FUNCTION people_refuse_team_cycle();
DROP FUNCTION people_refuse_line_cycle();
DROP FUNCTION people_subteams(bigint);
DROP FUNCTION people_above(bigint, date);
DROP FUNCTION people_line(bigint, date);
DROP FUNCTION people_today();
DROP FUNCTION people_day(timestamptz);
"""


class Migration(migrations.Migration):
    dependencies = [("people", "0001_company_and_people")]

    operations = [migrations.RunSQL(FUNCTIONS + TRIGGERS, UNDO)]
