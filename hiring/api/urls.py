"""/api/v1/hiring/."""

from django.urls import path
from rest_framework.routers import SimpleRouter

from hiring.api import bench, booking, campaigns, candidates, documents, interviews, kits, notes, seats, setup, tags
from hiring.api.availability import AvailabilityView
from hiring.api.candidate_links import CandidateRequestViewSet, LetterTextsView
from hiring.api.feeds import InterviewFeedView
from hiring.api.interviewers import DebriefView, InterviewersView
from hiring.api.need import BenchNeedView

router = SimpleRouter()
router.register("profiles", setup.HiringProfileViewSet, basename="api-hiring-profiles")
router.register("stages", setup.HiringStageViewSet, basename="api-hiring-stages")
router.register("sources", setup.CandidateSourceViewSet, basename="api-candidate-sources")
router.register("campaigns", campaigns.CandidateCampaignViewSet, basename="api-candidate-campaigns")
router.register("candidates", candidates.CandidateViewSet, basename="api-candidates")
router.register("candidacies", candidates.CandidacyViewSet, basename="api-candidacies")
router.register("documents", documents.DocumentViewSet, basename="api-candidate-documents")
router.register("notes", notes.NoteViewSet, basename="api-candidate-notes")
router.register("tags", tags.TagViewSet, basename="api-candidate-tags")
router.register("interviews", interviews.InterviewViewSet, basename="api-interviews")
router.register("scorecards", interviews.ScorecardViewSet, basename="api-scorecards")
router.register("booking-links", booking.BookingLinkViewSet, basename="api-booking-links")
router.register("kit-parts", kits.KitPartViewSet, basename="api-kit-parts")
router.register("openings", seats.OpeningViewSet, basename="api-openings")
router.register("offers", seats.OfferViewSet, basename="api-offers")
router.register("bench-entries", bench.BenchEntryViewSet, basename="api-bench-entries")
router.register("candidate-requests", CandidateRequestViewSet, basename="api-candidate-requests")
router.register("touches", bench.TouchViewSet, basename="api-touches")

urlpatterns = [
    *router.urls,
    path("cadences/", setup.CadencesView.as_view(), name="api-touch-cadences"),
    path("interview-cost/", campaigns.InterviewCostView.as_view(), name="api-interview-cost"),
    path("letter-texts/", LetterTextsView.as_view(), name="api-letter-texts"),
    path("bench-need/", BenchNeedView.as_view(), name="api-bench-need"),
    path("interviewers/", InterviewersView.as_view(), name="api-interviewers"),
    path("candidacies/<int:pk>/debrief/", DebriefView.as_view(), name="api-candidacy-debrief"),
    path("availability/", AvailabilityView.as_view(), name="api-interview-availability"),
    path("interview-feed/", InterviewFeedView.as_view(), name="api-interview-feed"),
]
