"""A stage asks for how well something is known: an item of its version by its score, or all of them by their points."""

from datetime import timedelta

import pytest

from pipeline.choices import CriterionKind
from pipeline.domain.draft_qualification import remove_item
from pipeline.domain.drafts import CriterionFacts, add_criterion, draft_version, edit_criterion
from pipeline.domain.exits import CriteriaUnmet
from pipeline.domain.moves import move_deal
from pipeline.domain.processes import publish_version
from pipeline.domain.qualification import score_item
from pipeline.models import Deal, ExitCriterion, Process, ProcessVersion
from pipeline.queries.criteria import failing
from tests.pipeline.process_rows import deal_in
from tests.refusals import assert_breaks, assert_refused

HOUR = timedelta(hours=1)


def to(deal: Deal, name: str, by, at) -> Deal:
    return move_deal(deal=deal, to=deal.stage.process_version.stages.get(name=name), by=by, at=at)


def scored(deal: Deal, by, at, **scores: int | None) -> None:
    for code, score in scores.items():
        item = deal.stage.process_version.items.get(code=code.replace("_", "-"))
        score_item(deal=deal, item=item, score=score, evidence="Said so" if score else "", by=by, at=at)


def known_well(olga, at, **asked) -> ProcessVersion:
    """The next version, whose Qualify asks for a score; published."""
    draft = draft_version(process=Process.objects.get(), by=olga, at=at)
    code = asked.pop("code", None)
    facts = CriterionFacts(CriterionKind.QUALIFIED, item=draft.items.get(code=code) if code else None, **asked)
    add_criterion(stage=draft.stages.get(name="Qualify"), facts=facts, by=olga, at=at)
    return publish_version(version=draft, by=olga, at=at)


def test_an_item_has_to_be_scored_and_the_refusal_says_what_it_is_now(process, rita, olga, at):
    deal = deal_in(known_well(olga, at, code="economic-buyer", score=2), rita)
    for score, now in ((None, "it is unknown now"), (1, "it is 1 now")):
        scored(deal, rita, at, economic_buyer=score, champion=3)
        sentence = (
            f"this is missing (Qualify: “Economic buyer” scored 2 or more: {now}, 2 is asked; score it under "
            "Qualification on the deal's page)"
        )
        with assert_refused("criteria_unmet", "override", says=sentence):
            to(deal, "Discover", rita, at + HOUR)
        with pytest.raises(CriteriaUnmet) as refused:
            to(deal, "Discover", rita, at + HOUR)
        (told,) = refused.value.members["criteria"]
        assert (told["kind"], told["score"], told["score_asked"]) == ("QUALIFIED", score, 2)
    scored(deal, rita, at, economic_buyer=2)
    assert to(deal, "Discover", rita, at + HOUR).stage.name == "Discover"


def test_all_items_together_have_to_reach_points_and_an_item_of_another_version_counts_for_none(
    process, rita, olga, at
):
    version = known_well(olga, at, score=5)
    deal = deal_in(version, rita)
    scored(deal, rita, at, economic_buyer=2, champion=2)
    with assert_refused("criteria_unmet", "override", says="qualified with 5 points or more: it is 4 now"):
        to(deal, "Discover", rita, at + HOUR)
    asked = list(ExitCriterion.objects.filter(stage__process_version=version))
    assert [failing(asked, user=rita)[each.pk] for each in asked] == [(1, 1)]
    scored(deal, rita, at, metrics=1)
    assert [failing(asked, user=rita)[each.pk] for each in asked] == [(0, 1)]
    assert to(deal, "Discover", rita, at + HOUR).stage.name == "Discover"


def test_a_draft_keeps_what_it_asks_for_and_no_other(process, olga, at):
    version = known_well(olga, at, code="champion", score=3)
    draft = draft_version(process=Process.objects.get(), by=olga, at=at)
    copy = ExitCriterion.objects.get(stage__process_version=draft)
    assert (copy.item.process_version, copy.item.code, copy.asks) == (draft, "champion", "“Champion” scored 3")
    for asked, code, field, says in (
        (
            {"item": version.items.get(code="champion"), "score": 2},
            "a_criterion_asks_for_an_item_of_its_version",
            "kind",
            "one of another version",
        ),
        (
            {"item": copy.item, "score": 4},
            "no_item_is_asked_for_above_the_best_score",
            "kind",
            "An item is scored 0 to 3",
        ),
        ({"item": None, "score": 22}, "out_of_reach", "score", "has 21 points in all"),
        ({"item": copy.item}, "an_exit_criterion_says_what_it_asks_for", "kind", "choose what"),
    ):
        with assert_refused(code, field, says=says):
            edit_criterion(criterion=copy, facts=CriterionFacts(CriterionKind.QUALIFIED, **asked), by=olga, at=at)
    with assert_refused("asked_for", says="Qualify asks for “Champion”"):
        remove_item(item=copy.item, by=olga, at=at)
    copy.refresh_from_db()
    assert (copy.score, draft.items.count()) == (3, 7)
    with assert_breaks("a_criterion_asks_for_an_item_of_its_version"):
        ExitCriterion.objects.filter(pk=copy.pk).update(item=version.items.first())
    with assert_breaks("an_exit_criterion_says_what_it_asks_for"):
        ExitCriterion.objects.filter(pk=copy.pk).update(score=None)
