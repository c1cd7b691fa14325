"""The codes that pay rows use."""

from django.db.models import TextChoices


class RunState(TextChoices):
    DRAFT = "DRAFT", "Draft"
    FINAL = "FINAL", "Final"
    REMOVED = "REMOVED", "Removed"


class CreditSource(TextChoices):
    """What kind of fact a credit comes from."""

    DEAL = "DEAL", "Won deal"


class UnpaidReason(TextChoices):
    """Why a run could not pay something."""

    NO_QUOTA = "NO_QUOTA", "No target"
    QUOTA_CURRENCY = "QUOTA_CURRENCY", "Target in another currency"
    DEAL_CURRENCY = "DEAL_CURRENCY", "Deal in another currency"
    PLAN_CURRENCY = "PLAN_CURRENCY", "Plans in two currencies"
    CREDITED_ELSEWHERE = "CREDITED_ELSEWHERE", "Credited in another run"
    NO_PLAN = "NO_PLAN", "Won without a plan"


# Events that change what a quarter's pay is made of
DEAL_KINDS = {
    "deal.won",
    "deal.lost",
    "deal.reopened",
    "deal.edited",
    "deal.given",
    "deal.shared",
    "deal.lines_set",
    "deal.move_undone",
    "deal.win_undone",
}
IMPORT_KINDS = {
    "deals.imported",
    "deals.import_undone",
    "targets.imported",
    "targets.import_undone",
    "targets.planned",
    "targets.plan_undone",
}
TARGET_KINDS = {"target.set", "target.adjusted"}
