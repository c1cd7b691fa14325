"""The same rules over the API: unmet criteria with their list, overrides, ticks, buyers, tasks, and the set-up."""

from pipeline.choices import CriterionKind
from pipeline.domain.accounts import add_contact
from pipeline.domain.drafts import StepFacts, draft_version
from pipeline.domain.processes import publish_version
from pipeline.models import Deal, ExitCriterion, ProcessVersion, StageExit
from tests.pipeline.process_rows import BUDGET, BUYER, CLOSE_DATE, criterion, deal_in, strict_process
from tests.pipeline_rows import make_deal

DEALS = "/api/v1/pipeline/deals/"


def test_unmet_criteria_are_a_problem_with_their_list_and_an_override_goes_through(process, rita, olga, as_):
    version = strict_process(olga, Qualify=[BUDGET, CLOSE_DATE])
    deal, budget = deal_in(version, rita), criterion(version, "Budget confirmed")
    body = {"stage": version.stages.get(name="Discover").pk}
    refused = as_(rita).post(f"{DEALS}{deal.pk}/move/", body)
    assert (refused.status_code, refused.json()["code"]) == (422, "criteria_unmet")
    assert [each["name"] for each in refused.json()["criteria"]] == ["Budget confirmed", "Close date is known"]
    assert Deal.objects.get(pk=deal.pk).version == deal.version
    assert as_(rita).post(f"{DEALS}{deal.pk}/move/", {**body, "override": ""}).status_code == 400
    moved = as_(rita).post(f"{DEALS}{deal.pk}/move/", {**body, "override": "Signed at the fair"})
    assert (moved.status_code, moved.json()["stage_name"]) == (200, "Discover")
    row = StageExit.objects.get()
    assert (row.reason, budget.pk in row.unmet) == ("Signed at the fair", True)


def test_criteria_are_listed_with_what_is_met_and_ticked(process, rita, olga, as_, at):
    version = strict_process(olga, Qualify=[BUDGET], Discover=[BUYER])
    deal, budget = deal_in(version, rita), criterion(version, "Budget confirmed")
    answer = as_(rita).post(f"{DEALS}{deal.pk}/checks/", {"criterion": budget.pk, "evidence": "Mail of 1 March"})
    assert answer.status_code == 200
    cleo = add_contact(account=deal.account, name="Cleo Chen", by=rita, at=at)
    as_(rita).post(f"{DEALS}{deal.pk}/buyers/", {"contact": cleo.pk, "role": "ECONOMIC_BUYER"})
    found = as_(rita).get(f"{DEALS}{deal.pk}/criteria/").json()["results"]
    assert [(each["name"], each["stage_name"], each["met"], each["evidence"]) for each in found] == [
        ("Budget confirmed", "Qualify", True, "Mail of 1 March"),
        ("Economic buyer is known", "Discover", True, ""),
    ]
    (buyer,) = as_(rita).get(f"{DEALS}{deal.pk}/buyers/").json()["results"]
    assert as_(rita).post(f"{DEALS}{deal.pk}/buyers/remove/", {"buyer": buyer["id"]}).status_code == 200
    assert as_(rita).get(f"{DEALS}{deal.pk}/buyers/").json()["results"] == []


def test_tasks_are_listed_by_their_day_and_closed(process, rita, olga, as_):
    deal_in(strict_process(olga, Qualify=[StepFacts("Map", due_days=2), StepFacts("Call", due_days=1)]), rita)
    address = "/api/v1/pipeline/tasks/"
    call, chart = as_(rita).get(address).json()["results"]
    assert [(each["title"], each["due_date"], each["state"]) for each in (call, chart)] == [
        ("Call", "2026-03-03", "OPEN"),
        ("Map", "2026-03-04", "OPEN"),
    ]
    assert as_(rita).post(f"{address}{call['id']}/done/", {}).json()["state"] == "DONE"
    assert as_(rita).post(f"{address}{chart['id']}/skip/", {}).status_code == 400
    as_(rita).post(f"{address}{chart['id']}/next-step/")
    assert Deal.objects.get().next_step == "Map"
    unsaid = as_(rita).post(f"{address}{chart['id']}/skip/", {"note": "Known"})
    assert (unsaid.status_code, unsaid.json()["code"]) == (422, "next_step")
    said = {"note": "Known", "next_step": "Call them", "next_step_date": "2026-03-09"}
    assert as_(rita).post(f"{address}{chart['id']}/skip/", said).json()["note"] == "Known"
    assert Deal.objects.get().next_step == "Call them"
    assert as_(rita).get(f"{address}?state=OPEN").json()["results"] == []


def test_an_admin_sets_a_version_up_and_nobody_else(process, rita, olga, as_):
    versions, criteria = "/api/v1/pipeline/process-versions/", "/api/v1/pipeline/exit-criteria/"
    first = ProcessVersion.objects.get()
    assert as_(rita).post(f"{versions}{first.pk}/draft/").status_code == 403
    draft = as_(olga).post(f"{versions}{first.pk}/draft/").json()
    stage = draft["stages"][0]["id"]
    made = as_(olga).post(criteria, {"stage": stage, "kind": CriterionKind.FIELD, "field": "close_date"})
    assert (made.status_code, made.json()["asks"]) == (201, "Close date is known")
    gone = as_(olga).post(criteria, {"stage": stage, "kind": CriterionKind.CHECK, "name": "Budget"}).json()
    assert as_(olga).delete(f"{criteria}{gone['id']}/").status_code == 204
    as_(olga).post("/api/v1/pipeline/playbook-steps/", {"stage": stage, "title": "Call"})
    assert as_(olga).post(f"{versions}{draft['id']}/publish/").json()["published_at"]
    refused = as_(olga).delete(f"{criteria}{made.json()['id']}/")
    assert (refused.status_code, refused.json()["code"]) == (422, "published")
    assert ExitCriterion.objects.count() == 1


def test_deals_go_to_another_version_with_a_preview(process, rita, olga, as_, at):
    deal = make_deal(rita)
    to = publish_version(version=draft_version(process=process.process, by=olga, at=at), by=olga, at=at)
    address, body = f"/api/v1/pipeline/process-versions/{process.pk}/move-deals/", {"to": to.pk}
    plan = as_(olga).post(f"{address}preview/", body).json()
    assert (plan["open"], plan["going"], plan["refused"]) == (1, 1, [])
    assert plan["stages"][0] == {
        "from_stage": deal.stage_id,
        "to_stage": to.stages.get(name="Qualify").pk,
        "found": "same name",
        "deals": 1,
        "going": 1,
    }
    assert Deal.objects.get().stage == deal.stage
    stages = [{"from_stage": deal.stage_id, "to_stage": to.stages.get(name="Prove").pk}]
    done = as_(olga).post(address, {**body, "stages": stages})
    assert (done.status_code, done.json()["count"], done.json()["left"]) == (200, 1, 0)
    assert Deal.objects.get().stage == to.stages.get(name="Prove")
