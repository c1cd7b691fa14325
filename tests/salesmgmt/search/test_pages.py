"""Palette, page and endpoint: what they show, remember and do with nonsense."""

import pytest

from pipeline.models import Account
from salesmgmt.search.queries import listing
from tests.pipeline_rows import make_deal, make_process

PALETTE, PAGE, API = "/search/palette/", "/search/", "/api/v1/search/"


@pytest.fixture
def deals(cast):
    make_process()
    return {
        name: make_deal(owner, name)
        for name, owner in (("Helix Robotics", cast.rita), ("Helmond Freight", cast.rita), ("Helix Secret", cast.sam))
    }


def text(client, user, address, **asked) -> str:
    client.force_login(user)
    answer = client.get(address, asked)
    assert answer.status_code == 200
    return answer.content.decode()


def test_palette_shows_deals_with_what_was_typed_marked(client, cast, deals):
    shown = text(client, cast.rita, PALETTE, q="hel rob")
    assert "<mark>Hel</mark>ix <mark>Rob</mark>otics" in shown
    assert f'href="/pipeline/deals/{deals["Helix Robotics"].pk}/"' in shown
    assert f'data-hit="pipeline.deal:{deals["Helix Robotics"].pk}"' in shown
    assert "Helmond" not in shown
    assert 'href="/search/?q=hel+rob"' in shown


def test_palette_without_words_offers_pages_acts_and_what_was_opened_last(client, cast, deals):
    mine, sams = deals["Helmond Freight"].pk, deals["Helix Secret"].pk
    shown = text(client, cast.rita, PALETTE, recent=f"pipeline.deal:{sams},pipeline.deal:{mine},web.page:1,x:y,z")
    assert [each for each in ("Recent", "Do", "Go to") if f'aria-label="{each}"' in shown] == ["Recent", "Do", "Go to"]
    assert "Helmond Freight" in shown
    assert "Secret" not in shown
    assert "New deal" in shown
    assert "Add a person" not in shown


def test_only_acts_after_the_sign_for_them(client, cast, deals):
    assert "<mark>New</mark> <mark>de</mark>al" in text(client, cast.rita, PALETTE, q="> new de")
    assert "Helix" not in text(client, cast.rita, PALETTE, q=">hel")
    every = text(client, cast.rita, PALETTE, q=">")
    assert "New deal" in every
    assert "Go to" not in every


def test_palette_and_page_ask_few_queries(client, cast, deals, django_assert_max_num_queries):
    client.force_login(cast.olga)
    client.get(PAGE)
    for address in (f"{PALETTE}?q=heelix", PALETTE, f"{PAGE}?q=hel", f"{PAGE}?q=hel&kind=pipeline.deal"):
        with django_assert_max_num_queries(12):
            client.get(address)


def test_page_lists_one_kind_page_by_page(client, cast, deals, monkeypatch):
    monkeypatch.setattr(listing, "SIZE", 1)
    first = text(client, cast.rita, PAGE, q="hel", kind="pipeline.deal")
    assert "</mark>ix Robotics" in first
    assert "Helmond" not in first.replace("<mark>Hel</mark>", "Hel")
    assert "page=2" in first
    second = text(client, cast.rita, PAGE, q="hel", kind="pipeline.deal", page="2")
    assert "</mark>mond Freight" in second
    assert "page=3" not in second


def test_page_says_what_comes_close(client, cast, deals):
    shown = text(client, cast.rita, PAGE, q="robotcs", kind="pipeline.deal")
    assert "these come close" in shown
    assert "Helix Robotics" in shown


NONSENSE = ["", "h", "%", "_", "'", '"', "\\", "\x00", "%_%", "' OR 1=1 --", "&|!:*()", "<b>", "a" * 10_000, "a:b c!d"]


@pytest.mark.parametrize("typed", NONSENSE)
def test_nonsense_is_answered(client, cast, deals, typed):
    for address in (PALETTE, PAGE, API):
        assert "Secret" not in text(client, cast.rita, address, q=typed)
    assert "Secret" not in text(client, cast.rita, PAGE, q=typed, kind="pipeline.deal", page=typed)


@pytest.mark.parametrize(
    ("asked", "field"),
    [
        ({"kind": "hiring.candidacy"}, "kind"),
        ({"limit": "0"}, "limit"),
        ({"limit": "x"}, "limit"),
        ({"page": "1"}, "page"),
    ],
)
def test_endpoint_refuses_what_it_does_not_know(client, cast, asked, field):
    client.force_login(cast.rita)
    answer = client.get(API, {"q": "hel", **asked})
    assert answer.status_code == 400
    assert field in answer.content.decode()


def test_endpoint_says_kind_name_and_page_of_each_hit(client, cast, deals):
    client.force_login(cast.rita)
    found = client.get(API, {"q": "helix robotics", "kind": "pipeline.deal"}).json()
    assert [(hit["name"], hit["fit"]) for hit in found["results"]] == [("Helix Robotics", "exact")]
    pk = deals["Helix Robotics"].pk
    assert found == {
        "results": [
            {
                "kind": "pipeline.deal",
                "id": pk,
                "name": "Helix Robotics",
                "about": found["results"][0]["about"],
                "fit": "exact",
                "href": f"/pipeline/deals/{pk}/",
            }
        ],
        "next": None,
    }
    assert found["results"][0]["about"].endswith("Qualify, Rita Sandoval")


def test_accounts_of_deals_are_found_by_the_number_they_had_elsewhere(client, cast, deals):
    Account.objects.filter(name="Helix Robotics").update(external_source="CRM", external_id="A-4711")
    assert "Helix Robotics" in text(client, cast.rita, API, q="4711")
