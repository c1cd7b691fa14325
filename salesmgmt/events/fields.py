"""PostgreSQL's 64-bit transaction numbers and the database's own clock, as Django sees them."""

from typing import Any

from django.db import models


class TransactionNumberField(models.Field):  # type: ignore[type-arg]
    """A transaction's number (`xid8`): it never wraps around, and a later transaction has a higher one."""

    def db_type(self, connection: Any) -> str:
        return "xid8"

    def get_internal_type(self) -> str:
        return "TransactionNumberField"

    def from_db_value(self, value: str | None, expression: Any, connection: Any) -> int | None:
        return None if value is None else int(value)

    def to_python(self, value: Any) -> int | None:
        return None if value is None else int(value)

    def get_prep_value(self, value: Any) -> Any:
        """As text, because PostgreSQL compares `xid8` with an untyped literal but not with an integer."""
        value = super().get_prep_value(value)
        return str(value) if isinstance(value, int) else value


class CurrentTransaction(models.Func):
    """The number of the transaction that writes."""

    function = "pg_current_xact_id"
    arity = 0
    allowed_default = True
    output_field = TransactionNumberField()


class CurrentEpoch(models.Func):
    """The number of the server that the log stands on now; see `models.Epoch`."""

    function = "events_current_epoch"
    arity = 0
    allowed_default = True
    output_field = models.IntegerField()


class DatabaseClock(models.Func):
    """The database's clock at this very moment, so that leases do not depend on the clocks of many machines."""

    function = "clock_timestamp"
    arity = 0
    allowed_default = True
    output_field = models.DateTimeField()
