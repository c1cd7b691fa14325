"""What of onboarding may leave by webhook: how journeys go."""

from onboarding.models import Journey
from salesmgmt.outbox.families import Family, register_family

register_family(
    Family(
        code="journey",
        title="Journeys",
        model=Journey,
        url_name="api-journeys-detail",
        kinds={
            "journey.started": "A journey started",
            "journey.start_moved": "A journey's first day was moved",
            "journey.item_done": "A step of a journey was done",
            "journey.item_undone": "A step was opened again",
            "journey.finished": "A journey was finished",
            "journey.stopped": "A journey was stopped",
            "journey.reopened": "A finished journey was opened again",
        },
    )
)
