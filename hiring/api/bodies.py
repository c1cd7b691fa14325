"""What the API takes to write in hiring."""

from typing import Any

from rest_framework import serializers

from hiring.choices import HiringStageKind, Recommendation, Tier, TouchKind
from hiring.domain.candidates import Came
from hiring.domain.endings import Farewell
from hiring.domain.hires import Joining
from hiring.domain.scorecards import RatingFacts, ScorecardFacts
from hiring.models import (
    BenchEntry,
    Candidacy,
    CandidateCampaign,
    CandidateSource,
    HiringProfile,
    HiringStage,
    Interview,
    Opening,
)
from onboarding.models import PlanVersion
from pipeline.api.fields import PersonField, VersionedBody, VisibleField, money_field
from salesmgmt.api.strict import StrictBody
from salesmgmt.people.models import Competency, Office, RoleProfile, Team


class _Facts:
    """Splits input into what the verb takes by name (`apart`) and `facts`."""

    apart: tuple[str, ...] = ("expected_version",)

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        attrs = super().validate(attrs)  # type: ignore[misc]
        facts = {name: value for name, value in attrs.items() if name not in self.apart}
        return {"facts": facts, **{name: attrs[name] for name in self.apart if name in attrs}}


class ProfileFacts(serializers.Serializer[Any]):
    """How a profile is hired for."""

    bench_goal = serializers.IntegerField(min_value=0, max_value=1000, required=False)
    takes_applications = serializers.BooleanField(required=False)
    pitch = serializers.CharField(required=False, allow_blank=True, max_length=10_000)


class NewHiringProfileBody(_Facts, ProfileFacts, StrictBody):
    """A role profile to hire for; it gets the standard stages, or those of another one with their kits."""

    role_profile = VisibleField(RoleProfile)
    like = VisibleField(HiringProfile, required=False, help_text="Whose stages and kits it begins with.")
    apart = ("role_profile", "like")


class EditHiringProfileBody(_Facts, ProfileFacts, VersionedBody):
    """What is not sent stays as it is."""


class HirersBody(StrictBody):
    """All who hire for the profile."""

    users = PersonField(many=True)


class StageOrderBody(StrictBody):
    """All stages in use, in the order that they are to have."""

    stages = VisibleField(HiringStage, many=True)


class HiringStageFactsBody(StrictBody):
    """What a stage is called, what it is for, and how many days are normal in it."""

    name = serializers.CharField(max_length=60)
    kind = serializers.ChoiceField(choices=HiringStageKind.choices)
    normal_days = serializers.IntegerField(min_value=0, max_value=3650, allow_null=True)


class NewHiringStageBody(StrictBody):
    """A stage of a profile, after another one or first."""

    profile = VisibleField(HiringProfile)
    name = serializers.CharField(max_length=60)
    kind = serializers.ChoiceField(choices=HiringStageKind.choices, required=False)
    normal_days = serializers.IntegerField(min_value=0, max_value=3650, required=False, allow_null=True)
    after = VisibleField(HiringStage, allow_null=True)


class NewCandidateSourceBody(StrictBody):
    """A source, named by a code."""

    code = serializers.CharField(max_length=40)
    name = serializers.CharField(max_length=100)


class CandidateSourceBody(StrictBody):
    """What a source is called, and whether it can be chosen."""

    name = serializers.CharField(max_length=100)
    is_active = serializers.BooleanField()


class CampaignFacts(serializers.Serializer[Any]):
    """What may be said of a campaign anew; its cost is in the company's currency."""

    name = serializers.CharField(max_length=100, required=False)
    start_date = serializers.DateField(required=False)
    end_date = serializers.DateField(required=False, allow_null=True)
    cost_amount = money_field(required=False, allow_null=True)


class NewCandidateCampaignBody(_Facts, CampaignFacts, StrictBody):
    """A campaign stays with its source and keeps its code."""

    code = serializers.SlugField(max_length=40)
    name = serializers.CharField(max_length=100)
    start_date = serializers.DateField()
    source = serializers.SlugRelatedField(slug_field="code", queryset=CandidateSource.objects.all())
    apart = ("code",)


