"""Writes the rows of candidates.csv that land: people, what is known of them, and their candidacies."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from django.db.models import F

from hiring.candidate_file.check import LANDING
from hiring.candidate_file.named import named_campaigns, named_profiles, named_sources, named_stages
from hiring.candidate_file.tagged import put_tags
from hiring.choices import Origin
from hiring.models import Candidacy, Candidate, CandidateCampaign, HiringProfile, HiringStage, StageVisit
from salesmgmt.imports.choices import Verdict
from salesmgmt.imports.domain.changed_here import refuse_changed_here
from salesmgmt.imports.domain.landing import Landed, remember_versions
from salesmgmt.imports.domain.naming import people
from salesmgmt.imports.models import StagedRow
from salesmgmt.imports.queries.staged import rows_of
from salesmgmt.imports.registry import Chunk
from salesmgmt.people.models import Company

_TEXTS = ("name", "phone", "headline", "location")


@dataclass(frozen=True)
class _Landing:
    """A row with what it names here."""

    row: StagedRow
    candidate: Candidate
    profile: HiringProfile
    stage: HiringStage
    applied_at: datetime
    owner_id: int | None
    campaign: CandidateCampaign | None


def merge_candidates(chunk: Chunk) -> None:
    """A changed row says again what it gives; of somebody who was here before the file, only blanks are filled in.

    Who has a candidacy for the profile, open or ended, gets no second one; it gets the campaign that they came by where
    none is known. Tags come on and never off.
    """
    refuse_changed_here(chunk, Candidate, "email", lock=True)
    rows = rows_of(chunk, *LANDING)
    if not rows:
        return
    candidates = _candidates(chunk, rows)
    put_tags(chunk, ((candidates[row.values["email"].lower()].pk, row.values.get("tags")) for row in rows))
    landings = list(_landings(chunk, rows, candidates))
    opened = _open(chunk, landings)
    remember_versions(chunk, [Landed(each.row, each.candidate, {}) for each in landings])
    chunk.told.tell("candidates.imported", rows=len(rows), opened=opened)


def _candidates(chunk: Chunk, rows: Iterable[StagedRow]) -> dict[str, Candidate]:
    """By address in small letters; written, new or changed."""
    sources, campaigns = named_sources(), named_campaigns()
    known = Candidate.objects.select_for_update().filter(email__in=[row.values["email"] for row in rows]).order_by("pk")
    found = {candidate.email.lower(): candidate for candidate in known}
    for row in rows:
        facts = {name: row.values[name] for name in _TEXTS if row.values[name]}
        if row.values["source"]:
            facts["source"] = sources[row.values["source"]]
        email = row.values["email"]
        candidate = found.get(email.lower())
        if candidate is None:
            if row.values.get("campaign"):
                facts.setdefault("source", campaigns[row.values["campaign"]].source)
            candidate = Candidate(email=email, created_by=chunk.by, created_at=chunk.at, **facts)
            candidate.save()
            found[email.lower()] = candidate
        else:
            _say_again(candidate, facts, over=row.verdict == Verdict.CHANGED)
    return found


def _say_again(candidate: Candidate, facts: dict[str, object], *, over: bool) -> None:
    changed = [
        name
        for name, value in facts.items()
        if getattr(candidate, name) != value and (over or not getattr(candidate, name))
    ]
    if changed:
        for name in changed:
            setattr(candidate, name, facts[name])
        candidate.version += 1
        candidate.save()


def _landings(chunk: Chunk, rows: Iterable[StagedRow], candidates: dict[str, Candidate]) -> Iterable[_Landing]:
    profiles, stages, zone = named_profiles(), named_stages(), Company.objects.current().zone
    persons, campaigns, first = people(), named_campaigns(), {}
    for (profile_id, _), stage in stages.items():
        if profile_id not in first or stage.position < first[profile_id].position:
            first[profile_id] = stage
    for row in rows:
        profile, day = profiles[row.values["profile"]], row.values["applied_date"]
        yield _Landing(
            row,
            candidates[row.values["email"].lower()],
            profile,
            stages[profile.pk, row.values["stage"]] if row.values["stage"] else first[profile.pk],
            datetime.fromisoformat(day).replace(tzinfo=ZoneInfo(zone)) if day else chunk.at,
            persons[row.values["owner"].casefold()] if row.values["owner"] else None,
            campaigns[row.values["campaign"]] if row.values.get("campaign") else None,
        )


def _open(chunk: Chunk, landings: list[_Landing]) -> int:
    """Opens the candidacies that there are not yet; how many."""
    people = [landing.candidate.pk for landing in landings]
    running = set(Candidacy.objects.filter(candidate__in=people).values_list("candidate_id", "profile_id"))
    missing = {(each.candidate.pk, each.profile.pk): each for each in landings}
    _say_campaigns(missing)
    opening = [each for key, each in missing.items() if key not in running]
    candidacies = Candidacy.objects.bulk_create(
        Candidacy(
            candidate=each.candidate,
            profile=each.profile,
            stage=each.stage,
            owner_id=each.owner_id,
            campaign=each.campaign,
            origin=Origin.FILE,
            applied_at=each.applied_at,
            stage_entered_at=each.applied_at,
        )
        for each in opening
    )
    StageVisit.objects.bulk_create(
        StageVisit(candidacy=each, stage_id=each.stage_id, entered_at=each.stage_entered_at, entered_by=chunk.by)
        for each in candidacies
    )
    return len(candidacies)


def _say_campaigns(landings: Mapping[tuple[int, int], _Landing]) -> None:
    """Of candidacies that are here, by candidate and profile, of which nobody has said by which campaign they came."""
    coming = {key: each.campaign for key, each in landings.items() if each.campaign is not None}
    silent = Candidacy.objects.filter(candidate__in={candidate for candidate, _ in coming}, campaign=None)
    by_campaign: dict[CandidateCampaign, list[int]] = {}
    for pk, *key in silent.values_list("pk", "candidate_id", "profile_id"):
        campaign = coming.get((key[0], key[1]))
        if campaign is not None:
            by_campaign.setdefault(campaign, []).append(pk)
    for campaign, keys in by_campaign.items():
        Candidacy.objects.filter(pk__in=keys).update(campaign=campaign, version=F("version") + 1)
