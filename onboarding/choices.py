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
