"""Hiring as the API shows it. Scorecards are blind: others' are shown as far as PRODUCT lets the person read them."""

from typing import Any

from rest_framework import serializers

from hiring.models import (
    BenchEntry,
    Candidacy,
    Candidate,
    CandidateCampaign,
    CandidateSource,
    HiringProfile,
    HiringStage,
    Interview,
    Panelist,
    Rating,
    Scorecard,
    StageVisit,
    Touch,
    TouchCadence,
)
from hiring.rules import reads_every_candidate


class HiringStageSerializer(serializers.ModelSerializer[HiringStage]):
    """A stage of a profile; `retired_at` once it is no longer in use."""

    class Meta:
        model = HiringStage
        read_only_fields = fields = ("id", "profile", "position", "name", "kind", "normal_days", "retired_at")


class HiringProfileSerializer(serializers.ModelSerializer[HiringProfile]):
    """How a role profile is hired for; `hirers` are the numbers of the managers who do."""

    code = serializers.CharField(source="role_profile.code")
    name = serializers.CharField(source="role_profile.name")
    hirers = serializers.SerializerMethodField()

    class Meta:
        model = HiringProfile
        read_only_fields = fields = (
            "id",
            "role_profile",
            "code",
            "name",
            "bench_goal",
            "takes_applications",
            "pitch",
            "hirers",
            "version",
        )

    def get_hirers(self, profile: HiringProfile) -> list[int]:
        return sorted(hirer.user_id for hirer in profile.hirers.all())


class CandidateSourceSerializer(serializers.ModelSerializer[CandidateSource]):
    """Where candidates come from."""

    class Meta:
        model = CandidateSource
        read_only_fields = fields = ("id", "code", "name", "is_active")


class CandidateCampaignSerializer(serializers.ModelSerializer[CandidateCampaign]):
    """What a candidate source is worked with, from `start_date` until before `end_date`."""

    source = serializers.CharField(source="source.code")

    class Meta:
        model = CandidateCampaign
        read_only_fields = fields = (
            "id",
            "code",
            "name",
            "source",
            "start_date",
            "end_date",
            "cost_amount",
            "currency",
            "version",
        )


class InterviewCostSerializer(serializers.Serializer[Any]):
    """What an hour of an interviewer costs; null while nobody has said it."""

    hourly_amount = serializers.DecimalField(max_digits=19, decimal_places=4, allow_null=True)
    currency = serializers.CharField(allow_null=True)


class TouchCadenceSerializer(serializers.ModelSerializer[TouchCadence]):
    """How often people of a tier hear from us, in days."""

    class Meta:
        model = TouchCadence
        read_only_fields = fields = ("tier", "days")


class TouchCadencesSerializer(serializers.Serializer[Any]):
    """The cadence of every tier."""

    results = TouchCadenceSerializer(many=True)
    next = serializers.URLField(allow_null=True, help_text="Always null: there are few tiers.")


class CandidateSerializer(serializers.ModelSerializer[Candidate]):
    """A person who might be hired; a blank fact is unknown."""

    source = serializers.CharField(source="source.code", default=None, allow_null=True)
    tags = serializers.ListField(child=serializers.CharField(), source="tag_names", help_text="Names of their tags.")

    class Meta:
        model = Candidate
        read_only_fields = fields = (
            "id",
            "name",
            "email",
            "phone",
            "headline",
            "location",
            "source",
            "about",
            "tags",
            "created_at",
            "version",
        )


class CandidateLineSerializer(CandidateSerializer):
    """A candidate among others, without what is said about them: whoever reads that has looked at their file."""

    class Meta(CandidateSerializer.Meta):
        read_only_fields = fields = tuple(name for name in CandidateSerializer.Meta.fields if name != "about")


class CandidacySerializer(serializers.ModelSerializer[Candidacy]):
    """A candidate for a role profile; no opening is needed. `version` rises with every act."""

    candidate_name = serializers.CharField(source="candidate.name")
    profile_name = serializers.CharField(source="profile.role_profile.name")
    stage_name = serializers.CharField(source="stage.name")
    owner_name = serializers.CharField(source="owner.name", default=None, allow_null=True)
    campaign = serializers.SerializerMethodField(help_text="Its code, for those who read campaigns.")

    class Meta:
        model = Candidacy
        read_only_fields = fields = (
            "id",
            "candidate",
            "candidate_name",
            "profile",
            "profile_name",
            "stage",
            "stage_name",
            "state",
            "owner",
            "owner_name",
            "origin",
            "campaign",
            "referred_by",
            "applied_at",
            "stage_entered_at",
            "ended_at",
            "end_reason",
            "withdrew_at",
            "withdrew_reason",
            "hired_user",
            "version",
        )

    def get_campaign(self, candidacy: Candidacy) -> str | None:
        reads = reads_every_candidate(self.context["request"].user)
        return candidacy.campaign.code if reads and candidacy.campaign else None


