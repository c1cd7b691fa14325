"""What every page must know of a person: whether somebody waits for their answer, whether they plan meetings, whether
they have tasks, whether deals of others are shared with them."""

from django.db.models import Exists, OuterRef

from pipeline.models import DealSplit, HelpRequest, PlannedMeeting, Task
from salesmgmt.people.standing import register_standing

register_standing("pipeline.is_asked", lambda: Exists(HelpRequest.objects.open().filter(helper=OuterRef("pk"))))
register_standing("pipeline.plans_meetings", lambda: Exists(PlannedMeeting.objects.ahead().filter(user=OuterRef("pk"))))
register_standing("pipeline.has_tasks", lambda: Exists(Task.objects.open().filter(user=OuterRef("pk"))))
register_standing("pipeline.has_shares", lambda: Exists(DealSplit.objects.filter(user=OuterRef("pk"))))
