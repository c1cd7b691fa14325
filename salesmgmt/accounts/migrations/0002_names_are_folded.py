"""Functions by which names are ordered and found without regard to case and accents, and the index for people's.

They are immutable because the dictionary `unaccent` is part of the server's version: after an upgrade that changes it,
REINDEX. Their bodies are bound when they are made, so no search path matters. `search_words` and `search_text` are
strict around a `coalesce`, so that they are not inlined: the planner then knows that they are dear, and does not read
a whole table in the hope of a few rows that match.
"""

import django.contrib.postgres.indexes
from django.db import migrations, models

import salesmgmt.common.folding

FUNCTIONS = r"""
CREATE FUNCTION folded(value text) RETURNS text
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
RETURN lower(unaccent('unaccent'::regdictionary, value));

CREATE FUNCTION search_words(VARIADIC parts text[]) RETURNS text
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE COST 1000
RETURN ' ' || translate(
    lower(unaccent('unaccent'::regdictionary, coalesce(array_to_string(parts, ' '), ''))),
    '-@./_,()&+''"%\:;#', '                  '
);

CREATE FUNCTION search_text(value text) RETURNS tsvector
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE COST 10000
RETURN to_tsvector('simple'::regconfig, lower(unaccent('unaccent'::regdictionary, coalesce(left(value, 200000), ''))));

CREATE FUNCTION only_digits(value text) RETURNS text
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
RETURN translate(value, ' +()/-.', '');
"""
DROP = """
DROP FUNCTION only_digits(text);
DROP FUNCTION search_text(text);
DROP FUNCTION search_words(text[]);
DROP FUNCTION folded(text);
"""


class Migration(migrations.Migration):
    dependencies = [("accounts", "0001_users")]

    operations = [
        migrations.RunSQL(FUNCTIONS, DROP),
        migrations.AddIndex(
            model_name="user",
            index=models.Index(salesmgmt.common.folding.Folded("name"), "id", name="users_by_folded_name"),
        ),
        migrations.AddIndex(
            model_name="user",
            index=django.contrib.postgres.indexes.GinIndex(
                django.contrib.postgres.indexes.OpClass(
                    salesmgmt.common.folding.SearchWords("name", "email"), name="gin_trgm_ops"
                ),
                name="users_by_their_words",
            ),
        ),
    ]
