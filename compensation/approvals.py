"""What compensation asks approval for: publishing a plan, and closing a quarter's pay."""

from django.urls import reverse

from compensation.domain.publishing import publish_plan_version
from compensation.domain.runs import finalize_run
from compensation.models import PlanVersion, Run
from compensation.models.plan import PUBLISH_APPROVAL
from compensation.models.run import CLOSE_APPROVAL
from salesmgmt.approvals.registry import ApprovalKind, register_approval

register_approval(
    ApprovalKind(
        code=PUBLISH_APPROVAL,
        title="Publishing a pay plan",
        model=PlanVersion,
        act=lambda *, subject, params, **act: publish_plan_version(version=subject, **act),
        what=lambda params: f"publishing {params['name']}",
        version_of=lambda version: f"{version.sha256} {version.valid.lower} {bool(version.published_at)}",
        url=lambda version: reverse("compensation:plan_version", args=[version.pk]),
        visible=PlanVersion.objects.visible_to,
        permission="compensation.manage",
    )
)
register_approval(
    ApprovalKind(
        code=CLOSE_APPROVAL,
        title="Closing a quarter’s pay",
        model=Run,
        act=lambda *, subject, params, **act: finalize_run(run=subject, **act),
        what=lambda params: f"closing the pay of {params['name']}",
        version_of=lambda run: f"{run.calculation} {run.state}",
        url=lambda run: reverse("compensation:run", args=[run.pk]),
        visible=Run.objects.visible_to,
        permission="compensation.finalize",
    )
)
