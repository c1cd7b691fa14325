"""/api/v1/duplicates/."""

from django.urls import path
from rest_framework.routers import SimpleRouter

from salesmgmt.duplicates.api.pairs import CheckView, MergeViewSet, PairViewSet

router = SimpleRouter()
router.register("pairs", PairViewSet, basename="api-duplicate-pairs")
router.register("merges", MergeViewSet, basename="api-merges")

urlpatterns = [*router.urls, path("check/", CheckView.as_view(), name="api-duplicate-check")]
