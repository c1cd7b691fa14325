from salesmgmt.web.models.export import Export
from salesmgmt.web.models.saved_view import DefaultView, SavedView

__all__ = ["DefaultView", "Export", "SavedView"]
