"""What the shell keeps of a person's work: views of lists, what they took out, and what they may still take back."""

from salesmgmt.web.models.calendar_feed import CalendarFeed
from salesmgmt.web.models.export import Export
from salesmgmt.web.models.saved_view import DefaultView, SavedView
from salesmgmt.web.models.undo import Undo

__all__ = ["CalendarFeed", "DefaultView", "Export", "SavedView", "Undo"]
