"""Tokens made before they had names and scopes go on opening what they opened."""

from django.db import migrations

CARRY_OVER = """
DO $$ BEGIN
    IF to_regclass('knox_authtoken') IS NOT NULL THEN
        INSERT INTO api_token (digest, token_key, created, expiry, name, scope, apps, user_id)
        SELECT digest, token_key, created, expiry, 'Token', 'FULL', '{}', user_id FROM knox_authtoken
        ON CONFLICT DO NOTHING;
    END IF;
END $$
"""


class Migration(migrations.Migration):
    dependencies = [("api", "0001_tokens_and_idempotency")]

    operations = [migrations.RunSQL(CARRY_OVER, migrations.RunSQL.noop)]
