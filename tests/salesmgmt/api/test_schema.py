"""The OpenAPI document is valid and says everything an operation can answer."""

import json
from io import StringIO

import pytest
from django.core.management import call_command
from rest_framework.test import APIClient

from salesmgmt.api.schema.examples import EXAMPLES

pytestmark = pytest.mark.xdist_group("schema")  # which is made once


@pytest.fixture(scope="module")
def document() -> dict:
    """Made as a release makes it: any warning of the generator is a failure."""
    out = StringIO()
    call_command("spectacular", "--validate", "--fail-on-warn", "--format", "openapi-json", stdout=out)
    return json.loads(out.getvalue())


def operations(document: dict):
    for path, item in document["paths"].items():
        for method, operation in item.items():
            yield f"{method.upper()} {path}", operation


def test_the_document_is_openapi_3_1(document):
    assert document["openapi"].startswith("3.1")
    assert document["components"]["securitySchemes"].keys() >= {"token", "cookieAuth", "password"}


def test_each_operation_has_its_own_id_a_summary_and_problems(document):
    named = dict(operations(document))
    assert "GET /api/v1/figures/{name}/rows/" in named
    ids = [operation["operationId"] for operation in named.values()]
    assert len(set(ids)) == len(ids)
    for name, operation in named.items():
        assert len(operation.get("summary", "")) > 5, name
        assert not operation["summary"].endswith("."), name
        responses = operation["responses"]
        assert {"400", "401", "403", "406", "429"} <= set(responses), name
        assert ("404" in responses) == ("{" in name), name
        for status, response in responses.items():
            if status.startswith("4"):
                assert response == {"$ref": f"#/components/responses/Problem{status}"}, name


def test_each_list_takes_exactly_the_parameters_it_documents(document, cast):
    client = APIClient()
    client.force_authenticate(cast.olga)
    asked = 0
    for path, item in document["paths"].items():
        if "get" in item and "{" not in path:
            answer = client.get(f"{path}?no_such=1")
            assert (answer.status_code, answer.json()["code"]) == (400, "unknown_parameter"), path
            _, _, taken = answer.json()["detail"].rstrip(".").partition(": it takes ")
            documented = [each["name"] for each in item["get"].get("parameters", []) if each["in"] == "query"]
            assert sorted(documented) == ([] if taken == "none" else taken.split(", ")), path
            asked += 1
    assert asked > 5


def test_each_operation_has_examples_that_are_what_its_schema_says(document):
    jsonschema = pytest.importorskip("jsonschema")
    components = {"components": document["components"]}
    for name, operation in operations(document):
        answers = [each for status, each in operation["responses"].items() if status.startswith("2")]
        for body in [*answers, *filter(None, [operation.get("requestBody")])]:
            for content in body.get("content", {}).values():
                assert "example" in content, name
                jsonschema.validate(content["example"], {**content["schema"], **components})
        for parameter in operation.get("parameters", []):
            assert "example" in parameter, name


def test_examples_call_each_noun_by_a_name_of_its_kind(document):
    paths = document["paths"]
    made = {
        noun: paths[f"/api/v1/{noun}/"]["post"]["requestBody"]["content"]["application/json"]["example"]["name"]
        for noun in ("teams", "people", "pipeline/deals", "pipeline/exit-criteria", "hiring/tags")
    }
    assert made == {
        "teams": "North",
        "people": "Cleo Chen",
        "pipeline/deals": "Helix Robotics, Kestrel Watch Pro",
        "pipeline/exit-criteria": "The budget is confirmed",
        "hiring/tags": "Speaks Polish",
    }


def test_no_example_is_of_a_property_that_is_gone(document):
    known = {"name", *properties(document["components"])}
    known |= {each["name"] for _, operation in operations(document) for each in operation.get("parameters", [])}
    assert EXAMPLES.keys() - known == set()


def properties(within):
    """The names of all properties of the schemas in it."""
    if isinstance(within, list):
        return {name for each in within for name in properties(each)}
    if not isinstance(within, dict):
        return set()
    named = within.get("properties")
    return {*(named if isinstance(named, dict) else ()), *properties(list(within.values()))}


def test_a_post_takes_a_key_and_money_a_match(document):
    paths = document["paths"]
    for name, operation in operations(document):
        taken = {each["name"] for each in operation.get("parameters", []) if each["in"] == "header"}
        stores = name.startswith("POST ") and not name.endswith("/preview/")
        assert ("Idempotency-Key" in taken) == stores, name
    win = paths["/api/v1/pipeline/deals/{id}/win/"]["post"]
    assert {"412", "428"} <= set(win["responses"])
    assert "304" in paths["/api/v1/pipeline/deals/{id}/"]["get"]["responses"]


def test_what_an_action_lists_is_not_filtered(document):
    parameters = document["paths"]["/api/v1/pipeline/deals/{id}/versions/"]["get"]["parameters"]
    assert [each["name"] for each in parameters] == ["id"]


def test_problems_are_described_as_they_are_answered(document, db):
    jsonschema = pytest.importorskip("jsonschema")
    answer = APIClient().get("/api/v1/figures/?colour=red")
    schema = {**document["components"]["schemas"]["Problem"], "components": document["components"]}
    jsonschema.validate(answer.json(), schema)
    assert document["components"]["responses"]["Problem400"]["content"].keys() == {"application/problem+json"}


def test_lists_say_their_pages(document, settings):
    settings.ROOT_URLCONF = "tests.salesmgmt.api.toy_urls"
    out = StringIO()
    call_command("spectacular", "--format", "openapi-json", "--urlconf", "tests.salesmgmt.api.toy_urls", stdout=out)
    toy = json.loads(out.getvalue())
    operation = toy["paths"]["/api/toy/deals/"]["get"]
    parameters = {each["name"]: each for each in operation["parameters"]}
    assert parameters.keys() >= {"cursor", "limit", "order", "state", "owner"}
    assert parameters["order"]["schema"]["enum"][:4] == ["account", "-account", "amount", "-amount"]
    reference = operation["responses"]["200"]["content"]["application/json"]["schema"]["$ref"]
    page = toy["components"]["schemas"][reference.rpartition("/")[2]]
    assert page["required"] == ["results", "next"]
    assert page["properties"]["next"]["type"] == ["string", "null"]


def test_the_schema_and_the_root_are_served(client, db):
    answer = client.get("/api/v1/schema/")
    assert answer.status_code == 200
    assert answer.json()["openapi"].startswith("3.1")
    starts = client.get("/api/v1/").json()
    assert starts["figures"] == "http://testserver/api/v1/figures/"
    assert starts["auth/tokens"] == "http://testserver/api/v1/auth/tokens/"
    for address in starts.values():
        assert client.get(address).status_code in (200, 401)
