"""Scores of waiting leads, by what sales made of those that it decided about."""

from datetime import timedelta
from decimal import Decimal

import pytest

from pipeline.choices import LeadState
from pipeline.domain.catalogue import add_lead_source
from pipeline.domain.leads import create_lead
from pipeline.domain.scoring import FEWEST, ask_for_scores, run_scoring
from pipeline.models import Lead, ScoreRun
from pipeline.queries.scored_values import counted
from salesmgmt.events.models import Job
from tests.refusals import assert_refused


@pytest.fixture
def decided(process, cast, at):
    """So many leads, by turns: of the fair 4 of 5 accepted, of the web 1 of 5."""
    fair, web = (add_lead_source(code=code, name=code.title(), by=cast.olga, at=at) for code in ("fair", "web"))

    def make(count):
        for number in range(count):
            is_fair, place = number % 2 == 0, number // 2 % 5
            won = place < 4 if is_fair else place < 1
            Lead.objects.create(
                person_name=f"P{number}",
                lead_source=fair if is_fair else web,
                owner=cast.rita,
                state=LeadState.ACCEPTED if won else LeadState.REJECTED,
                rejection="" if won else "NO_NEED",
                decided_at=at + timedelta(minutes=number),
                created_at=at,
            )
        return fair, web

    return make


def test_waiting_leads_are_scored_by_what_became_of_those_alike(decided, cast, at):
    fair, web = decided(100)
    waiting = [
        create_lead(facts={"person_name": "Ada", "lead_source": source}, by=cast.rita, at=at) for source in (fair, web)
    ]
    run = run_scoring(at=at)
    assert (run.decided, run.won, run.held_out, run.scored) == (100, 50, 20, 2)
    assert (run.brier, run.base_brier) == (Decimal("0.1600"), Decimal("0.2500"))
    assert run.reliability == [[0.2, 0.4, 10, 0.2, 0.2], [0.8, 1.0, 10, 0.8, 0.8]]
    scores = {lead.person_name + lead.lead_source.code: lead.score for lead in Lead.objects.filter(score_run=run)}
    assert scores == {"Adafair": 80, "Adaweb": 20}
    lead = Lead.objects.get(pk=waiting[0].pk)
    assert [(each.title, each.value, each.won, each.lost, each.counts) for each in counted(lead)] == [
        ("Lead source", "Fair", 40, 10, True),
        ("E-mail", "not given", 50, 50, True),
        ("Phone", "not given", 50, 50, True),
    ]


def test_a_run_again_gives_the_same_scores_and_those_decided_have_none(decided, cast, at):
    fair, _ = decided(100)
    lead = create_lead(facts={"person_name": "Ada", "lead_source": fair}, by=cast.rita, at=at)
    first, again = run_scoring(at=at), run_scoring(at=at + timedelta(hours=1))
    assert (first.counts, first.steps) == (again.counts, again.steps)
    Lead.objects.filter(pk=lead.pk).update(state=LeadState.ACCEPTED, decided_at=at)
    run_scoring(at=at + timedelta(hours=2))
    assert not Lead.objects.filter(score__isnull=False).exists()


def test_too_few_decided_leads_score_nobody(decided, cast, at):
    fair, _ = decided(FEWEST - 1)
    create_lead(facts={"person_name": "Ada", "lead_source": fair}, by=cast.rita, at=at)
    run = run_scoring(at=at)
    assert (run.brier, run.scored, Lead.objects.filter(score__isnull=False).count()) == (None, 0, 0)


def test_scores_are_asked_for_once_an_hour_and_by_admins(decided, cast, at):
    ask_for_scores(at=at)
    ask_for_scores(at=at + timedelta(minutes=5), by=cast.olga)
    assert Job.objects.filter(kind="pipeline.score_leads").count() == 1
    with assert_refused("not_allowed"):
        ask_for_scores(at=at, by=cast.max)
    assert not ScoreRun.objects.exists()
