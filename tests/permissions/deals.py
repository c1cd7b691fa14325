"""What the permission table says of what is done with deals: names of rows, and what acts on them send."""

from pipeline.models import Deal, DealAction
from salesmgmt.events.models import Job
from tests.cast import AT

_DEAL = "/api/v1/pipeline/deals/{ritas_judged_deal}"
_PAGE = "/pipeline/deals/{ritas_judged_deal}"
_VERSION = "/api/v1/pipeline/process-versions/{published_version}"
_TELL = {"moment": "ENTER", "kind": "NOTIFY", "whom": "OWNER", "message": "Call"}
DEAL_BODIES: dict[tuple[str, str], dict[str, object]] = {
    ("POST", "/api/v1/pipeline/stage-actions/"): {"stage": "{draft_stage}", **_TELL},
    ("POST", f"{_VERSION}/move-deals/preview/"): {"to": "{process_draft}"},
    ("POST", f"{_VERSION}/move-deals/"): {"to": "{process_draft}"},
    ("POST", f"{_DEAL}/actions/retry/"): {"run": "{ritas_action}"},
    ("POST", f"{_PAGE}/actions/retry/"): {"run": "{ritas_action}"},
}


def failed_action(deal: Deal) -> dict[str, object]:
    """What a stage was to do for the deal, and could not."""
    run = DealAction.objects.get(deal=deal)
    Job.objects.filter(pk=run.job_id).update(state="FAILED", error="Nobody was there.", finished_at=AT)
    return {"ritas_action": run.pk}
