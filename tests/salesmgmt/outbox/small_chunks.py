"""Included by workers that are killed: reminders in chunks of ten, so that a kill finds a turn half done."""

from salesmgmt.outbox.domain import notifying

notifying.CHUNK = 10
