"""Pages for candidates need their link only: `salesmgmt.web.views.by_link`."""

from salesmgmt.web.views.by_link import TOO_OFTEN, by_link

__all__ = ["TOO_OFTEN", "by_link"]