class EditCandidateCampaignBody(_Facts, CampaignFacts, VersionedBody):
    """What is not sent stays as it is."""


class InterviewCostBody(StrictBody):
    """What an hour of any interviewer costs, in the company's currency."""

    hourly_amount = money_field()


class CadenceBody(StrictBody):
    """How often people of a tier hear from us, from their next touch on."""

    tier = serializers.ChoiceField(choices=Tier.choices)
    days = serializers.IntegerField(min_value=1, max_value=365)


class CandidateFacts(serializers.Serializer[Any]):
    """What is known of a candidate."""

    name = serializers.CharField(max_length=200, required=False)
    email = serializers.EmailField(required=False, allow_blank=True)
    phone = serializers.CharField(max_length=40, required=False, allow_blank=True)
    headline = serializers.CharField(max_length=200, required=False, allow_blank=True)
    location = serializers.CharField(max_length=100, required=False, allow_blank=True)
    source = serializers.SlugRelatedField(
        slug_field="code", queryset=CandidateSource.objects.all(), required=False, allow_null=True
    )
    about = serializers.CharField(max_length=20_000, required=False, allow_blank=True)


class EditCandidateBody(_Facts, CandidateFacts, VersionedBody):
    """What is not sent stays as it is."""


class NewCandidacyBody(_Facts, CandidateFacts, StrictBody):
    """Somebody for a profile that you hire for; a person known by the e-mail address stays the same candidate."""

    name = serializers.CharField(max_length=200)
    profile = VisibleField(HiringProfile)
    stage = VisibleField(HiringStage, required=False, help_text="The first one if not sent.")
    owner = PersonField(required=False, help_text="You if not sent.")
    campaign = serializers.SlugRelatedField(
        slug_field="code",
        queryset=CandidateCampaign.objects.all(),
        required=False,
        help_text="Code of the campaign they came by.",
    )
    referred_by = PersonField(required=False, help_text="Who of the company recommended them.")
    apart = ("profile", "stage", "owner", "came")

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        came = Came(campaign=attrs.pop("campaign", None), referred_by=attrs.pop("referred_by", None))
        return super().validate({**attrs, "came": came})


class CameBody(_Facts, VersionedBody):
    """What is not sent stays as it is; null is none."""

    campaign = serializers.SlugRelatedField(
        slug_field="code",
        queryset=CandidateCampaign.objects.all(),
        required=False,
        allow_null=True,
        help_text="Code of the campaign they came by; recruiters and admins say it.",
    )
    referred_by = PersonField(required=False, allow_null=True, help_text="Who of the company recommended them.")


class CandidacyMoveBody(VersionedBody):
    """Into which stage."""

    stage = VisibleField(HiringStage, source="to")


class EndReasonBody(VersionedBody):
    """Why it ends."""

    reason = serializers.CharField(max_length=200)


class CandidacyBody(VersionedBody):
    """Nothing but, if wanted, the candidacy's version."""


class BenchEntryBody(VersionedBody):
    """Nothing but, if wanted, the entry's version."""


class RejectBody(EndReasonBody):
    """Why we say no and, where a mail is to leave, after how many days and in which words."""

    mail_after_days = serializers.IntegerField(
        min_value=0, max_value=30, required=False, allow_null=True, help_text="Null: no mail leaves."
    )
    words = serializers.CharField(
        max_length=5000, required=False, allow_blank=True, help_text="Blank: the words of the role profile."
    )

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        attrs = super().validate(attrs)
        days, words = attrs.pop("mail_after_days", None), attrs.pop("words", "")
        return attrs if days is None else {**attrs, "farewell": Farewell(words, days)}


class CandidacyReopenBody(VersionedBody):
    """The stage to come back in; where it ended if not sent."""

    stage = VisibleField(HiringStage, source="to", required=False)


class CandidacyGiveBody(VersionedBody):
    """Who looks after the candidate from now on."""

    owner = PersonField(source="to")


