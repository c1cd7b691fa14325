"""The lists of hiring, each declared in a file of its own."""

from hiring.lists.bench import BENCH
from hiring.lists.campaigns import CANDIDATE_CAMPAIGNS
from hiring.lists.candidates import CANDIDATES
from hiring.lists.interviews import INTERVIEWS
from hiring.lists.offers import OFFERS
from hiring.lists.openings import OPENINGS

__all__ = ["BENCH", "CANDIDATES", "CANDIDATE_CAMPAIGNS", "INTERVIEWS", "OFFERS", "OPENINGS"]
