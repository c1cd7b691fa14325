"""The profiles, sources, campaigns and stages that rows of candidates.csv name."""

from hiring.models import CandidateCampaign, CandidateSource, HiringProfile, HiringStage


def named_profiles() -> dict[str, HiringProfile]:
    """By name and by code."""
    profiles = list(HiringProfile.objects.select_related("role_profile"))
    by_code = {profile.role_profile.code: profile for profile in profiles}
    return by_code | {profile.role_profile.name: profile for profile in profiles}


def named_sources() -> dict[str, CandidateSource]:
    """By name and by code."""
    sources = list(CandidateSource.objects.all())
    return {source.code: source for source in sources} | {source.name: source for source in sources}


def named_campaigns() -> dict[str, CandidateCampaign]:
    """By name and by code."""
    campaigns = list(CandidateCampaign.objects.select_related("source"))
    return {each.code: each for each in campaigns} | {each.name: each for each in campaigns}


def named_stages() -> dict[tuple[int, str], HiringStage]:
    """Stages in use, by profile and name."""
    return {(stage.profile_id, stage.name): stage for stage in HiringStage.objects.in_use()}