class HireBody(VersionedBody):
    """Where and how the person starts; without `plan` they go on the plan of their role profile. `opening` is
    the seat that they fill, where there is one."""

    start_date = serializers.DateField()
    team = VisibleField(Team)
    manager = PersonField()
    email = serializers.EmailField()
    office = VisibleField(Office, required=False, allow_null=True)
    buddy = PersonField(required=False, allow_null=True)
    it_person = PersonField(required=False, allow_null=True)
    plan = VisibleField(PlanVersion, required=False, allow_null=True)
    opening = VisibleField(Opening, required=False, allow_null=True)

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        attrs = super().validate(attrs)
        expected_version = attrs.pop("expected_version")
        return {"joining": Joining(**attrs), "expected_version": expected_version}


class NewInterviewBody(StrictBody):
    """When, and who sits in it; in the candidacy's stage if none is sent."""

    candidacy = VisibleField(Candidacy)
    scheduled_at = serializers.DateTimeField()
    panel = PersonField(many=True)
    stage = VisibleField(HiringStage, required=False)
    minutes = serializers.IntegerField(min_value=5, max_value=480, required=False)
    place = serializers.CharField(max_length=200, required=False, allow_blank=True)
    invite = serializers.BooleanField(default=False, help_text="Mail the candidate an invitation for their calendar.")


class RescheduleBody(VersionedBody):
    """Another time; minutes and place stay where none are sent."""

    scheduled_at = serializers.DateTimeField()
    minutes = serializers.IntegerField(min_value=5, max_value=480, required=False)
    place = serializers.CharField(max_length=200, required=False, allow_blank=True)


class InterviewBody(VersionedBody):
    """Nothing but, if wanted, the interview's version."""


class PanelBody(VersionedBody):
    """All who sit in the interview."""

    panel = PersonField(many=True)


class RatingBody(StrictBody):
    """What was seen of one competency; leave out what was not seen."""

    competency = VisibleField(Competency)
    value = serializers.IntegerField(min_value=1, max_value=5)
    evidence = serializers.CharField(max_length=10_000)


class ScorecardBody(StrictBody):
    """One's own scorecard as written so far; it replaces the draft. `version` is that of the draft, 0 before there is
    one."""

    ratings = RatingBody(many=True, required=False)
    recommendation = serializers.ChoiceField(choices=Recommendation.choices, required=False, allow_blank=True)
    summary = serializers.CharField(max_length=20_000, required=False, allow_blank=True)
    version = serializers.IntegerField(min_value=0, required=False)

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        facts = ScorecardFacts(
            ratings=[RatingFacts(**rating) for rating in attrs.get("ratings", ())],
            recommendation=attrs.get("recommendation", ""),
            summary=attrs.get("summary", ""),
        )
        named = {"interview": attrs["interview"]} if "interview" in attrs else {}
        return {"facts": facts, "expected_version": attrs.get("version"), **named}


class NewScorecardBody(ScorecardBody):
    """A draft for an interview whose panel you sit on."""

    interview = VisibleField(Interview)


class SubmitBody(VersionedBody):
    """Nothing but, if wanted, the draft's version."""


class NewBenchEntryBody(StrictBody):
    """An open candidacy to keep warm; you keep it if no owner is sent."""

    candidacy = VisibleField(Candidacy)
    tier = serializers.ChoiceField(choices=Tier.choices)
    owner = PersonField(required=False)
    ready_date = serializers.DateField(required=False, allow_null=True)
    consent_until = serializers.DateField(required=False, allow_null=True)


class TierBody(VersionedBody):
    """The tier from now on."""

    tier = serializers.ChoiceField(choices=Tier.choices)


class SnoozeBody(VersionedBody):
    """The day on which the next touch is due."""

    until = serializers.DateField()


class BenchDatesBody(VersionedBody):
    """From which day they could start (null: now), and the last day of their consent (null: none noted)."""

    ready_date = serializers.DateField(allow_null=True)
    consent_until = serializers.DateField(allow_null=True)


class HandOverBody(VersionedBody):
    """Who keeps the person warm from now on."""

    owner = PersonField(source="to")


class NewTouchBody(StrictBody):
    """Something that has happened."""

    entry = VisibleField(BenchEntry)
    kind = serializers.ChoiceField(choices=TouchKind.choices)
    happened_at = serializers.DateTimeField()
    note = serializers.CharField(required=False, allow_blank=True, max_length=10_000)
