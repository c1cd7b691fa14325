"""The documentation: every operation of the document is on a page of its own part, within our CSP."""

import gzip
import re

import pytest

from salesmgmt.api.schema.reading import document, parts

pytestmark = pytest.mark.django_db


@pytest.fixture
def reader(client, rita):
    client.force_login(rita, backend="allauth.account.auth_backends.AuthenticationBackend")
    return client


def test_each_operation_stands_in_the_index_and_on_its_part(reader):
    index = reader.get("/api/docs/").text
    operations = [(part, operation) for part in parts() for operation in part.operations]
    assert len(operations) == sum(len(item) for item in document()["paths"].values())
    for part, operation in operations:
        assert f'href="/api/docs/{part.slug}/#{operation.anchor}"' in index
    for part in parts():
        page = reader.get(f"/api/docs/{part.slug}/").text
        assert re.findall(r'<section class="card docs-op"\s+id="([^"]+)"', page) == [
            operation.anchor for operation in part.operations
        ]


def test_pages_are_light_and_have_no_inline_script(reader, django_assert_max_num_queries):
    reader.get("/api/docs/")
    for address in ("/api/docs/", "/api/docs/pipeline/", "/api/docs/hiring/"):
        with django_assert_max_num_queries(12):
            answer = reader.get(address)
        assert len(gzip.compress(answer.content)) < 60_000, address
        assert not re.search(r"<script(?![^>]*(src=|type=\"application/json\"))|<[^>]+ (style|onclick)=", answer.text)


def test_an_operation_says_what_it_takes(reader):
    page = reader.get("/api/docs/pipeline/").text
    win = page[page.index('id="pipeline-deals-win-create"') :]
    win = win[: win.index("</section>")]
    for said in ("If-Match", "Idempotency-Key", "reason", "required", "428", "$HOST/api/v1/pipeline/deals/7/win/"):
        assert said in win


def test_an_example_stands_once_on_a_page_and_is_pointed_to_afterwards(reader):
    for part in parts():
        page = reader.get(f"/api/docs/{part.slug}/").text
        stand, pointed = (
            re.findall(r'<pre class="docs-code" id="([^"]+)"', page),
            re.findall(r'"#([^"]+)">Example<', page),
        )
        assert len(stand) == len(set(stand))
        assert set(pointed) <= set(stand), part.slug
        shown = [answer.example for operation in part.operations for answer in operation.answers if answer.example]
        assert len(shown) == len(set(shown)) == len(stand)
        assert len(stand) + len(pointed) == sum(_has_body(each) for each in part.operations)


def _has_body(operation):
    document_operation = document()["paths"][operation.path][operation.method.lower()]
    return sum("content" in _answer_of(each) for each in document_operation["responses"].values())


def _answer_of(response):
    named = response.get("$ref", "").rpartition("/")[2]
    return document()["components"]["responses"][named] if named else response


def test_a_part_that_is_not_there_is_404(reader):
    assert reader.get("/api/docs/nowhere/").status_code == 404
