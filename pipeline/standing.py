"""Whether somebody waits for a person's answer, known with what every page must know of them."""

from django.db.models import Exists, OuterRef

from pipeline.models import HelpRequest
from salesmgmt.people.standing import register_standing

register_standing("pipeline.is_asked", lambda: Exists(HelpRequest.objects.open().filter(helper=OuterRef("pk"))))
