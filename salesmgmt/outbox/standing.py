"""What the bell shows, on every page: how many notices a person has not read."""

from django.db.models import Count, IntegerField, OuterRef, Subquery
from django.db.models.functions import Coalesce

from salesmgmt.outbox.models import Notification
from salesmgmt.people.standing import register_standing


def _unread() -> Coalesce:
    rows = Notification.objects.unread().filter(person=OuterRef("pk")).order_by().values("person")
    return Coalesce(Subquery(rows.values(n=Count("pk")), output_field=IntegerField()), 0)


register_standing("outbox.unread", _unread)
