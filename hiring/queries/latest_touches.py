"""The latest touches of an entry, read in the query that reads the entry: a panel beside a list has few queries."""

from datetime import datetime

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import F, OuterRef
from django.db.models.functions import JSONObject

from hiring.models import BenchEntry, Touch
from hiring.models.bench import BenchEntryQuerySet
from salesmgmt.accounts.models import User

MOST = 20


def with_touches(entries: BenchEntryQuerySet) -> BenchEntryQuerySet:
    """As `latest`, for `touches_of`."""
    touches = Touch.objects.filter(entry=OuterRef("pk")).order_by("-happened_at", "-pk")
    said = JSONObject(kind=F("kind"), at=F("happened_at"), note=F("note"), who=F("user__name"))
    return entries.annotate(latest=ArraySubquery(touches.values(said=said)[:MOST]))


def touches_of(entry: BenchEntry) -> list[Touch]:
    return [
        Touch(
            entry=entry,
            kind=each["kind"],
            note=each["note"],
            happened_at=datetime.fromisoformat(each["at"]),
            user=User(name=each["who"]),
        )
        for each in entry.latest  # type: ignore[attr-defined]
    ]