class StageVisitSerializer(serializers.ModelSerializer[StageVisit]):
    """A candidacy was in a stage from `entered_at` up to and without `left_at`; `undone_by` took the move back."""

    stage_name = serializers.CharField(source="stage.name")

    class Meta:
        model = StageVisit
        read_only_fields = fields = ("stage", "stage_name", "entered_at", "left_at", "entered_by", "undone_by")


class PanelistSerializer(serializers.ModelSerializer[Panelist]):
    """Who sits in an interview."""

    user_name = serializers.CharField(source="user.name")

    class Meta:
        model = Panelist
        read_only_fields = fields = ("user", "user_name")


class InterviewSerializer(serializers.ModelSerializer[Interview]):
    """A conversation with a candidate; everybody on the panel owes a scorecard, and `submitted` names whose are in."""

    stage_name = serializers.CharField(source="stage.name")
    panel = PanelistSerializer(many=True)
    submitted = serializers.SerializerMethodField()

    class Meta:
        model = Interview
        read_only_fields = fields = (
            "id",
            "candidacy",
            "stage",
            "stage_name",
            "scheduled_at",
            "minutes",
            "place",
            "state",
            "panel",
            "submitted",
            "version",
        )

    def get_submitted(self, interview: Interview) -> list[int]:
        return sorted(card.author_id for card in interview.scorecards.all() if card.submitted_at)


class RatingSerializer(serializers.ModelSerializer[Rating]):
    """How one competency was seen, with the evidence; what was not seen is not listed."""

    competency_name = serializers.CharField(source="competency.name")

    class Meta:
        model = Rating
        read_only_fields = fields = ("competency", "competency_name", "value", "evidence")


class ScorecardSerializer(serializers.ModelSerializer[Scorecard]):
    """What one interviewer made of an interview; `submitted_at` is null while it is their own draft."""

    author_name = serializers.CharField(source="author.name")
    candidacy = serializers.IntegerField(source="interview.candidacy_id")
    ratings = RatingSerializer(many=True)

    class Meta:
        model = Scorecard
        read_only_fields = fields = (
            "id",
            "interview",
            "candidacy",
            "author",
            "author_name",
            "recommendation",
            "summary",
            "submitted_at",
            "ratings",
            "version",
        )


class BenchEntrySerializer(serializers.ModelSerializer[BenchEntry]):
    """Somebody on the bench. `warmth` falls from 1 by half with every cadence without a touch; `word` says it."""

    candidate_name = serializers.CharField(source="candidacy.candidate.name")
    profile = serializers.IntegerField(source="candidacy.profile_id")
    owner_name = serializers.CharField(source="owner.name")
    warmth = serializers.SerializerMethodField()
    word = serializers.SerializerMethodField()

    class Meta:
        model = BenchEntry
        read_only_fields = fields = (
            "id",
            "candidacy",
            "candidate_name",
            "profile",
            "tier",
            "owner",
            "owner_name",
            "put_at",
            "left_at",
            "leave_reason",
            "ready_date",
            "consent_until",
            "last_touch_at",
            "next_touch_date",
            "warmth",
            "word",
            "version",
        )

    def get_warmth(self, entry: Any) -> str | None:
        """Null once they have left the bench."""
        return None if entry.left_at else f"{entry.score:.4f}"

    def get_word(self, entry: Any) -> str | None:
        return None if entry.left_at else str(entry.word)


class TouchSerializer(serializers.ModelSerializer[Touch]):
    """A contact that kept somebody warm; `due_date` is the day that it answered, null if it answered none."""

    user_name = serializers.CharField(source="user.name")

    class Meta:
        model = Touch
        read_only_fields = fields = ("id", "entry", "kind", "user", "user_name", "happened_at", "due_date", "note")
