"""What compensation asks approval for: publishing a plan, and closing a quarter's pay."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.urls import reverse

from compensation.models import PlanVersion, Run
from salesmgmt.accounts.models import User
from salesmgmt.approvals.registry import ApprovalKind, register_approval

PUBLISH, CLOSE = "compensation.publish_plan", "compensation.close_run"


def _publish(*, subject: PlanVersion, params: Mapping[str, Any], by: User, at: datetime) -> None:
    from compensation.domain.publishing import publish_plan_version

    publish_plan_version(version=subject, by=by, at=at)


def _close(*, subject: Run, params: Mapping[str, Any], by: User, at: datetime) -> None:
    from compensation.domain.runs import finalize_run

    finalize_run(run=subject, by=by, at=at)


register_approval(
    ApprovalKind(
        code=PUBLISH,
        title="Publishing a pay plan",
        model=PlanVersion,
        act=_publish,
        what=lambda params: f"publishing {params['name']}",
        version_of=lambda version: f"{version.sha256} {version.valid.lower} {bool(version.published_at)}",
        url=lambda version: reverse("compensation:plan_version", args=[version.pk]),
        visible=PlanVersion.objects.visible_to,
        permission="compensation.manage",
    )
)
register_approval(
    ApprovalKind(
        code=CLOSE,
        title="Closing a quarter’s pay",
        model=Run,
        act=_close,
        what=lambda params: f"closing the pay of {params['name']}",
        version_of=lambda run: f"{run.calculation} {run.state}",
        url=lambda run: reverse("compensation:run", args=[run.pk]),
        visible=Run.objects.visible_to,
        permission="compensation.finalize",
    )
)
