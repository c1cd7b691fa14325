"""What of hiring may leave by webhook: that something happened to a row, never a word about a candidate."""

from hiring.models import BenchEntry, Candidacy, Interview, Offer, Opening
from salesmgmt.outbox.families import Family, register_family

register_family(
    Family(
        code="candidacy",
        title="Candidacies",
        model=Candidacy,
        url_name="api-candidacies-detail",
        kinds={
            "candidacy.opened": "A candidacy began",
            "candidacy.moved": "A candidacy moved to another stage",
            "candidacy.move_undone": "A candidacy's move was taken back",
            "candidacy.given": "A candidacy got another owner",
            "candidacy.rejected": "A candidacy was rejected",
            "candidacy.withdrawn": "A candidacy was withdrawn",
            "candidacy.withdrawn_untold": "A candidacy was withdrawn before its rejection was told",
            "candidacy.reopened": "A candidacy was opened again",
            "candidate.hired": "A candidate was hired",
        },
    )
)
register_family(
    Family(
        code="bench_entry",
        title="Bench entries",
        model=BenchEntry,
        url_name="api-bench-entries-detail",
        kinds={
            "candidate.put_on_bench": "A candidate was put on the bench",
            "candidate.taken_off_bench": "A candidate left the bench",
        },
    )
)
register_family(
    Family(
        code="interview",
        title="Interviews",
        model=Interview,
        url_name="api-interviews-detail",
        kinds={
            "interview.planned": "An interview was planned",
            "interview.rescheduled": "An interview was put off",
            "interview.held": "An interview was held",
            "interview.cancelled": "An interview was cancelled",
        },
    )
)
register_family(
    Family(
        code="opening",
        title="Openings",
        model=Opening,
        url_name="api-openings-detail",
        kinds={
            "opening.opened": "An opening was opened",
            "opening.filled": "An opening was filled",
            "opening.cancelled": "An opening was cancelled",
            "opening.cancel_undone": "A cancelled opening was brought back",
        },
    )
)
register_family(
    Family(
        code="offer",
        title="Offers",
        model=Offer,
        url_name="api-offers-detail",
        kinds={
            "offer.sent": "An offer was sent",
            "offer.accepted": "An offer was accepted",
            "offer.declined": "An offer was declined",
            "offer.withdrawn": "An offer was withdrawn",
            "offer.expired": "An offer expired",
        },
    )
)
