from onboarding.models.journey import Journey, JourneyItem, JourneyMilestone, RampDefinition
from onboarding.models.plan import Plan, PlanItem, PlanVersion

__all__ = [
    "Journey",
    "JourneyItem",
    "JourneyMilestone",
    "Plan",
    "PlanItem",
    "PlanVersion",
    "RampDefinition",
]
