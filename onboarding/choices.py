"""The codes that onboarding rows use."""

from django.db.models import TextChoices


class Relation(TextChoices):
    """Who does an item of a plan, said by what they are to the new hire."""

    NEW_HIRE = "NEW_HIRE", "New hire"
    MANAGER = "MANAGER", "Manager"
    BUDDY = "BUDDY", "Buddy"
    IT = "IT", "IT"


class JourneyState(TextChoices):
    OPEN = "OPEN", "Open"
    FINISHED = "FINISHED", "Finished"
    STOPPED = "STOPPED", "Stopped"


class MilestoneKind(TextChoices):
    """An event in the pipeline that shows ramp; found from its rows, never typed in."""

    FIRST_MEETING = "FIRST_MEETING", "First meeting"
    FIRST_DEAL = "FIRST_DEAL", "First deal won"


DEAL_KINDS = frozenset(
    {
        *("activity.logged", "activity.taken_back"),
        *("deal.won", "deal.win_undone", "deal.reopened", "deal.edited", "deal.given", "deal.shared"),
    }
)
"""Events after which a deal may show other milestones than before."""
IMPORT_KINDS = frozenset({"deals.imported", "deals.import_undone", "activities.imported", "activities.import_undone"})
LEAVING_KINDS = frozenset({"sign_in.closed"})
"""Somebody has no place in the company any more, from the day it is so."""
JOURNEY_KINDS = frozenset({"journey.started", "journey.start_moved"})
"""Events after which a journey is to be read again: a deal may have been won while it was being started."""
