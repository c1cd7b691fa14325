"""A process is set up over the API alone, each act by the verb of its page."""

from pipeline.models import Process, Stage
from tests.pipeline_rows import make_deal
from tests.refusals import all_rows

API = "/api/v1/pipeline/"


def test_a_process_is_drafted_changed_ordered_and_published(process, rita, olga, as_):
    def send(verb: str, address: str, body: object = None, status: int = 200) -> dict:
        answer = getattr(as_(olga), verb)(f"{API}{address}", body)
        assert answer.status_code == status, answer.content
        return answer.json() if answer.content else {}

    stages = [
        {"name": "Meet", "default_probability": "0.1"},
        {"name": "Try", "default_probability": "0.5", "forecast_category": "BEST_CASE", "normal_days": 20},
    ]
    draft = send("post", "process-versions/", {"name": "Partners", "stages": stages}, 201)
    meet, attempt, won, _ = draft["stages"]
    assert [each["name"] for each in draft["stages"]] == ["Meet", "Try", "Won", "Lost"]
    assert (draft["process_name"], draft["published_at"]) == ("Partners", None)
    sign = {"version": draft["id"], "name": "Sign", "default_probability": "0.8", "after": attempt["id"]}
    sign = send("post", "stages/", sign, 201)
    assert (sign["position"], sign["process_version"]) == (3, draft["id"])
    changed = send("patch", f"stages/{attempt['id']}/", {"normal_days": None})
    assert (changed["name"], changed["default_probability"], changed["normal_days"]) == ("Try", "0.5000", None)
    assert send("patch", f"stages/{won['id']}/", {"name": "Signed"})["name"] == "Signed"
    send("post", f"stages/{meet['id']}/place/", {"after": attempt["id"]})
    gone = send("post", "stages/", {"version": draft["id"], "name": "Odd", "default_probability": "0"}, 201)
    send("delete", f"stages/{gone['id']}/", None, 204)
    listed = send("get", f"stages/?version={draft['id']}")["results"]
    by_place = sorted((each["position"], each["name"]) for each in listed)
    assert by_place == [(1, "Try"), (2, "Meet"), (3, "Sign"), (4, "Signed"), (5, "Lost")]

    asked = {"stage": meet["id"], "kind": "ACTIVITIES", "activity_kind": "MEETING", "count": 2}
    asked = send("post", "exit-criteria/", asked, 201)
    assert send("patch", f"exit-criteria/{asked['id']}/", {"count": 3})["asks"] == "3 meetings"
    step = send("post", "playbook-steps/", {"stage": meet["id"], "title": "Call", "due_days": 2}, 201)
    step = send("patch", f"playbook-steps/{step['id']}/", {"title": "Visit"})
    assert (step["title"], step["due_days"]) == ("Visit", 2)
    told = {"stage": meet["id"], "moment": "ENTER", "kind": "NOTIFY", "whom": "OWNER", "message": "Prepare"}
    told = send("post", "stage-actions/", told, 201)
    told = send("patch", f"stage-actions/{told['id']}/", {"kind": "TASK", "step": step["id"]})
    assert (told["kind"], told["step"], told["message"], told["moment"]) == ("TASK", step["id"], "", "ENTER")
    item = send("post", "qualification-items/", {"version": draft["id"], "name": "Partner fit"}, 201)
    item = send("patch", f"qualification-items/{item['id']}/", {"question": "Do they sell it?"})
    assert (item["name"], item["question"]) == ("Partner fit", "Do they sell it?")
    known = {"stage": meet["id"], "kind": "QUALIFIED", "item": item["id"], "score": 2}
    known = send("post", "exit-criteria/", known, 201)
    assert (known["asks"], known["item"]) == ("“Partner fit” scored 2 or more", item["id"])
    known = send("patch", f"exit-criteria/{known['id']}/", {"item": None, "score": 9})
    assert (known["asks"], known["item"]) == ("qualified with 9 points or more", None)
    assert send("post", f"exit-criteria/{known['id']}/place/", {"after": None})["position"] == 1
    later = send("post", "playbook-steps/", {"stage": meet["id"], "title": "Write"}, 201)
    assert send("post", f"playbook-steps/{step['id']}/place/", {"after": later["id"]})["position"] == 2

    assert send("post", f"process-versions/{draft['id']}/publish/")["published_at"]
    refused = as_(olga).patch(f"{API}stages/{meet['id']}/", {"name": "Greet"})
    assert (refused.status_code, refused.json()["code"]) == (422, "published")
    deal = make_deal(rita, in_stage=Stage.objects.get(name="Try"))
    assert deal.stage.process_version.process.name == "Partners"


