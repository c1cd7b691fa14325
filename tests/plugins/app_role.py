"""The suite as the role that the product runs as: `SALESMGMT_APP_ROLE=NAME` makes that role, then takes it."""

import os
from collections.abc import Callable
from functools import partial
from typing import Any

from django.db import connection
from psycopg import errors, sql

NAME = os.environ.get("SALESMGMT_APP_ROLE", "")


def take_app_role() -> Callable[[], None]:
    """Connections that are opened from now on have the product's rights, but for clearing tables away; until the
    function is called that is returned."""
    from salesmgmt.events.domain.app_role import grant_app_role

    with connection.cursor() as cursor:
        try:
            cursor.execute(sql.SQL("CREATE ROLE {}").format(sql.Identifier(NAME)))
        except Exception as error:
            if not isinstance(error.__cause__, errors.DuplicateObject | errors.UniqueViolation):
                raise
    grant_app_role(name=NAME)
    options, own_flush = connection.settings_dict["OPTIONS"]["options"], connection.ops.execute_sql_flush

    def connect_with(its_options: str, flush: Any) -> None:
        connection.settings_dict["OPTIONS"]["options"] = its_options
        connection.ops.execute_sql_flush = flush
        connection.close()

    connect_with(f"{options} -c role={NAME}", _as_owner(own_flush))
    return partial(connect_with, options, own_flush)


def _as_owner(flush: Any) -> Any:
    def flushed(statements: Any) -> None:
        with connection.cursor() as cursor:
            cursor.execute("SET ROLE NONE")
            flush(statements)
            cursor.execute(sql.SQL("SET ROLE {}").format(sql.Identifier(NAME)))

    return flushed
