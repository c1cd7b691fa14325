"""What must hold of the event log and its readers."""

from salesmgmt.common.proof import by_sql

# transactions from here on have not begun, but for this very one
_LATEST = """
    SELECT coalesce(max(number), 0) AS epoch,
           greatest(pg_snapshot_xmax(pg_current_snapshot()), pg_current_xact_id_if_assigned()) AS tx
    FROM events_epoch
"""

by_sql(
    name="events.readers_stand_within_the_log",
    rule="A reader of the event log stands at an event that is there, in no epoch or transaction to come.",
    rows="SELECT count(*) FROM events_consumer",
    differences=f"""
        SELECT 'reader ' || reader.name,
               format('epoch %s, transaction %s, event %s', reader.epoch, reader.tx, reader.event_id),
               CASE WHEN event_id <> 0 AND here.id IS NULL THEN 'an event of the log'
                    ELSE format('epoch %s before transaction %s', latest.epoch, latest.tx) END
        FROM events_consumer AS reader
        LEFT JOIN events_event AS here
            ON here.id = reader.event_id AND here.epoch = reader.epoch AND here.tx = reader.tx
        CROSS JOIN ({_LATEST}) AS latest
        WHERE reader.epoch > latest.epoch
           OR (reader.epoch = latest.epoch AND reader.tx > latest.tx)
           OR (reader.event_id <> 0 AND here.id IS NULL)
    """,  # noqa: S608 - a statement of this file
)

by_sql(
    name="events.stand_in_known_epochs",
    rule="An event belongs to an epoch that has begun, and to a transaction that has.",
    rows="SELECT count(*) FROM events_event",
    differences=f"""
        SELECT 'event ' || event.id, format('epoch %s, transaction %s', event.epoch, event.tx),
               format('an epoch up to %s, before transaction %s', latest.epoch, latest.tx)
        FROM events_event AS event
        CROSS JOIN ({_LATEST}) AS latest
        WHERE event.epoch > latest.epoch OR (event.epoch = latest.epoch AND event.tx > latest.tx)
           OR NOT EXISTS (SELECT FROM events_epoch WHERE number = event.epoch)
    """,  # noqa: S608 - a statement of this file
)
