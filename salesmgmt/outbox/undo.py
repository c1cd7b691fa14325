"""What can be taken back of the outbox: removing a webhook."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from salesmgmt.accounts.models import User
from salesmgmt.web.undoing import Back, undoable


@undoable("outbox.remove_webhook", title="Removing a webhook", window=timedelta(minutes=10))
def bring_webhook_back(*, params: Mapping[str, Any], by: User, at: datetime) -> Back:
    from salesmgmt.outbox.domain.webhooks import bring_endpoint_back

    endpoint = bring_endpoint_back(webhook_id=params["webhook_id"], by=by, at=at)
    return Back(f"{endpoint} is told again")
