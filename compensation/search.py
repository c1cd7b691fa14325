"""What is found of pay: statements by whose they are, and pay plans."""

from compensation.models import PlanVersion, Statement
from salesmgmt.common.folding import SearchWords
from salesmgmt.search.kinds import Facts, SearchKind, register_search, said_of_version


def statement_meta(statement: Facts) -> str:
    return statement["run__name"] or ""


register_search(
    SearchKind(
        "compensation.statement",
        "Statements",
        "pay",
        order=64,
        visible=Statement.objects.visible_to,
        is_small=True,
        words=SearchWords("user__name", "user__email"),
        url_name="compensation:statement",
        name="user__name",
        facts=("run__name",),
        meta=statement_meta,
        person="user_id",
    )
)
register_search(
    SearchKind(
        "compensation.plan",
        "Pay plans",
        "doc",
        order=66,
        visible=PlanVersion.objects.visible_to,
        is_small=True,
        words=SearchWords("plan__name"),
        url_name="compensation:plan_version",
        name="plan__name",
        facts=("number", "published_at"),
        meta=said_of_version,
    )
)
