"""Finding candidates by a word."""

from django.db.models import Q


def naming(word: str, at: str = "candidate__") -> Q:
    """Candidates who have a word in their name, address, headline or location."""
    return Q(
        *((f"{at}{field}__icontains", word) for field in ("name", "email", "headline", "location")), _connector=Q.OR
    )
