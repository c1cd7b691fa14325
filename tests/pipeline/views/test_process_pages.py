"""What pages say and ask of a process: the board's dialog, a bulk move's sentences, the deal's page and its cost."""

import json
from datetime import date

from pipeline.domain.drafts import StepFacts
from pipeline.models import CriterionCheck, Deal, DealTask, StageExit
from tests.pipeline.process_rows import BUDGET, BUYER, CLOSE_DATE, MEETING, SECURITY, criterion, deal_in, strict_process
from tests.pipeline_rows import make_deal, won_for

HTMX = {"HX-Request": "true"}
QUERIES = 12
"""With criteria, an approval and a playbook."""


def test_an_unmet_move_from_the_board_gets_a_dialog_that_moves_with_the_reason(process, rita, olga, client):
    version = strict_process(olga, Qualify=[BUDGET])
    deal, discover = deal_in(version, rita), version.stages.get(name="Discover")
    client.force_login(rita)
    address = f"/pipeline/deals/{deal.pk}/move/?as=board"
    refused = client.post(address, {"stage": discover.pk}, headers=HTMX)
    told = json.loads(refused.headers["HX-Trigger"])["record-refused"]
    assert (refused.status_code, told["override"]) == (
        422,
        f"/pipeline/deals/{deal.pk}/override/{discover.pk}/?as=board",
    )
    dialog = client.get(told["override"], headers=HTMX).content.decode()
    assert "Helix Robotics is not ready for Discover" in dialog
    assert "Budget confirmed" in dialog
    assert f'hx-post="{address}"' in dialog
    assert Deal.objects.get(pk=deal.pk).version == deal.version
    moved = client.post(address, {"stage": discover.pk, "override": "Signed"}, headers=HTMX)
    assert (moved.status_code, StageExit.objects.get().reason) == (204, "Signed")
    assert client.get(told["override"], headers=HTMX).status_code == 204


def test_a_bulk_move_holds_each_deal_by_itself_with_its_sentence(process, rita, olga, client):
    version = strict_process(olga, Qualify=[CLOSE_DATE])
    qualify = version.stages.get(name="Qualify")
    ready = make_deal(rita, "Alba", in_stage=qualify, close_date=date(2026, 6, 1))
    held = make_deal(rita, "Brio", in_stage=qualify)
    client.force_login(rita)
    answer = client.post("/lists/deals/acts/move/", {"row": [ready.pk, held.pk], "stage": "Discover"}, headers=HTMX)
    assert "Brio</a>" in answer.content.decode()
    assert "stays in Qualify, because this is missing (Qualify: Close date is known)" in answer.content.decode()
    stages = Deal.objects.order_by("name").values_list("name", "stage__name")
    assert list(stages) == [("Alba", "Discover"), ("Brio", "Qualify")]


def test_the_deal_s_page_says_what_is_missing_and_takes_the_tick_and_the_task(process, rita, olga, client):
    version = strict_process(olga, Qualify=[BUDGET, BUYER, StepFacts("Map who decides", why="They sign.")])
    deal = deal_in(version, rita)
    client.force_login(rita)
    page = client.get(f"/pipeline/deals/{deal.pk}/").content.decode()
    for words in ("To leave Qualify", "0 of 2", "Economic buyer is known", "They sign.", "this is missing: Budget"):
        assert words in page
    budget = criterion(version, "Budget confirmed")
    wrong = client.post(f"/pipeline/deals/{deal.pk}/checks/", {"criterion": budget.pk, "evidence": ""})
    assert (wrong.status_code, "say what shows it" in wrong.content.decode()) == (422, True)
    client.post(f"/pipeline/deals/{deal.pk}/checks/", {"criterion": budget.pk, "evidence": "Mail"})
    client.post(f"/pipeline/deals/{deal.pk}/tasks/done/", {"task": DealTask.objects.get().pk})
    assert CriterionCheck.objects.get().evidence == "Mail"
    assert DealTask.objects.get().state == "DONE"


def test_a_win_says_what_is_missing_at_its_field(process, rita, olga, client):
    deal = deal_in(strict_process(olga, Propose=[BUDGET]), rita)
    client.force_login(rita)
    address = f"/pipeline/deals/{deal.pk}/win/"
    refused = client.post(address, {"reason": won_for().pk, "version": deal.version}, headers=HTMX)
    assert (refused.status_code, "Propose: Budget confirmed" in refused.content.decode()) == (422, True)
    client.post(address, {"reason": won_for().pk, "version": deal.version, "override": "Signed"}, headers=HTMX)
    assert Deal.objects.get().state == "WON"


def test_the_page_of_a_deal_with_all_of_it_stays_within_its_queries(
    process, rita, olga, client, django_assert_max_num_queries
):
    rules = [BUDGET, BUYER, MEETING, CLOSE_DATE, SECURITY, StepFacts("Map"), StepFacts("Call")]
    deal = deal_in(strict_process(olga, Qualify=rules, Discover=rules), rita)
    client.force_login(rita)
    client.get(f"/pipeline/deals/{deal.pk}/")
    with django_assert_max_num_queries(QUERIES):
        assert client.get(f"/pipeline/deals/{deal.pk}/").status_code == 200
