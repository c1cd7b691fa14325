"""What is published stays as it is: triggers on versions of processes, on their stages, and on what those ask and do.

No column is left out: what the product counts of stages (`StageOdds`) and what deals did for them are tables of their
own. One door: the undoing of the import that made the version, while its job runs.
"""

from django.db import migrations

TRIGGERS = """
CREATE FUNCTION pipeline_being_undone(made regclass, made_id bigint) RETURNS boolean LANGUAGE sql STABLE AS $$
    SELECT EXISTS (
        SELECT FROM imports_importchange change
        JOIN imports_importbatch batch ON batch.id = change.batch_id
        JOIN events_job job ON job.id = batch.undo_job_id AND job.state = 'RUNNING'
        WHERE change.relation = (SELECT relname FROM pg_class WHERE oid = made) AND change.created
          AND made_id = ANY(change.pks)
    )
$$;

CREATE FUNCTION pipeline_keep_published() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' AND pipeline_being_undone(TG_RELID, OLD.id) THEN
        RETURN OLD;
    END IF;
    RAISE EXCEPTION 'process version % is published and does not change', OLD.id
        USING ERRCODE = 'restrict_violation', CONSTRAINT = 'a_published_process_version_does_not_change';
END $$;

CREATE TRIGGER a_published_process_version_does_not_change BEFORE UPDATE OR DELETE ON pipeline_processversion
    FOR EACH ROW WHEN (OLD.published_at IS NOT NULL) EXECUTE FUNCTION pipeline_keep_published();

-- The lock makes it wait for a publication under way, and read the row as that leaves it.
CREATE FUNCTION pipeline_refuse_if_published(version bigint) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
    published timestamptz;
BEGIN
    SELECT published_at INTO published FROM pipeline_processversion WHERE id = version FOR SHARE;
    IF published IS NOT NULL THEN
        RAISE EXCEPTION 'process version % is published and what it consists of does not change', version
            USING ERRCODE = 'restrict_violation', CONSTRAINT = 'parts_of_a_published_process_version_do_not_change';
    END IF;
END $$;

CREATE FUNCTION pipeline_keep_parts() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' AND pipeline_being_undone(TG_RELID, OLD.id) THEN
        RETURN OLD;
    END IF;
    IF TG_OP <> 'INSERT' THEN PERFORM pipeline_refuse_if_published(OLD.process_version_id); END IF;
    IF TG_OP <> 'DELETE' THEN PERFORM pipeline_refuse_if_published(NEW.process_version_id); END IF;
    RETURN CASE WHEN TG_OP = 'DELETE' THEN OLD ELSE NEW END;
END $$;

CREATE FUNCTION pipeline_keep_rules() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP <> 'INSERT' THEN
        PERFORM pipeline_refuse_if_published(process_version_id) FROM pipeline_stage WHERE id = OLD.stage_id;
    END IF;
    IF TG_OP <> 'DELETE' THEN
        PERFORM pipeline_refuse_if_published(process_version_id) FROM pipeline_stage WHERE id = NEW.stage_id;
    END IF;
    RETURN CASE WHEN TG_OP = 'DELETE' THEN OLD ELSE NEW END;
END $$;
"""
KEPT_BY = {
    "pipeline_keep_parts": ("pipeline_stage", "pipeline_qualificationitem"),
    "pipeline_keep_rules": ("pipeline_exitcriterion", "pipeline_playbookstep", "pipeline_stageaction"),
}
NAME = "parts_of_a_published_process_version_do_not_change"
EACH = "".join(
    f"CREATE TRIGGER {NAME} BEFORE INSERT OR UPDATE OR DELETE ON {table} FOR EACH ROW EXECUTE FUNCTION {function}();\n"
    for function, tables in KEPT_BY.items()
    for table in tables
)
UNDO = (
    "".join(f"DROP TRIGGER {NAME} ON {table};\n" for tables in KEPT_BY.values() for table in tables)
    + """
DROP TRIGGER a_published_process_version_does_not_change ON pipeline_processversion;
DROP FUNCTION pipeline_keep_rules();
DROP FUNCTION pipeline_keep_parts();
DROP FUNCTION pipeline_refuse_if_published(bigint);
DROP FUNCTION pipeline_keep_published();
DROP FUNCTION pipeline_being_undone(regclass, bigint);
"""
)


class Migration(migrations.Migration):
    dependencies = [
        ("pipeline", "0026_activities_have_outcomes_and_calendars_read_work"),
        ("imports", "0004_what_imports_changed"),
        ("events", "0001_event_log_and_jobs"),
    ]

    operations = [migrations.RunSQL(TRIGGERS + EACH, UNDO)]
