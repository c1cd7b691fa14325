"""The database role that the product runs as: it reads and writes rows, and can change nothing else.

The role that migrates owns tables, triggers and functions. The product's role is another one, so that whoever gets hold
of the product's connection cannot switch a trigger off, empty a table or rewrite what is append-only: a model says that
it is with `append_only = True`, and what is final only from a state on is kept by triggers.
"""

from collections.abc import Iterator

from django.apps import apps
from django.db import connection, transaction
from django.db.backends.utils import CursorWrapper
from psycopg import sql

from salesmgmt.common.problems import Refused

# What is wrong with a role that is to be kept from things; the current user is who migrates, and owns the tables
_FAULTS = """
SELECT CASE
    WHEN name = current_user THEN 'is who owns the tables, and an owner can do everything with them'
    WHEN rolsuper THEN 'is a superuser, whom no right is kept from'
    WHEN rolcreaterole OR rolbypassrls OR rolreplication THEN 'may make roles, replicate or bypass row security'
    WHEN pg_has_role(oid, current_user, 'MEMBER') THEN 'is a member of ' || current_user || ', who owns the tables'
    WHEN pg_has_role(oid, (SELECT datdba FROM pg_database WHERE datname = current_database()), 'MEMBER')
        THEN 'owns the database'
    WHEN EXISTS (SELECT 1 FROM pg_class WHERE relowner = pg_roles.oid AND relnamespace = current_schema()::regnamespace)
        THEN 'owns tables of the product'
END
FROM pg_roles CROSS JOIN (SELECT %s::name AS name) asked WHERE rolname = name
"""
_OTHERS_TABLES = """
SELECT string_agg(relname, ', ' ORDER BY relname) FROM pg_class
WHERE relnamespace = current_schema()::regnamespace AND relkind IN ('r', 'p') AND relowner <> current_user::regrole
"""
# What the role still may although nobody granted it: through PUBLIC, or through another role that it is a member of
_TOO_MUCH = """
SELECT relname, lacking FROM pg_class, unnest(ARRAY['TRUNCATE', 'TRIGGER', 'REFERENCES', 'UPDATE', 'DELETE']) lacking
WHERE relnamespace = current_schema()::regnamespace AND relkind IN ('r', 'p')
    AND (lacking NOT IN ('UPDATE', 'DELETE') OR relname = ANY(%(append_only)s))
    AND has_table_privilege(%(name)s, pg_class.oid, lacking)
ORDER BY relname LIMIT 1
"""
_OWN_FUNCTIONS = """
SELECT pg_proc.oid::regprocedure::text, prorettype = 'trigger'::regtype FROM pg_proc
WHERE pronamespace = current_schema()::regnamespace AND proowner = current_user::regrole
ORDER BY 1
"""
GRANTS = """
GRANT CONNECT, TEMPORARY ON DATABASE {database} TO {role};
REVOKE CREATE ON SCHEMA {schema} FROM PUBLIC, {role};
GRANT USAGE ON SCHEMA {schema} TO {role};
REVOKE ALL ON ALL TABLES IN SCHEMA {schema} FROM PUBLIC, {role};
GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA {schema} TO {role};
REVOKE ALL ON ALL SEQUENCES IN SCHEMA {schema} FROM PUBLIC, {role};
GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA {schema} TO {role};
ALTER DEFAULT PRIVILEGES IN SCHEMA {schema} GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO {role};
ALTER DEFAULT PRIVILEGES IN SCHEMA {schema} GRANT USAGE, SELECT ON SEQUENCES TO {role};
REVOKE INSERT, UPDATE, DELETE ON django_migrations FROM {role};
REVOKE UPDATE, DELETE ON {append_only} FROM {role};
"""


def grant_app_role(*, name: str) -> None:
    """Give the role the rights that the product needs and take all others; to be called after each migration, as the
    role that migrates. Doing it again changes nothing. Raises Refused for a role that rights cannot be kept from."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(_OTHERS_TABLES)
        if others := cursor.fetchone()[0]:
            raise Refused(
                f"{others} belong to another role than this one, which cannot grant rights on them: grant as the role "
                "that migrates.",
                code="not_the_owner",
            )
        _refuse_fault(cursor, name)
        for statement in _statements(cursor, name):
            cursor.execute(statement)
        cursor.execute(_TOO_MUCH, {"name": name, "append_only": append_only_tables()})
        if found := cursor.fetchone():
            raise Refused(
                f"{name} would keep {found[1]} on {found[0]} through another role that it is a member of: take it out "
                "of that role, then grant again.",
                code="too_many_rights",
            )


def append_only_tables() -> list[str]:
    """Tables whose rows are added and read, never changed or deleted."""
    return sorted(model._meta.db_table for model in apps.get_models() if getattr(model, "append_only", False))


def _refuse_fault(cursor: CursorWrapper, name: str) -> None:
    cursor.execute(_FAULTS, [name])
    row = cursor.fetchone()
    if row is None:
        raise Refused(
            f"There is no database role {name}: make it with CREATE ROLE {name} LOGIN PASSWORD '…', then grant again.",
            code="no_such_role",
        )
    if row[0]:
        raise Refused(
            f"{name} {row[0]}: take a role for the product that only logs in, then grant again.", code="role_too_strong"
        )


def _statements(cursor: CursorWrapper, name: str) -> Iterator[sql.Composable]:
    cursor.execute("SELECT current_database(), current_schema()")
    database, schema = (sql.Identifier(part) for part in cursor.fetchone())
    role, append_only = sql.Identifier(name), sql.SQL(", ").join(map(sql.Identifier, append_only_tables()))
    yield sql.SQL(GRANTS).format(database=database, schema=schema, role=role, append_only=append_only)
    cursor.execute(_OWN_FUNCTIONS)
    for signature, is_trigger in cursor.fetchall():
        function = sql.SQL(signature)
        yield sql.SQL("GRANT EXECUTE ON FUNCTION {} TO {}").format(function, role)
        if is_trigger:  # a trigger reads the real tables, not temporary ones of the same name
            pinned = sql.SQL("ALTER FUNCTION {} SET search_path = pg_catalog, {}, pg_temp")
            yield pinned.format(function, schema)
