"""What candidates and their candidacies say here, in the words of files."""

from collections.abc import Iterable, Mapping, Sequence
from zoneinfo import ZoneInfo

from hiring.candidate_file.named import named_profiles
from hiring.candidate_file.tagged import named_tags, said_of, tags_here
from hiring.models import Candidacy, Candidate
from salesmgmt.imports.columns import Values
from salesmgmt.imports.models import ImportBatch, StagedRow
from salesmgmt.imports.queries.staged import subjects_of
from salesmgmt.people.models import Company

Facts = Mapping[str, object]


def candidates_here(file: str, batch: ImportBatch, keys: Sequence[str]) -> Mapping[str, Facts]:
    """Of the candidates that keys stand for, with their candidacies for the profiles that the rows name."""
    known = subjects_of(batch.kind, file, keys)
    rows = list(batch.staged_rows.filter(file=file, key__in=known))
    people = Candidate.objects.select_related("source").in_bulk(known.values())
    return _facts(rows, {row.key: people[known[row.key]] for row in rows})


def facts_of(rows: Iterable[StagedRow]) -> Mapping[str, tuple[Candidate, Facts]]:
    """Key -> who is here with the row's address, and what they say, of those who run or ran for its profile."""
    rows = list(rows)
    here = Candidate.objects.filter(email__in=[row.values["email"] for row in rows]).select_related("source")
    called = {candidate.email.lower(): candidate for candidate in here}
    found = {row.key: called[email] for row in rows if (email := row.values["email"].lower()) in called}
    said = _facts([row for row in rows if row.key in found], found)
    return {key: (found[key], facts) for key, facts in said.items() if "profile" in facts}


def _facts(rows: Sequence[StagedRow], people: Mapping[str, Candidate]) -> dict[str, Facts]:
    profiles, zone = named_profiles(), ZoneInfo(Company.objects.current().zone)
    running = Candidacy.objects.filter(candidate__in={candidate.pk for candidate in people.values()})
    running = running.select_related("profile__role_profile", "stage", "owner", "campaign")
    running = running.order_by("applied_at", "pk")
    latest = {(each.candidate_id, each.profile_id): each for each in running}
    tags, known = tags_here(each.pk for each in people.values()), named_tags()
    said = {}
    for row in rows:
        candidate, profile = people[row.key], profiles.get(row.values["profile"])
        candidacy = latest.get((candidate.pk, profile.pk)) if profile else None
        said[row.key] = _of_candidate(candidate, row.values) | _of_candidacy(candidacy, row.values, zone)
        said[row.key] |= {"tags": said_of(row.values.get("tags"), tags.get(candidate.pk, {}), known)}
    return said


def _of_candidate(candidate: Candidate, said: Values) -> dict[str, object]:
    """Files may call a source by its code or its name."""
    source = candidate.source
    return {
        "name": candidate.name,
        "email": candidate.email,
        "phone": candidate.phone,
        "headline": candidate.headline,
        "location": candidate.location,
        "source": source and (source.name if said.get("source") == source.name else source.code),
    }


def _of_candidacy(row: Candidacy | None, said: Values, zone: ZoneInfo) -> dict[str, object]:
    """Nothing where there is none; a profile goes by the name that the file has for it."""
    if row is None:
        return {}
    campaign = row.campaign
    return {
        "profile": said["profile"],
        "stage": row.stage.name,
        "applied_date": row.applied_at.astimezone(zone).replace(tzinfo=None).isoformat(timespec="minutes"),
        "owner": row.owner and row.owner.email,
        "campaign": campaign and (campaign.name if said.get("campaign") == campaign.name else campaign.code),
        "state": row.state,
    }
