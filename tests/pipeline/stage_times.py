"""Deals that were won or lost after a time in Qualify, written as an import would: history without acts."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

from pipeline.models import Deal, DealVersion
from salesmgmt.accounts.models import User
from tests.pipeline_rows import stage

MINUTE = timedelta(minutes=1)
BEGAN = datetime.fromisoformat("2025-06-02T08:00+00:00")


def closed_after(
    owner: User, visits: Iterable[tuple[str, int]], *, closing: str = "Won", began: datetime = BEGAN
) -> Deal:
    """A deal that stood in the stages named, for so many minutes each, and was closed then."""
    at, rows = began, []
    for name, minutes in visits:
        rows.append((name, at, at + minutes * MINUTE))
        at += minutes * MINUTE
    end = stage(closing)
    deal = Deal.objects.create(
        name=f"{closing} after {visits}"[:200],
        owner=owner,
        stage=end,
        state=end.kind,
        amount=100,
        currency="EUR",
        forecast_category=end.forecast_category,
        started_date=began.date(),
        close_date=at.date(),
        stage_entered_at=at,
        created_at=began,
    )
    facts: dict[str, Any] = {"deal": deal, "owner": owner, "amount": 100, "close_date": at.date()}
    for name, start, until in [*rows, (closing, at, None)]:
        DealVersion.objects.create(
            stage=stage(name),
            valid_from=start,
            valid_to=until,
            forecast_category=stage(name).forecast_category,
            **facts,
        )
    return deal
