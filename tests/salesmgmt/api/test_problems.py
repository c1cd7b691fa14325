"""Every error of the API is a problem document with one sentence that says the way out."""

import pytest
from django.test import Client
from django.utils.html import escape

from salesmgmt.api.problems import kinds
from tests.pipeline_rows import make_deal, make_process

pytestmark = pytest.mark.django_db


def problem(answer, status: int, code: str) -> dict:
    assert answer.status_code == status, answer.content
    assert answer["Content-Type"] == "application/problem+json"
    body = answer.json()
    assert {"type", "title", "status", "detail", "instance", "code"} <= set(body)
    assert (body["status"], body["code"]) == (status, code)
    assert body["instance"] == answer.wsgi_request.path
    assert body["detail"].endswith(".")
    assert len(body["detail"]) > 20
    return body


def test_refused_answers_its_sentence_at_its_field(api, rita):
    body = problem(api(rita).post("/api/toy/refuse/refused/", {}), 422, "refused")
    assert body["detail"] == "Deal 1 has no amount: give it one."
    assert body["errors"] == [
        {"field": "amount", "pointer": "#/amount", "code": "refused", "detail": "Deal 1 has no amount: give it one."}
    ]


@pytest.mark.parametrize(
    ("kind", "status", "code", "type_"),
    [
        ("own_code", 422, "stuck", "/problems/refused/"),
        ("conflict", 409, "conflict", "/problems/conflict/"),
        ("not_allowed", 403, "not_allowed", "/problems/not_allowed/"),
        ("closed_already", 422, "closed_already", "/problems/closed_already/"),
    ],
)
def test_refusals_keep_their_status_and_code(api, rita, kind, status, code, type_):
    body = problem(api(rita).post(f"/api/toy/refuse/{kind}/", {}), status, code)
    assert body["type"] == type_
    assert "errors" not in body


def test_a_refusal_class_titles_its_type(api, rita):
    body = problem(api(rita).post("/api/toy/refuse/closed_already/", {}), 422, "closed_already")
    assert body["title"] == "The deal is closed already"
    assert b"The deal is closed already" in api().get(body["type"]).content


def test_every_type_has_a_page(client):
    for kind in kinds().values():
        answer = client.get(f"/problems/{kind.code}/")
        assert answer.status_code == 200
        assert escape(kind.title).encode() in answer.content
    assert client.get("/problems/no-such-type/").status_code == 404


def test_validation_names_each_field_with_a_pointer(api, rita):
    make_process()
    deal = make_deal(rita)
    sent = {"steps": [{"text": "fine", "day": "2026-01-01"}, {"text": "much too long"}], "colour": "red"}
    body = problem(api(rita).post(f"/api/toy/deals/{deal.pk}/plan/", sent), 400, "invalid")
    assert [(each["field"], each["pointer"], each["code"]) for each in body["errors"]] == [
        ("colour", "#/colour", "unknown_field")
    ]
    del sent["colour"]
    body = problem(api(rita).post(f"/api/toy/deals/{deal.pk}/plan/", sent), 400, "invalid")
    assert [(each["field"], each["pointer"], each["code"]) for each in body["errors"]] == [
        ("steps.1.text", "#/steps/1/text", "max_length"),
        ("steps.1.day", "#/steps/1/day", "required"),
    ]
    assert body["detail"] == ("2 things need correcting in steps.1.text, steps.1.day: each is explained under errors.")
    assert body["errors"][1]["detail"] == "“steps.1.day” is missing: send it."
    step = {"text": "fine", "day": "2026-01-01"}
    for change, says in (
        ({"text": ""}, "“steps.0.text” is blank: write something."),
        ({"text": None}, "“steps.0.text” is null: send a value."),
    ):
        body = problem(api(rita).post(f"/api/toy/deals/{deal.pk}/plan/", {"steps": [step | change]}), 400, "invalid")
        assert body["detail"] == body["errors"][0]["detail"] == says


def test_a_body_that_is_no_json_is_not_readable(api, rita):
    client = api(rita)
    make_process()
    deal = make_deal(rita)
    address = f"/api/toy/deals/{deal.pk}/plan/"
    problem(client.generic("POST", address, "{", content_type="application/json"), 400, "not_readable")
    body = problem(client.generic("POST", address, "a,b", content_type="text/csv"), 415, "unsupported_media_type")
    assert body["detail"] == "A body of type text/csv is not read here: send application/json."


def test_nobody_is_asked_to_sign_in(api):
    answer = api().get("/api/toy/deals/")
    body = problem(answer, 401, "not_signed_in")
    assert "Authorization header" in body["detail"]
    assert answer["WWW-Authenticate"] == "Token"


def test_a_bad_token_is_401(api):
    problem(api().get("/api/toy/deals/", HTTP_AUTHORIZATION="Token nonsense"), 401, "bad_credentials")


def test_a_session_without_csrf_token_is_403(cast, api):
    client = Client(enforce_csrf_checks=True)
    client.force_login(cast.rita, backend="allauth.account.auth_backends.AuthenticationBackend")
    problem(client.post("/api/toy/refuse/refused/", {}, content_type="application/json"), 403, "not_allowed")


