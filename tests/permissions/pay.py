"""What the permission table says of pay: names for its rows, and bodies that a compensation admin may send."""

from compensation.domain.plans import draft_plan
from compensation.models import Assignment, Line
from tests.cast import AT, Cast
from tests.compensation.rows import YEAR, calculated, document, make_plan, put_on, statement_of

_TERMS = {"document": document(), "start_date": "2026-04-01"}
PAY_BODIES: dict[tuple[str, str], dict[str, object]] = {
    ("POST", "/api/v1/compensation/plans/"): {"name": "Strategic AE", **_TERMS},
    ("POST", "/api/v1/compensation/plans/{plan}/versions/"): _TERMS,
    ("PUT", "/api/v1/compensation/plan-versions/{draft_version}/"): _TERMS,
    ("POST", "/api/v1/compensation/assignments/"): {
        "user": "{sam}",
        "plan_version": "{plan_version}",
        "start_date": "2026-01-01",
    },
    ("POST", "/api/v1/compensation/assignments/{ritas_assignment}/end/"): {"end_date": "2026-07-01"},
    ("POST", "/api/v1/compensation/runs/"): {"day": "2026-04-01"},
    ("POST", "/api/v1/compensation/runs/{run}/remove/"): {"reason": "Another quarter was meant."},
}


def pay_names(cast: Cast) -> dict[str, object]:
    """Rita and Nora are on a published plan and have drafts of statements; another plan is still a draft."""
    version = make_plan(cast.carla)
    for user in (cast.rita, cast.nora):
        put_on(version, user, by=cast.carla)
    draft = draft_plan(name="Overlay 2026", document=document(), first_day=YEAR, by=cast.carla, at=AT)
    run = calculated(cast)
    return {
        "plan": version.plan_id,
        "plan_version": version.pk,
        "draft_version": draft.pk,
        "ritas_assignment": Assignment.objects.get(user=cast.rita).pk,
        "run": run.pk,
        "ritas_statement": statement_of(run, cast.rita).pk,
        "noras_statement": statement_of(run, cast.nora).pk,
        "ritas_line": Line.objects.filter(statement__user=cast.rita).first().pk,
    }
