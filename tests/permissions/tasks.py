"""Tasks of Rita's: one that she wrote down for a deal, and one for nothing."""

from datetime import date

from pipeline.domain.to_do import add_task
from pipeline.models import Deal
from tests.cast import AT, Cast

DUE = date(2999, 1, 1)
_API, _PAGE = "/api/v1/pipeline/tasks/{ritas_own_task}", "/pipeline/tasks/{ritas_own_task}"
_NEW = {"title": "Ring", "due_date": "2999-01-02"}
TASK_BODIES: dict[tuple[str, str], dict[str, object]] = {
    ("POST", "/api/v1/pipeline/tasks/"): {**_NEW, "deal": "{ritas_deal}"},
    ("POST", "/api/v1/pipeline/tasks/{ritas_task}/skip/"): {"note": "Known"},
    ("PATCH", f"{_API}/"): {"title": "Send it"},
    ("POST", f"{_API}/give/"): {"holder": "{ritas_manager}"},
    ("POST", "/pipeline/tasks/new/"): _NEW,
    ("POST", f"{_PAGE}/facts/title/"): {"value": "Send it", "version": "1"},
    ("POST", f"{_PAGE}/skip/"): {"note": "Known"},
    ("POST", f"{_PAGE}/give/"): {"holder": "{ritas_manager}"},
    ("POST", "/pipeline/deals/{ritas_deal}/tasks/new/"): _NEW,
}


def task_names(cast: Cast, deal: Deal) -> dict[str, object]:
    said = {"due_date": DUE, "by": cast.rita, "at": AT}
    own = add_task(title="Send the terms", subject=deal, **said)
    free = add_task(title="Prepare the review", **said)
    return {"ritas_own_task": own.pk, "ritas_free_task": free.pk}
