"""Writes the histories that land: candidates who are not here yet, their candidacies, and every stay."""

from hiring.candidate_file.named import named_sources
from hiring.candidate_file.tagged import put_tags
from hiring.choices import CandidacyState, Origin
from hiring.history_file.check import histories, users_of
from hiring.history_file.stays import History
from hiring.models import Candidacy, Candidate, StageVisit
from salesmgmt.accounts.models import User
from salesmgmt.imports.domain.verdicts import Became, remember
from salesmgmt.imports.registry import Chunk


def merge_histories(chunk: Chunk) -> None:
    found = histories(chunk)
    if not found:
        return
    candidates, people = _candidates(chunk, found), users_of(found)
    put_tags(chunk, ((candidates[each.email].pk, row.values.get("tags")) for each in found for row in each.rows))
    candidacies = Candidacy.objects.bulk_create(
        _candidacy(each, candidates[each.email], people.get(each.person or each.email)) for each in found
    )
    StageVisit.objects.bulk_create(
        StageVisit(
            candidacy=candidacy,
            stage=stay.stage,
            entered_at=stay.entered_at,
            left_at=stay.left_at,
            entered_by=chunk.by,
        )
        for candidacy, each in zip(candidacies, found, strict=True)
        for stay in each.stays
    )
    rows = [(row, candidacy) for candidacy, each in zip(candidacies, found, strict=True) for row in each.rows]
    remember(chunk, chunk.file, (Became(row.key, candidacy.pk, row.digest) for row, candidacy in rows))
    chunk.told.tell("candidates.imported", rows=len(rows), opened=len(candidacies))


def _candidates(chunk: Chunk, found: list[History]) -> dict[str, Candidate]:
    """By address in small letters; what is known of somebody who is here stays, and where nobody has said from where
    they came, their rows do."""
    sources = named_sources()
    came = {each.email: next((sources[said] for said in _sources(each)), None) for each in found}
    known = Candidate.objects.select_for_update().filter(email__in=[each.email for each in found]).order_by("pk")
    here = {str(candidate.email).lower(): candidate for candidate in known}
    missing = {each.email: each.rows[0].values for each in found if each.email not in here}
    for email, candidate in here.items():
        if candidate.source_id is None and came[email] is not None:
            candidate.source, candidate.version = came[email], candidate.version + 1
            candidate.save(update_fields=["source", "version"])
    made = Candidate.objects.bulk_create(
        Candidate(name=said["name"], email=said["email"], source=came[email], created_by=chunk.by, created_at=chunk.at)
        for email, said in missing.items()
    )
    return here | dict(zip(missing, made, strict=True))


def _sources(each: History) -> list[str]:
    return [str(row.values["source"]) for row in each.rows if row.values.get("source")]


def _candidacy(each: History, candidate: Candidate, person: User | None) -> Candidacy:
    last = each.stays[-1]
    return Candidacy(
        candidate=candidate,
        profile=each.profile,
        stage=last.stage,
        state=each.state,
        origin=Origin.FILE,
        applied_at=each.stays[0].entered_at,
        stage_entered_at=last.entered_at,
        ended_at=each.ended_at,
        end_reason=each.reason,
        hired_user=person if each.state == CandidacyState.HIRED else None,
    )
