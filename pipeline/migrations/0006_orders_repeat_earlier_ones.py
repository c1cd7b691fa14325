"""An order repeats an earlier order of the same account, checked when the transaction ends."""

from django.db import migrations

CHECK = """
CREATE FUNCTION pipeline_check_repeats() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    broken record;
BEGIN
    -- two look-ups by index: with OR over the join every order would be read for each new one
    SELECT pair.later, pair.earlier INTO broken FROM (
        SELECT later.id AS later, first.id AS earlier,
               first.account_id <> later.account_id OR first.ordered_at >= later.ordered_at AS wrong
        FROM pipeline_order later JOIN pipeline_order first ON first.id = later.repeat_of_id
        WHERE later.id = NEW.id
        UNION ALL
        SELECT later.id, first.id,
               first.account_id <> later.account_id OR first.ordered_at >= later.ordered_at
        FROM pipeline_order first JOIN pipeline_order later ON later.repeat_of_id = first.id
        WHERE first.id = NEW.id
    ) AS pair
    WHERE pair.wrong
    LIMIT 1;
    IF FOUND THEN
        RAISE EXCEPTION 'order % does not repeat an earlier order of its account: order %', broken.later, broken.earlier
            USING ERRCODE = 'check_violation',
                  CONSTRAINT = 'an_order_repeats_an_earlier_order_of_its_account';
    END IF;
    RETURN NULL;
END $$;

CREATE CONSTRAINT TRIGGER an_order_repeats_an_earlier_order_of_its_account
    AFTER INSERT ON pipeline_order
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW
    WHEN (NEW.repeat_of_id IS NOT NULL) EXECUTE FUNCTION pipeline_check_repeats();

CREATE CONSTRAINT TRIGGER an_order_that_is_changed_still_repeats_an_earlier_one
    AFTER UPDATE OF account_id, repeat_of_id, ordered_at ON pipeline_order
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION pipeline_check_repeats();
"""

UNDO = """
DROP TRIGGER an_order_that_is_changed_still_repeats_an_earlier_one ON pipeline_order;
DROP TRIGGER an_order_repeats_an_earlier_order_of_its_account ON pipeline_order;
DROP FUNCTION pipeline_check_repeats();
"""


class Migration(migrations.Migration):
    dependencies = [("pipeline", "0005_orders")]

    operations = [migrations.RunSQL(CHECK, UNDO)]
