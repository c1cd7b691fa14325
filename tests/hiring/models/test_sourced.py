"""Candidacies count for the source they came by, whatever changes; the proof says the same by another statement."""

import pytest
from django.db import connection

from hiring.domain.folds import fold_sources_anew
from hiring.domain.interviews import mark_held
from hiring.models import Candidacy, CandidateCampaign, CandidateSource, SourcedCandidacy
from tests.hiring_rows import HOUR, make_candidacy, make_entry, make_interview
from tests.salesmgmt.figures.proving import broken, by_hand

pytestmark = pytest.mark.django_db


@pytest.fixture
def sources():
    return [CandidateSource.objects.create(code=name.lower(), name=name) for name in ("Fair", "Board")]


def counted(candidacy: Candidacy) -> tuple[str | None, bool, bool, int]:
    assert "hiring.candidacies_count_for_their_source" not in broken()
    row = SourcedCandidacy.objects.select_related("source").get(candidacy=candidacy)
    assert row.applied_at == Candidacy.objects.get(pk=candidacy.pk).applied_at
    return row.source and row.source.name, row.got_ready, row.was_hired, row.minutes


def test_the_source_of_the_campaign_else_of_the_candidate(candidacy, cast, sources):
    fair, board = sources
    assert counted(candidacy) == (None, False, False, 0)
    type(candidacy.candidate).objects.filter(pk=candidacy.candidate_id).update(source=board)
    assert counted(candidacy)[0] == "Board"
    campaign = CandidateCampaign.objects.create(
        code="spring", name="Spring", source=fair, start_date="2026-03-01", currency="EUR"
    )
    Candidacy.objects.filter(pk=candidacy.pk).update(campaign=campaign)
    assert counted(candidacy)[0] == "Fair"
    CandidateCampaign.objects.update(source=board)
    assert counted(candidacy)[0] == "Board"
    Candidacy.objects.filter(pk=candidacy.pk).update(campaign=None)
    type(candidacy.candidate).objects.update(source=fair)
    assert counted(candidacy)[0] == "Fair"


def test_who_stood_on_the_bench_got_ready(candidacy, cast):
    entry = make_entry(candidacy, cast.max)
    assert counted(candidacy)[1:3] == (True, False)
    entry.delete()
    assert counted(candidacy)[1:3] == (False, False)


def test_what_came_of_one_is_looked_up_not_found_among_all(db):
    """A function that the planner cannot look into would be a scan of it, joined to every candidacy."""
    with connection.cursor() as cursor:
        cursor.execute("EXPLAIN SELECT * FROM hiring_outcomes(ARRAY[1])")
        assert "Function Scan" not in "".join(line for (line,) in cursor.fetchall())


def test_minutes_of_held_interviews(candidacy, cast, at):
    interview = make_interview(candidacy, cast.max, [cast.ivan, cast.max])
    mark_held(interview=interview, by=cast.max, at=at + 2 * HOUR)
    assert counted(candidacy)[3] == 2 * interview.minutes
    interview.panel.filter(user=cast.ivan).delete()
    assert counted(candidacy)[3] == interview.minutes
    interview.delete()
    assert counted(candidacy)[3] == 0


def test_what_was_written_by_hand_is_folded_anew(profile, candidacy, cast, sources):
    other = make_candidacy(profile, cast.max, "Bo Berg")
    by_hand("UPDATE hiring_sourcedcandidacy SET got_ready = true, minutes = 5 WHERE candidacy_id = %s", candidacy.pk)
    by_hand("DELETE FROM hiring_sourcedcandidacy WHERE candidacy_id = %s", other.pk)
    assert len(broken()["hiring.candidacies_count_for_their_source"]) == 2
    assert fold_sources_anew(chunk=1) == 2
    assert counted(candidacy) == counted(other) == (None, False, False, 0)


def test_rows_go_with_their_candidacy(profile, cast):
    candidacy = make_candidacy(profile, cast.max, "Cy Cole")
    with connection.cursor() as cursor:
        for table in ("hiring_stagevisit", "hiring_candidacy"):
            column = "id" if table == "hiring_candidacy" else "candidacy_id"
            cursor.execute(f"DELETE FROM {table} WHERE {column} = %s", [candidacy.pk])
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
    assert not SourcedCandidacy.objects.exists()
