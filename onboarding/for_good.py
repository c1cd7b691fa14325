"""What of onboarding cannot be taken back."""

from salesmgmt.web.for_good import register_for_good

register_for_good(
    "onboarding.publish_plan",
    "onboarding:plan_publish",
    "A published version cannot be changed or taken back; the next version starts from it.",
)
