"""The lists of hiring, each declared in a file of its own."""

from hiring.lists.candidates import CANDIDATES
from hiring.lists.offers import OFFERS
from hiring.lists.openings import OPENINGS

__all__ = ["CANDIDATES", "OFFERS", "OPENINGS"]
