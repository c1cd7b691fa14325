"""/api/v1/onboarding/."""

from rest_framework.routers import SimpleRouter

from onboarding.api import journeys, plans

router = SimpleRouter()
router.register("plans", plans.PlanViewSet, basename="api-onboarding-plans")
router.register("plan-versions", plans.PlanVersionViewSet, basename="api-onboarding-plan-versions")
router.register("plan-items", plans.PlanItemViewSet, basename="api-onboarding-plan-items")
router.register("ramp-definitions", plans.RampDefinitionViewSet, basename="api-ramp-definitions")
router.register("journeys", journeys.JourneyViewSet, basename="api-journeys")
router.register("hires", journeys.HireStatusViewSet, basename="api-hires")
router.register("journey-items", journeys.JourneyItemViewSet, basename="api-journey-items")
router.register("milestones", journeys.MilestoneViewSet, basename="api-milestones")

urlpatterns = router.urls
