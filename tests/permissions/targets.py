"""What the permission table says of targets of a year and what they are adjusted by: their names, and what is sent."""

from django.utils import timezone

from pipeline.domain.targets import adjust_target
from pipeline.domain.work_feeds import open_work_feed
from pipeline.models import Target
from salesmgmt.people.models import FiscalPeriod
from tests.cast import AT, Cast

_API, _PAGE = "/api/v1/pipeline/targets", "/pipeline/targets"
_SPREAD = {"year": "{fiscal_year}", "measure": "CALLS", "user": "{nora}", "full_amount": "10", "season": "EVEN"}
_COPY = {"year": "{fiscal_year}", "measure": "CALLS"}
TARGET_BODIES: dict[tuple[str, str], dict[str, object]] = {
    ("POST", f"{_API}/spread/preview/"): _SPREAD,
    ("POST", f"{_API}/spread/"): _SPREAD,
    ("POST", f"{_API}/copy/preview/"): _COPY,
    ("POST", f"{_API}/copy/"): _COPY,
    ("POST", f"{_API}/{{ritas_target}}/adjust/"): {
        "num": 1,
        "den": 2,
        "reason": "Leave",
        "adjusted_date": AT.date().isoformat(),
    },
    ("POST", f"{_PAGE}/plan/{{way}}/"): {**_SPREAD, "parts": "QUARTER"},
    ("POST", f"{_PAGE}/plan/{{way}}/preview/"): {**_SPREAD, "parts": "QUARTER"},
    ("POST", f"{_PAGE}/{{ritas_target}}/adjust/"): {
        "percent": "50",
        "adjusted_date": AT.date().isoformat(),
        "reason": "Leave",
    },
}


def target_names(cast: Cast, target: Target) -> dict[str, object]:
    """Rita's target is lowered for a leave."""
    row = adjust_target(target=target, num=1, den=2, reason="Leave", by=cast.olga, at=AT)
    year = FiscalPeriod.objects.get(kind="YEAR", start_date=AT.date().replace(month=1, day=1))
    secret = open_work_feed(by=cast.sam, at=timezone.now())
    return {"work_secret": secret, "fiscal_year": year.pk, "way": "spread", "ritas_adjustment": row.pk}
