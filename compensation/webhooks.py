"""What of compensation may leave by webhook: that a run stands; what it pays is read by the API."""

from compensation.models import Run
from salesmgmt.outbox.families import Family, register_family

register_family(
    Family(
        code="pay_run",
        title="Pay runs",
        model=Run,
        url_name="api-runs-detail",
        kinds={
            "pay_run.started": "A pay run was started",
            "pay_run.calculated": "A pay run was calculated",
            "pay_run.finalized": "A pay run became final",
            "pay_run.removed": "A pay run was removed",
        },
    )
)
