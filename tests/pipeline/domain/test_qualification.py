"""How well a deal is known: scores with what shows them, unknown that is not 0, and what to find out next."""

from datetime import UTC, datetime, timedelta

import pytest

from pipeline.domain.activities import log_activity
from pipeline.domain.draft_qualification import add_item, edit_item, remove_item
from pipeline.domain.drafts import StepFacts, draft_version
from pipeline.domain.processes import publish_version
from pipeline.domain.qualification import score_item, take_score_back
from pipeline.domain.version_moves import move_to_version
from pipeline.models import Deal, QualificationItem, QualificationScore, Task
from pipeline.queries.guidance import guidance_of
from pipeline.queries.qualification import Qualification, history_of, qualification_of, said_of_items
from tests.pipeline.crm.test_worked_tables import tables
from tests.pipeline.evidence import last_event
from tests.pipeline.process_rows import deal_in, strict_process
from tests.pipeline.test_process_figures import ask
from tests.pipeline_rows import make_deal
from tests.refusals import assert_refused

HOUR = timedelta(hours=1)
(TABLE,) = tables("qualification.md")


def known(deal: Deal) -> Qualification:
    return qualification_of(Deal.objects.annotate(qualified=said_of_items()).get(pk=deal.pk))


def item(code: str, deal: Deal) -> QualificationItem:
    return QualificationItem.objects.get(process_version=deal.stage.process_version_id, code=code)


@pytest.mark.parametrize("row", TABLE, ids=lambda row: row["find out next"])
def test_the_worked_table(deal, rita, at, row):
    for name in ("metrics", "economic buyer", "champion"):
        if row[name]:
            score = int(row[name])
            score_item(deal=deal, item=item(name.replace(" ", "-"), deal), score=score, evidence="Mail", by=rita, at=at)
    found = known(deal)
    said = (found.known, len(found.items), found.points, found.most, found.weakest.name)
    assert said == (int(row["of seven known"]), 7, int(row["points"]), int(row["most"]), row["find out next"])


def test_when_all_are_known_the_lowest_is_found_out_next_until_something_shows_all(deal, rita, at):
    for each in known(deal).items:
        row = item(each.code, deal)
        score_item(deal=deal, item=row, score=1 if each.code == "champion" else 2, evidence="x", by=rita, at=at)
    assert known(deal).weakest.code == "champion"
    score_item(deal=deal, item=item("champion", deal), score=3, evidence="x", by=rita, at=at + HOUR)
    assert (known(deal).weakest, known(deal).points, known(deal).most) == (None, 15, 21)


def test_a_score_anew_keeps_what_was_said_and_is_taken_back(deal, rita, at):
    champion = item("champion", deal)
    score_item(deal=deal, item=champion, score=1, by=rita, at=at)
    second = score_item(deal=deal, item=champion, score=None, by=rita, at=at + HOUR)
    assert last_event()[0::4] == ("deal.scored", {"item_id": champion.pk, "score": None, "before": 1})
    assert [row.score for row in history_of(deal, champion)] == [None, 1]
    assert known(deal).known == 0
    first = QualificationScore.objects.get(score=1)
    with assert_refused("scored_since", says="scored anew since"):
        take_score_back(score=first, before_id=None, by=rita, at=at + HOUR)
    take_score_back(score=second, before_id=first.pk, by=rita, at=at + HOUR)
    assert [row.score for row in history_of(deal, champion)] == [1]
    assert known(deal).known == 1


def test_what_shows_it_is_asked_for_from_2_on_and_may_be_an_activity(deal, rita, at):
    champion = item("champion", deal)
    with assert_refused("evidence", "evidence", says="wants something that shows it"):
        score_item(deal=deal, item=champion, score=2, evidence=" ", by=rita, at=at)
    with assert_refused("a_score_is_0_to_3", "score"):
        score_item(deal=deal, item=champion, score=4, evidence="x", by=rita, at=at)
    other = log_activity(deal=make_deal(rita, "Brio"), kind="CALL", happened_at=at, by=rita, at=at)
    with assert_refused("refused", "activity", says="belongs to another deal"):
        score_item(deal=deal, item=champion, score=2, activity=other, by=rita, at=at)
    call = log_activity(deal=deal, kind="CALL", happened_at=at, by=rita, at=at)
    assert score_item(deal=deal, item=champion, score=2, activity=call, by=rita, at=at).activity == call


def test_the_next_best_step_is_the_one_that_finds_out_what_is_known_least(process, rita, olga, at):
    steps = [StepFacts("Call"), StepFacts("Name who pays", helps="economic-buyer")]
    deal = deal_in(strict_process(olga, Qualify=steps), rita)
    score_item(deal=deal, item=item("metrics", deal), score=1, by=rita, at=at)

    def first() -> Task:
        weakest = known(deal).weakest
        return guidance_of(deal, [], approval=None, today=at.date(), weakest=weakest).first

    assert first().step.title == "Name who pays"
    score_item(deal=deal, item=item("economic-buyer", deal), score=1, by=rita, at=at)
    assert first().step.title == "Call"


def test_items_change_in_a_draft_and_scores_go_along_by_their_code(deal, rita, olga, at):
    version = deal.stage.process_version
    score_item(deal=deal, item=item("champion", deal), score=2, evidence="Mail", by=rita, at=at)
    with assert_refused("published"):
        add_item(version=version, name="Paper process", by=olga, at=at)
    draft = draft_version(process=version.process, by=olga, at=at)
    add_item(version=draft, name="Paper process", question="Who signs what?", by=olga, at=at)
    with assert_refused("a_version_asks_for_an_item_once", "name"):
        add_item(version=draft, name="Paper Process", by=olga, at=at)
    edit_item(item=draft.items.get(code="champion"), name="Our champion", question="", by=olga, at=at)
    remove_item(item=draft.items.get(code="metrics"), by=olga, at=at)
    assert [each.name for each in draft.items.all()][-2:] == ["Competition", "Paper process"]
    with assert_refused("not_allowed"):
        add_item(version=draft, name="More", by=rita, at=at)
    to = publish_version(version=draft, by=olga, at=at)
    move_to_version(source=version, to=to, by=olga, at=at + HOUR)
    found = known(Deal.objects.get(pk=deal.pk))
    assert [(each.name, each.score) for each in found.items if each.score is not None] == [("Our champion", 2)]
    with assert_refused("refused", "item", says="is asked by another process"):
        score_item(deal=deal, item=version.items.first(), score=1, by=rita, at=at + HOUR)


def test_the_figure_counts_what_was_known_at_an_instant(process, cast, at):
    first, _ = make_deal(cast.rita, "Alba"), make_deal(cast.sam, "Brio")
    for code in ("metrics", "champion"):
        score_item(deal=first, item=item(code, first), score=0, by=cast.rita, at=at)
    score_item(deal=first, item=item("metrics", first), score=None, by=cast.rita, at=at + timedelta(days=2))
    now = datetime(2026, 7, 1, 12, tzinfo=UTC)
    said = ask("pipeline.qualification_known", cast.olga, at=now)["measures"]["known"]
    assert (said["n"], said["said"]) == (14, "7.1%")
    assert ask("pipeline.qualification_known", cast.rita, at=now)["measures"]["known"]["n"] == 7
    before = ask("pipeline.qualification_known", cast.olga, at=now, as_of="2026-03-03")["measures"]["known"]
    assert (before["n"], before["said"]) == (14, "14.3%")
