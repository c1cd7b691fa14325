"""What the database knows of the sample company: whether anything else is here, and how to empty itself while not.

The functions run with the rights of the owner of the tables, so that the role of the app needs neither TRUNCATE nor
ALTER; that is why they judge for themselves. The row that they go by can only be the first thing in an empty database,
and does not change once the sample is loaded.
"""

from django.db import migrations

FUNCTIONS = """
CREATE FUNCTION demo_keep_sample() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'INSERT' THEN
        IF EXISTS (SELECT FROM accounts_user) THEN
            RAISE EXCEPTION 'somebody is here already, and the sample company comes before anybody'
                USING ERRCODE = 'restrict_violation', CONSTRAINT = 'a_sample_company_comes_first';
        END IF;
        RETURN NEW;
    END IF;
    IF OLD.loaded_at IS NOT NULL THEN
        RAISE EXCEPTION 'the sample company is loaded and what is known of it does not change'
            USING ERRCODE = 'restrict_violation', CONSTRAINT = 'a_loaded_sample_company_does_not_change';
    END IF;
    RETURN CASE WHEN TG_OP = 'DELETE' THEN OLD ELSE NEW END;
END $$;

CREATE TRIGGER a_sample_company_stays_as_it_is BEFORE INSERT OR UPDATE OR DELETE ON demo_samplecompany
    FOR EACH ROW EXECUTE FUNCTION demo_keep_sample();

CREATE FUNCTION demo_schema() RETURNS oid LANGUAGE sql STABLE AS $$
    SELECT relnamespace FROM pg_class WHERE oid = 'demo_samplecompany'::regclass
$$;

-- The tables that tell whether somebody acted, each with its highest id (or its rows, where it has none): not those
-- that signing in, looking and the beat's own work write to.
CREATE FUNCTION demo_contents() RETURNS jsonb LANGUAGE plpgsql STABLE AS $$
DECLARE
    each record;
    top bigint;
    contents jsonb := '{}';
BEGIN
    FOR each IN
        SELECT tables.relname AS name, EXISTS (
            SELECT FROM pg_attribute
            WHERE attrelid = tables.oid AND attname = 'id' AND atttypid IN ('int4'::regtype, 'int8'::regtype)
        ) AS numbered
        FROM pg_class AS tables
        WHERE relnamespace = demo_schema() AND relkind IN ('r', 'p') AND NOT relispartition
          AND relname !~ '^(django_|auth_|account_|figures_|outbox_|events_|demo_)'
          AND relname <> 'onboarding_journeymilestone'
        ORDER BY relname
    LOOP
        EXECUTE format(CASE WHEN each.numbered THEN 'SELECT max(id) FROM %I' ELSE 'SELECT count(*) FROM %I' END,
                       each.name) INTO top;
        IF top > 0 THEN
            contents := contents || jsonb_build_object(each.name, top);
        END IF;
    END LOOP;
    RETURN contents;
END $$;

-- The first thing here that is not the sample: the kind of an event that somebody caused, or a table; null for nothing.
-- Of a sample whose loading did not end, what its own pay runs left does not count.
CREATE FUNCTION demo_stranger() RETURNS text LANGUAGE plpgsql STABLE AS $$
DECLARE
    sample demo_samplecompany%ROWTYPE;
    found text;
BEGIN
    SELECT * INTO sample FROM demo_samplecompany;
    IF sample.id IS NULL THEN
        RETURN 'no sample company';
    END IF;
    SELECT kind INTO found FROM events_event
    WHERE id > sample.last_event_id AND actor_id IS NOT NULL
      AND (sample.loaded_at IS NOT NULL OR kind !~ '^(pay_run|job)[.]')
    ORDER BY id LIMIT 1;
    IF found IS NOT NULL THEN
        RETURN found;
    END IF;
    SELECT key INTO found FROM jsonb_each(demo_contents())
    WHERE value IS DISTINCT FROM coalesce(sample.contents -> key, '0')
      AND (sample.loaded_at IS NOT NULL OR key !~ '^compensation_')
    ORDER BY key LIMIT 1;
    RETURN found;
END $$;

CREATE FUNCTION demo_remove_sample() RETURNS void LANGUAGE plpgsql AS $$
DECLARE
    found text;
    guard "char";
    everything text;
BEGIN
    PERFORM pg_advisory_xact_lock(hashtext('people.founding'));
    SET CONSTRAINTS ALL IMMEDIATE;
    LOCK TABLE events_event IN ACCESS EXCLUSIVE MODE;
    found := demo_stranger();
    IF found IS NOT NULL THEN
        RAISE EXCEPTION 'not only the sample company is here: %', found
            USING ERRCODE = 'restrict_violation', CONSTRAINT = 'only_the_sample_company_is_removed', DETAIL = found;
    END IF;
    RAISE LOG 'the sample company of seed % is removed by % (session %)',
        (SELECT seed FROM demo_samplecompany), session_user, pg_backend_pid();
    SELECT string_agg(format('%I', relname), ', ' ORDER BY relname) INTO everything
    FROM pg_class
    WHERE relnamespace = demo_schema() AND relkind IN ('r', 'p') AND NOT relispartition
      AND relname NOT IN ('django_migrations', 'django_content_type', 'auth_permission', 'events_epoch');
    SELECT tgenabled INTO guard FROM pg_trigger
    WHERE tgrelid = 'events_event'::regclass AND tgname = 'events_are_not_truncated';
    IF guard <> 'D' THEN
        ALTER TABLE events_event DISABLE TRIGGER events_are_not_truncated;
    END IF;
    EXECUTE 'TRUNCATE ' || everything || ' RESTART IDENTITY';
    IF guard <> 'D' THEN
        ALTER TABLE events_event ENABLE TRIGGER events_are_not_truncated;
    END IF;
END $$;
"""

# As events 0002 does: with the owner's rights and a fixed path, for those alone who were granted it
WITH_THE_OWNERS_RIGHTS = """
DO $$
DECLARE
    name text;
BEGIN
    FOREACH name IN ARRAY ARRAY['demo_schema()', 'demo_contents()', 'demo_stranger()', 'demo_remove_sample()'] LOOP
        EXECUTE format('ALTER FUNCTION %1$s SECURITY DEFINER SET search_path = pg_catalog, %2$I, pg_temp;
                        REVOKE EXECUTE ON FUNCTION %1$s FROM PUBLIC', name, current_schema());
    END LOOP;
END $$;
"""

UNDO = """
DROP TRIGGER a_sample_company_stays_as_it_is ON demo_samplecompany;
DROP FUNCTION demo_remove_sample();
DROP FUNCTION demo_stranger();
DROP FUNCTION demo_contents();
DROP FUNCTION demo_schema();
DROP FUNCTION demo_keep_sample();
"""


class Migration(migrations.Migration):
    dependencies = [("demo", "0001_sample_company"), ("events", "0001_event_log_and_jobs")]

    operations = [migrations.RunSQL(FUNCTIONS, UNDO), migrations.RunSQL(WITH_THE_OWNERS_RIGHTS, migrations.RunSQL.noop)]
