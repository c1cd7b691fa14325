"""How far each reader of the log has come."""

from django.db import models

from salesmgmt.events.fields import DatabaseClock, TransactionNumberField


class Consumer(models.Model):
    """One row is the place in the log (epoch, tx, event id) up to which one consumer has acted on everything.

    Only `events.domain.consumption.drain` moves it, in the transaction in which the consumer acts.
    """

    name = models.CharField(max_length=80, primary_key=True)
    epoch = models.IntegerField(default=0)
    tx = TransactionNumberField(default=0)
    event_id = models.BigIntegerField(default=0)
    updated_at = models.DateTimeField(db_default=DatabaseClock())

    def __str__(self) -> str:
        return self.name
