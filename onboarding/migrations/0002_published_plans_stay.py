"""What is published stays as it is: triggers on plan versions and on their items."""

from django.db import migrations

TRIGGERS = """
CREATE FUNCTION onboarding_keep_published() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'onboarding plan version % is published and does not change', OLD.id
        USING ERRCODE = 'restrict_violation', CONSTRAINT = 'a_published_onboarding_version_does_not_change';
END $$;

CREATE TRIGGER a_published_onboarding_version_does_not_change BEFORE UPDATE OR DELETE ON onboarding_planversion
    FOR EACH ROW WHEN (OLD.published_at IS NOT NULL) EXECUTE FUNCTION onboarding_keep_published();

-- The lock makes it wait for a publication under way, and read the row as that leaves it.
CREATE FUNCTION onboarding_refuse_if_published(version bigint) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
    published timestamptz;
BEGIN
    SELECT published_at INTO published FROM onboarding_planversion WHERE id = version FOR SHARE;
    IF published IS NOT NULL THEN
        RAISE EXCEPTION 'onboarding plan version % is published and its items do not change', version
            USING ERRCODE = 'restrict_violation', CONSTRAINT = 'items_of_a_published_onboarding_version_do_not_change';
    END IF;
END $$;

CREATE FUNCTION onboarding_keep_items() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP <> 'INSERT' THEN PERFORM onboarding_refuse_if_published(OLD.version_id); END IF;
    IF TG_OP <> 'DELETE' THEN PERFORM onboarding_refuse_if_published(NEW.version_id); END IF;
    RETURN CASE WHEN TG_OP = 'DELETE' THEN OLD ELSE NEW END;
END $$;

CREATE TRIGGER items_of_a_published_onboarding_version_do_not_change
    BEFORE INSERT OR UPDATE OR DELETE ON onboarding_planitem
    FOR EACH ROW EXECUTE FUNCTION onboarding_keep_items();
"""

UNDO = """
DROP TRIGGER items_of_a_published_onboarding_version_do_not_change ON onboarding_planitem;
DROP TRIGGER a_published_onboarding_version_does_not_change ON onboarding_planversion;
DROP FUNCTION onboarding_keep_items();
DROP FUNCTION onboarding_refuse_if_published(bigint);
DROP FUNCTION onboarding_keep_published();
"""


class Migration(migrations.Migration):
    dependencies = [("onboarding", "0001_plans_and_journeys")]

    operations = [migrations.RunSQL(TRIGGERS, UNDO)]
