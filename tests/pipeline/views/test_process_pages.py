"""What pages say and ask of a process: the board's dialog, a bulk move's sentences, the deal's page and its cost."""

import json
from datetime import date

from pipeline.choices import CriterionKind
from pipeline.domain.drafts import CriterionFacts, StepFacts, add_criterion, add_step, draft_version
from pipeline.domain.processes import publish_version
from pipeline.domain.qualification import score_item
from pipeline.models import CriterionCheck, Deal, Process, ProcessVersion, StageExit, Task
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
    client.post(f"/pipeline/deals/{deal.pk}/tasks/done/", {"task": Task.objects.get().pk})
    assert CriterionCheck.objects.get().evidence == "Mail"
    assert Task.objects.get().state == "DONE"


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


def test_a_score_that_is_asked_for_is_said_alike_by_page_board_bulk_edit_and_api(process, rita, olga, client, at):
    draft = draft_version(process=Process.objects.get(), by=olga, at=at)
    facts = CriterionFacts(CriterionKind.QUALIFIED, item=draft.items.get(code="champion"), score=2)
    add_criterion(stage=draft.stages.get(name="Qualify"), facts=facts, by=olga, at=at)
    deal = deal_in(publish_version(version=draft, by=olga, at=at), rita)
    item, discover = draft.items.get(code="champion"), draft.stages.get(name="Discover")
    score_item(deal=deal, item=item, score=1, by=rita, at=at)
    asked, now = "“Champion” scored 2 or more", "it is 1 now, 2 is asked; score it under Qualification"
    client.force_login(rita)
    page = client.get(f"/pipeline/deals/{deal.pk}/").content.decode()
    assert asked in page
    assert "1 now" in page
    assert 'href="#qualification-title">Score it' in page
    dialog = client.get(f"/pipeline/deals/{deal.pk}/override/{discover.pk}/?as=board", headers=HTMX).content.decode()
    bulk = client.post("/lists/deals/acts/move/", {"row": [deal.pk], "stage": "Discover"}, headers=HTMX)
    moved = {"stage": discover.pk, "version": deal.version}
    api = client.post(f"/api/v1/pipeline/deals/{deal.pk}/move/", moved, content_type="application/json")
    for said in (dialog, bulk.content.decode(), api.json()["detail"]):
        assert asked in said
        assert now in said
    (judged,) = client.get(f"/api/v1/pipeline/deals/{deal.pk}/criteria/").json()["results"]
    assert (judged["met"], judged["score"], judged["score_asked"]) == (False, 1, 2)
    assert Deal.objects.get().stage.name == "Qualify"
    score_item(deal=deal, item=item, score=2, evidence="Their mail", by=rita, at=at)
    client.post(f"/pipeline/deals/{deal.pk}/move/?as=board", {"stage": discover.pk}, headers=HTMX)
    assert Deal.objects.get().stage.name == "Discover"


def test_criteria_and_steps_of_a_draft_are_put_in_order_by_buttons(process, olga, client, at):
    draft = draft_version(process=Process.objects.get(), by=olga, at=at)
    stage = draft.stages.get(name="Qualify")
    first, second = (add_criterion(stage=stage, facts=each, by=olga, at=at) for each in (BUDGET, BUYER))
    call, send = (add_step(stage=stage, facts=StepFacts(each), by=olga, at=at) for each in ("Call", "Send"))
    client.force_login(olga)
    page = client.get(f"/pipeline/settings/versions/{draft.pk}/").content.decode()
    for name in ("Economic buyer is known", "Send"):
        assert f'aria-label="{name} one place earlier"' in page
        assert f'aria-label="{name} one place later"' not in page
    back = client.post(f"/pipeline/settings/criteria/{second.pk}/place/", {"after": ""})
    assert back.headers["Location"].endswith(f"/pipeline/settings/versions/{draft.pk}/#stage-{stage.pk}")
    client.post(f"/pipeline/settings/steps/{call.pk}/place/", {"after": send.pk})
    assert list(stage.criteria.values_list("pk", flat=True)) == [second.pk, first.pk]
    assert list(stage.steps.values_list("pk", flat=True)) == [send.pk, call.pk]
    strange = client.post(f"/pipeline/settings/steps/{call.pk}/place/", {"after": 999_999})
    assert strange.status_code == 422
    form = client.get(f"/pipeline/settings/stages/{stage.pk}/criteria/").content.decode()
    assert "All of it together" in form
    scored = {"kind": "QUALIFIED", "item": draft.items.get(code="metrics").pk, "score": "3", "count": "1"}
    client.post(f"/pipeline/settings/stages/{stage.pk}/criteria/", scored)
    assert stage.criteria.last().asks == "“Metrics” scored 3"


def test_enter_in_the_form_of_a_new_process_keeps_a_draft(olga, client):
    """It presses the first button of the form, and publishing is for good."""
    client.force_login(olga)
    text = client.get("/pipeline/settings/").content.decode()
    assert text.index("Keep it as a draft") < text.index("Publish the process")


def test_a_draft_that_another_tab_has_changed_keeps_that_and_what_was_typed(process, olga, client, at):
    draft = draft_version(process=Process.objects.get(), by=olga, at=at)
    qualify = draft.stages.get(name="Qualify")
    client.force_login(olga)
    page, form = f"/pipeline/settings/versions/{draft.pk}/", f"/pipeline/settings/stages/{qualify.pk}/"
    drawn = client.get(page).content.decode()
    assert drawn.count('name="version" value="1"') == drawn.count('action="/pipeline/settings/') > 5
    typed = {"name": "Meet", "probability": "20", "forecast_category": "PIPELINE", "version": "1"}
    assert 'name="version" value="1"' in client.get(form).content.decode()
    assert client.post(form, typed).status_code == 302
    late = client.post(form, {**typed, "name": "Greet"})
    said = late.content.decode()
    assert (late.status_code, "Somebody changed" in said, 'value="Greet"' in said) == (409, True, True)
    assert 'name="version" value="2"' in said
    assert "saved now, it takes the place of what is there" in said
    for act in (f"settings/stages/{qualify.pk}/remove/", f"settings/versions/{draft.pk}/publish/"):
        assert client.post(f"/pipeline/{act}", {"version": "1"}).status_code == 409
    qualify.refresh_from_db()
    assert (qualify.name, ProcessVersion.objects.get(pk=draft.pk).published_at) == ("Meet", None)
    assert client.post(form, {**typed, "name": "Greet", "version": "2"}).status_code == 302
