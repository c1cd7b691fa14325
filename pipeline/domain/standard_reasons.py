"""The reasons to win and to lose by that a company starts with."""

from datetime import datetime

from pipeline.choices import StageKind
from pipeline.domain.catalogue import add_close_reason
from pipeline.models import CloseReason
from salesmgmt.accounts.models import User

STANDARD_REASONS = {
    StageKind.WON: {
        "best-fit": "Best fit",
        "best-price": "Best price",
        "relationship": "Relationship",
        "fast-delivery": "Fast delivery",
    },
    StageKind.LOST: {
        "price": "Price",
        "no-budget": "No budget",
        "competitor": "Competitor",
        "no-decision": "No decision",
        "bad-timing": "Bad timing",
        "missing-feature": "Missing feature",
    },
}


def add_missing_reasons(*, by: User | None, at: datetime) -> None:
    """Adds the standard reasons of each kind that has none, as part of `publish_process`: deals can be closed then."""
    present = set(CloseReason.objects.values_list("kind", flat=True))
    for kind, named in STANDARD_REASONS.items():
        if kind not in present:
            for code, name in named.items():
                add_close_reason(kind=kind, code=code, name=name, by=by, at=at)