def test_an_unknown_address_is_404(api):
    body = problem(api().get("/api/v1/nowhere/"), 404, "not_found")
    assert "/api/v1/nowhere/" in body["detail"]


def test_an_unknown_page_is_no_problem_document(client):
    answer = client.get("/nowhere/")
    assert answer.status_code == 404
    assert answer["Content-Type"].startswith("text/html")


@pytest.mark.parametrize("pk", ["999999", "abc", "9" * 30])
def test_a_row_that_is_not_there_is_404(api, rita, pk):
    problem(api(rita).get(f"/api/toy/deals/{pk}/"), 404, "not_found")


def test_a_row_that_is_not_visible_is_404(api, cast):
    make_process()
    deal = make_deal(cast.sam)
    problem(api(cast.rita).get(f"/api/toy/deals/{deal.pk}/"), 404, "not_found")
    assert api(cast.mona).get(f"/api/toy/deals/{deal.pk}/").status_code == 200


def test_the_wrong_method_is_405_and_names_the_right_ones(api, rita):
    answer = api(rita).delete("/api/toy/deals/")
    body = problem(answer, 405, "method_not_allowed")
    assert body["detail"] == "DELETE is not possible at /api/toy/deals/: use GET, HEAD, OPTIONS."
    assert answer["Allow"] == "GET, HEAD, OPTIONS"


def test_another_representation_is_406(api, rita):
    problem(api(rita).get("/api/toy/deals/", HTTP_ACCEPT="text/csv"), 406, "not_acceptable")


def test_what_breaks_is_500_without_its_secret(api, rita):
    answer = api(rita).get("/api/toy/broken/")
    problem(answer, 500, "error")
    assert b"secret" not in answer.content


def test_a_host_that_is_not_ours_is_400(api, rita):
    problem(api(rita).get("/api/toy/deals/", HTTP_HOST="evil.example"), 400, "bad_request")


@pytest.mark.parametrize(
    ("query", "said"),
    [
        (
            "colour=red",
            "There is no parameter colour here: it takes amount_max, amount_min, cursor, fields, limit, order, ",
        ),
        ("format=json", "There is no parameter format here"),
    ],
)
def test_an_unknown_parameter_is_refused_by_name(api, rita, query, said):
    body = problem(api(rita).get(f"/api/toy/deals/?{query}"), 400, "unknown_parameter")
    assert body["detail"].startswith(said)
    assert body["errors"][0]["pointer"] is None


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("limit=1&limit=2", "limit is sent 2 times, and one is read: send it once."),
        ("is_retired=maybe", "is_retired is true or false, and not “maybe”: send one of the two."),
    ],
)
def test_what_would_pass_unread_is_refused(api, rita, query, said):
    assert problem(api(rita).get(f"/api/v1/teams/?{query}"), 400, "invalid")["detail"] == said


def test_a_detail_takes_no_list_parameters(api, rita):
    make_process()
    deal = make_deal(rita)
    problem(api(rita).get(f"/api/toy/deals/{deal.pk}/?order=name"), 400, "unknown_parameter")


def test_a_bad_filter_value_is_refused_at_its_name(api, rita):
    body = problem(api(rita).get("/api/toy/deals/?state=WARM"), 400, "invalid")
    assert [each["field"] for each in body["errors"]] == ["state"]


def test_filters_narrow_the_list(api, cast):
    make_process()
    make_deal(cast.rita, "Small", amount="10")
    make_deal(cast.rita, "Large", amount="1000")
    client = api(cast.rita)
    assert [row["name"] for row in client.get("/api/toy/deals/?amount_min=100").json()["results"]] == ["Large"]
    assert [row["name"] for row in client.get("/api/toy/deals/?order=-name").json()["results"]] == ["Small", "Large"]


@pytest.mark.parametrize(
    ("address", "sent", "field", "says"),
    [
        ("teams", {"name": "North", "parent": 4711}, "parent", "There is no such row: take a number from its list."),
        ("teams", {"name": "North", "parent": "x"}, "parent", "This is the number of a row: send an integer."),
        (
            "pipeline/response-targets",
            {"campaign": "fair", "minutes": 30},
            "campaign",
            "There is none with the code fair: take one from its list.",
        ),
        (
            "pipeline/close-reasons",
            {"kind": "SHY", "code": "shy", "name": "Shy"},
            "kind",
            "“SHY” is not a choice here: take one that /api/docs/ lists.",
        ),
        (
            "pipeline/tasks",
            {"title": "Call", "due_date": "2026-03-16", "due_time": "soon"},
            "due_time",
            "This is a time of day, such as 14:30: send hours and minutes.",
        ),
    ],
)
def test_what_is_named_and_is_not_there_is_refused_in_our_words(api, cast, address, sent, field, says):
    body = problem(api(cast.olga).post(f"/api/v1/{address}/", sent), 400, "invalid")
    assert [(each["field"], each["detail"]) for each in body["errors"]] == [(field, says)]
