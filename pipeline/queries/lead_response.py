"""How leads stand against the instant by which they are to be answered."""

from django.db.models import Case, CharField, F, Q, Value, When
from django.db.models.functions import Now

from pipeline.choices import ResponseStanding

WAITS = Q(answered_at=None, due_at__isnull=False)

STANDS = {
    ResponseStanding.DUE: WAITS & Q(due_at__gte=Now()),
    ResponseStanding.OVERDUE: WAITS & Q(due_at__lt=Now()),
    ResponseStanding.IN_TIME: Q(due_at__isnull=False, answered_at__lte=F("due_at")),
    ResponseStanding.LATE: Q(due_at__isnull=False, answered_at__gt=F("due_at")),
}
"""By the database's clock, so that a page, a filter and the API agree on what is overdue."""

RESPONSE = Case(
    *(When(condition, then=Value(standing.value)) for standing, condition in STANDS.items()),
    default=Value(""),
    output_field=CharField(),
)
"""Blank where no instant was promised."""