def test_what_cannot_be_set_up_is_said_and_changes_nothing(process, rita, olga, as_):
    make_deal(rita)
    qualify, prove = Stage.objects.get(name="Qualify"), Stage.objects.get(name="Prove")
    draft = as_(olga).post(f"{API}process-versions/{process.pk}/draft/").json()
    first = draft["stages"][0]["id"]
    before = all_rows()
    for verb, address, body, status, says in (
        ("delete", f"stages/{qualify.pk}/", None, 422, "1 deal stands in Qualify"),
        ("delete", f"stages/{prove.pk}/", None, 422, "is published"),
        ("post", f"stages/{first}/place/", {"after": first}, 422, "cannot stand behind itself"),
        ("post", f"stages/{first}/place/", {"after": prove.pk}, 422, "is no open stage of"),
        ("post", "process-versions/", {"name": "None", "stages": []}, 400, "empty"),
        ("patch", f"stages/{first}/", {"default_probability": "1.5"}, 400, "less than or equal to 1"),
    ):
        answer = getattr(as_(olga), verb)(f"{API}{address}", body)
        assert (answer.status_code, says in answer.content.decode()) == (status, True), answer.content
    for verb, address, body in (
        ("post", "process-versions/", {"name": "Mine", "stages": [{"name": "A", "default_probability": "0"}]}),
        ("patch", f"stages/{first}/", {"name": "Mine"}),
        ("post", f"stages/{first}/place/", {"after": None}),
        ("delete", f"stages/{first}/", None),
    ):
        assert getattr(as_(rita), verb)(f"{API}{address}", body).status_code == 403
    assert all_rows() == before


def test_the_draft_s_page_orders_and_removes_its_stages(process, olga, client):
    client.force_login(olga)
    client.post(f"/pipeline/settings/versions/{process.pk}/draft/")
    draft = Process.objects.get().versions.get(number=2)
    propose, discover = draft.stages.get(name="Propose"), draft.stages.get(name="Discover")
    page = client.get(f"/pipeline/settings/versions/{draft.pk}/").content.decode()
    assert ("Qualify one place earlier" in page, "Propose one place later" in page) == (False, False)
    assert "Propose one place earlier" in page
    client.post(f"/pipeline/settings/stages/{propose.pk}/place/", {"after": discover.pk})
    client.post(f"/pipeline/settings/stages/{discover.pk}/remove/")
    opened = list(draft.stages.order_by("position").values_list("name", flat=True))
    assert opened == ["Qualify", "Propose", "Prove", "Won", "Lost"]
    strange = process.stages.get(name="Qualify")
    answer = client.post(f"/pipeline/settings/stages/{propose.pk}/place/", {"after": strange.pk}, follow=True)
    assert "choose one of this draft" in answer.content.decode()


def test_a_draft_is_changed_over_the_api_only_as_it_was_looked_at(process, olga, as_):
    client = as_(olga)
    client.credentials()  # each request says itself what it matches
    draft = client.post(f"{API}process-versions/{process.pk}/draft/").json()
    address, stage = f"{API}process-versions/{draft['id']}/", draft["stages"][0]["id"]
    tag = client.get(address)["ETag"]
    assert (tag, draft["version"]) == ('"1"', 1)
    call = {"stage": stage, "title": "Call", "due_days": 2}
    step = client.post(f"{API}playbook-steps/", call, HTTP_IF_MATCH=tag).json()
    item = client.get(f"{API}qualification-items/?version={draft['id']}").json()["results"][0]
    before = all_rows()
    late = [
        client.post(f"{API}playbook-steps/", call, HTTP_IF_MATCH=tag),
        client.patch(f"{API}playbook-steps/{step['id']}/", {"title": "Visit"}, HTTP_IF_MATCH=tag),
        client.post(f"{API}playbook-steps/{step['id']}/place/", {"after": None}, HTTP_IF_MATCH=tag),
        client.delete(f"{API}playbook-steps/{step['id']}/", HTTP_IF_MATCH=tag),
        client.patch(f"{API}stages/{stage}/", {"name": "Meet"}, HTTP_IF_MATCH=tag),
        client.post(
            f"{API}stages/", {"version": draft["id"], "name": "X", "default_probability": "0"}, HTTP_IF_MATCH=tag
        ),
        client.delete(f"{API}stages/{stage}/", HTTP_IF_MATCH=tag),
        client.post(f"{API}qualification-items/", {"version": draft["id"], "name": "Fit"}, HTTP_IF_MATCH=tag),
        client.patch(f"{API}qualification-items/{item['id']}/", {"name": "Fit"}, HTTP_IF_MATCH=tag),
        client.delete(f"{API}qualification-items/{item['id']}/", HTTP_IF_MATCH=tag),
        client.post(f"{address}publish/", HTTP_IF_MATCH=tag),
        client.delete(address, HTTP_IF_MATCH=tag),
    ]
    assert [answer.status_code for answer in late] == [412] * len(late)
    assert {answer.json()["current_version"] for answer in late} == {2}
    assert all_rows() == before
    assert client.post(f"{address}publish/", HTTP_IF_MATCH='"2"').status_code == 200
