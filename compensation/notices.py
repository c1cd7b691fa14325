"""What pay tells people: that their statement is final."""

from collections.abc import Sequence

from django.urls import reverse

from compensation.choices import RunState
from compensation.models import Statement
from salesmgmt.outbox.models import Notification
from salesmgmt.outbox.registry import NoticeKind, Telling, register_kind
from salesmgmt.outbox.telling import describe_rows

STATEMENT_FINAL = "compensation.statement_final"
SUBJECT = "compensation.statement"


def describe_statements(notifications: Sequence[Notification]) -> dict[int, Telling]:
    return describe_rows(
        notifications,
        rows=lambda person: (
            Statement.objects.visible_to(person).filter(user=person, run__state=RunState.FINAL).select_related("run")
        ),
        tell=_final,
    )


def _final(statement: Statement, notification: Notification) -> Telling:
    """Without the amount: a mail may be read by others."""
    return Telling(
        title=f"Your statement for {statement.run.name} is final",
        body="The quarter’s pay is closed. Every line of the statement opens to its deal and says how it was reckoned.",
        url=reverse("compensation:statement", args=[statement.pk]),
    )


register_kind(NoticeKind(STATEMENT_FINAL, "Statement final", describe=describe_statements, icon="pay"))
