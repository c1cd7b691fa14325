"""What the permission table says of pay: names for its rows, and bodies that a compensation admin may send."""

from datetime import date

from compensation.domain.plans import draft_plan
from tests.cast import AT, Cast
from tests.compensation.rows import calculated, document, make_plan, put_on, statement_of

PAY_BODIES: dict[tuple[str, str], dict[str, object]] = {
    ("POST", "/api/v1/compensation/assignments/"): {
        "user": "{sam}",
        "plan_version": "{plan_version}",
        "start_date": "2026-01-01",
    },
    ("POST", "/api/v1/compensation/assignments/{ritas_assignment}/end/"): {"end_date": "2026-03-01"},
    ("POST", "/api/v1/compensation/plans/"): {"name": "Renewals", "document": "{terms}", "start_date": "2027-01-01"},
    ("POST", "/api/v1/compensation/plans/{plan}/versions/"): {"document": "{terms}", "start_date": "2027-01-01"},
    ("PUT", "/api/v1/compensation/plan-versions/{draft}/"): {"document": "{terms}", "start_date": "2027-02-01"},
    ("POST", "/api/v1/compensation/runs/"): {"day": "2026-05-01"},
}


def pay_names(cast: Cast) -> dict[str, object]:
    """Rita and Nora are on a published plan, and the quarter's run has been calculated; another plan is a draft."""
    plan = make_plan(cast.carla)
    put_on(plan, cast.nora, by=cast.carla)
    assignment = put_on(plan, cast.rita, by=cast.carla)
    draft = draft_plan(name="Next year", document=document(), first_day=date(2027, 1, 1), by=cast.carla, at=AT)
    run = calculated(cast)
    statement = statement_of(run, cast.rita)
    return {
        "plan": plan.plan_id,
        "plan_version": plan.pk,
        "draft": draft.pk,
        "terms": document(),
        "ritas_assignment": assignment.pk,
        "run": run.pk,
        "ritas_statement": statement.pk,
        "ritas_line": statement.lines.earliest("pk").pk,
    }
