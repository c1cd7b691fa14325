"""/api/v1/compensation/."""

from rest_framework.routers import SimpleRouter

from compensation.api import viewsets

router = SimpleRouter()
router.register("plans", viewsets.PlanViewSet, basename="api-plans")
router.register("plan-versions", viewsets.PlanVersionViewSet, basename="api-plan-versions")
router.register("assignments", viewsets.AssignmentViewSet, basename="api-assignments")
router.register("runs", viewsets.RunViewSet, basename="api-runs")
router.register("statements", viewsets.StatementViewSet, basename="api-statements")
router.register("lines", viewsets.LineViewSet, basename="api-lines")

urlpatterns = router.urls
