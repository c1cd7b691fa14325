"""Adverse impact of candidacies: who counts, as of when, what is not told, where a sum says other than its parts."""

from datetime import UTC, datetime

import pytest

from hiring.choices import CandidacyState, Origin
from hiring.models import Candidacy, Candidate, HiringProfile, SelfIdentification, StageVisit
from hiring.queries.adverse_impact import WHOLE_WAY, adverse_impact
from salesmgmt.figures.queries.answer import answer
from salesmgmt.figures.reading import read_scope
from salesmgmt.figures.registry import figure_for, figures_for
from salesmgmt.figures.representation import answer_data
from tests.hiring.fairness.test_self_identification import read_fairness
from tests.hiring_rows import hiring_stage, make_profile

pytestmark = pytest.mark.django_db
CAME, WENT = datetime(2026, 3, 3, 9, tzinfo=UTC), datetime(2026, 3, 20, 9, tzinfo=UTC)
APRIL = datetime(2026, 4, 1, 12, tzinfo=UTC)


def people(
    profile: HiringProfile, gender: str, *, further: int = 0, rejected: int = 0, waiting: int = 0, left: int = 0
):
    """So many who came into Applied and got further, were turned down, wait there, or withdrew."""
    fates = ["further"] * further + ["REJECTED"] * rejected + ["OPEN"] * waiting + ["WITHDRAWN"] * left
    start = Candidate.objects.count()
    candidates = Candidate.objects.bulk_create(
        Candidate(name=f"P{start + n}", email=f"p{start + n}@post.example", created_at=CAME) for n in range(len(fates))
    )
    applied, screen = hiring_stage("Applied", profile), hiring_stage("Screen", profile)
    visits = []
    for candidate, fate in zip(candidates, fates, strict=True):
        state = "OPEN" if fate == "further" else fate
        facts = {"origin": Origin.FILE, "applied_at": CAME, "stage_entered_at": CAME, "stage": applied}
        candidacy = Candidacy.objects.create(
            candidate=candidate,
            profile=profile,
            state=state,
            ended_at=None if state == CandidacyState.OPEN else WENT,
            **facts,
        )
        gone_on = fate == "further"
        visits.append(
            StageVisit(candidacy=candidacy, stage=applied, entered_at=CAME, left_at=WENT if gone_on else None)
        )
        if gone_on:
            visits.append(StageVisit(candidacy=candidacy, stage=screen, entered_at=WENT))
    StageVisit.objects.bulk_create(visits)
    if gender:
        SelfIdentification.objects.bulk_create(
            SelfIdentification(
                candidate_id=each.pk, gender=gender, age_band="UNSAID", ethnic_group="UNSAID", given_at=CAME
            )
            for each in candidates
        )


def found(cast, at=APRIL):
    read = adverse_impact(cast.finn, company=cast.company, at=at)
    rows = {}
    for each in (*read.by_stage, *read.pooled):
        rows[each.profile, each.stage, each.dimension] = [
            (one.group.name, one.group.considered, one.group.selected, str(one.finding)) for one in each.impacts
        ]
    return read, rows


@pytest.fixture
def reader(cast, at):
    read_fairness(cast.finn, at)


def test_only_who_was_decided_on_and_answered_counts(cast, profile, reader):
    people(profile, "MAN", further=20, rejected=20, waiting=9, left=7)
    people(profile, "WOMAN", further=8, rejected=17, left=3)
    people(profile, "OTHER", further=2, rejected=2)
    people(profile, "UNSAID", rejected=30)
    people(profile, "", rejected=30)
    read, rows = found(cast)
    assert rows == {
        ("Enterprise AE", "Applied", "gender"): [("Woman", 25, 8, "UNDER"), ("Man", 40, 20, "HIGHEST")],
        ("Enterprise AE", WHOLE_WAY, "gender"): [("Woman", 17, 0, "TOO_FEW"), ("Man", 20, 0, "TOO_FEW")],
    }
    assert [each.untold for each in read.by_stage] == [1, 1]
    assert read.last_day.isoformat() == "2026-03-31"


def test_this_month_gives_nothing_away(cast, profile, reader):
    people(profile, "MAN", further=20, rejected=20)
    people(profile, "WOMAN", further=10, rejected=15)
    _, rows = found(cast, at=datetime(2026, 3, 31, 12, tzinfo=UTC))
    assert rows == {}
    SelfIdentification.objects.filter(gender="WOMAN").update(given_at=APRIL)
    _, rows = found(cast)
    assert rows["Enterprise AE", "Applied", "gender"] == [("Man", 40, 20, "TOO_FEW")]


def test_nobody_else_is_told_anything(cast, profile, reader):
    people(profile, "MAN", further=20, rejected=20)
    people(profile, "WOMAN", further=10, rejected=15)
    for person in (cast.olga, cast.rosa, cast.max, cast.ivan):
        assert adverse_impact(person, company=cast.company, at=APRIL).by_stage == ()
        assert "hiring.adverse_impact" not in {each.name for each in figures_for(person)}


def test_a_sum_that_parts_from_its_profiles_is_named_and_sums_only_what_is_told(cast, profile, reader):
    other = make_profile(cast, "Mid-market AE")
    people(profile, "MAN", further=50, rejected=50)
    people(profile, "WOMAN", further=20, rejected=20)
    people(profile, "OTHER", further=4, rejected=2)
    people(other, "MAN", further=8, rejected=32)
    people(other, "WOMAN", further=20, rejected=80)
    people(other, "OTHER", further=1, rejected=3)
    read, rows = found(cast)
    assert rows["", "Applied", "gender"] == [
        ("Woman", 140, 40, "UNDER"),
        ("Man", 140, 58, "HIGHEST"),
        ("Non-binary or another", 6, 4, "TOO_FEW"),
    ]
    (pooled,) = (each for each in read.pooled if each.stage == "Applied")
    assert (pooled.disagree, pooled.untold) == (("Woman",), 1)


def test_figure_counts_comparisons_and_its_rows_are_stages(cast, profile, reader):
    people(profile, "MAN", further=20, rejected=20)
    people(profile, "WOMAN", further=8, rejected=17)
    figure = figure_for("hiring.adverse_impact", cast.finn)
    said = answer_data(answer(figure, read_scope(figure, {}, user=cast.finn, at=APRIL)))
    assert said["sentence"].startswith("1 of 1 comparisons")
    assert said["measures"]["under"]["n"] == 1


def test_reading_takes_as_many_queries_for_many_profiles(cast, profile, reader, django_assert_num_queries):
    people(profile, "MAN", further=20, rejected=20)
    with django_assert_num_queries(4):
        adverse_impact(cast.finn, company=cast.company, at=APRIL)
    make_profile(cast, "Mid-market AE")
    with django_assert_num_queries(3):
        adverse_impact(cast.finn, company=cast.company, at=APRIL)
