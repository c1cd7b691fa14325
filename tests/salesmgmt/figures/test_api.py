"""Figures over REST: the catalogue, what cannot be asked, and the rows behind an answer."""

from datetime import date, timedelta

import pytest
from django.utils import timezone
from rest_framework.test import APIClient

from tests.salesmgmt.figures.toy import TOYS

pytestmark = pytest.mark.django_db


@pytest.fixture
def get():
    def ask(user, address: str):
        client = APIClient()
        if user is not None:
            client.force_authenticate(user)
        return client.get(f"/api/v1/figures/{address}")

    return ask


def test_the_catalogue_lists_what_one_may_ask(cast, get):
    named = {figure["name"]: figure for figure in get(cast.rita, "").json()["results"]}
    assert named.keys() >= {figure.name for figure in TOYS}
    assert named["toy.win_rate"]["parameters"] == ["from", "to", "as_of", "owner", "by"]
    assert [each["name"] for each in named["toy.win_rate"]["groupings"]] == ["owner", "month", "account"]
    of_admin = {figure["name"]: figure for figure in get(cast.olga, "").json()["results"]}
    assert [each["name"] for each in of_admin["toy.deals"]["groupings"]] == ["owner", "month", "account", "secret"]
    assert "toy.deals" not in {figure["name"] for figure in get(cast.finn, "").json()["results"]}


@pytest.mark.parametrize("address", ["", "toy.deals/", "toy.deals/rows/"])
def test_nobody_is_asked_to_sign_in(cast, get, address):
    assert get(None, address).status_code == 401


@pytest.mark.parametrize("address", ["toy.nothing/", "toy.nothing/rows/", "toy.nothing/?by=owner"])
def test_an_unknown_figure_is_404_in_a_sentence(cast, get, address):
    answer = get(cast.rita, address)
    assert (answer.status_code, answer.json()["code"]) == (404, "unknown_figure")
    assert answer.json()["detail"] == "There is no figure toy.nothing: see the catalogue at /figures/."


def test_a_figure_one_may_not_ask_is_unknown(cast, get):
    assert get(cast.finn, "toy.deals/").status_code == 404
    assert get(cast.finn, "toy.deals/rows/").status_code == 404


@pytest.mark.parametrize(
    ("query", "field", "said"),
    [
        ("team=1", "team", "toy.deals has no parameter team"),
        ("colour=red", "colour", "There is no parameter colour here"),
        ("group=1", "group", "There is no parameter group here"),
        ("by=colour", "by", "toy.deals cannot be broken down by colour: take one of owner, month, account."),
        ("by=secret", "by", "toy.deals cannot be broken down by secret: take one of owner, month, account."),
        ("by=owner__password", "by", "toy.deals cannot be broken down by owner__password"),
        ("from=2026-13-01", "from", "from=2026-13-01 is no day"),
        ("from=yesterday", "from", "from=yesterday is no day"),
        ("from=2026-03-02&to=2026-03-02", "to", "The days from 2026-03-02 up to 2026-03-02 are none"),
        ("from=2026-04-01&to=2026-03-01", "to", "The days from 2026-04-01 up to 2026-03-01 are none"),
        ("as_of=noon", "as_of", "as_of=noon is no time"),
        ("as_of=2026-03-02T10:00:00", "as_of", "as_of=2026-03-02T10:00:00 has no zone"),
        ("as_of=2999-01-01", "as_of", "as_of=2999-01-01 lies in the future"),
        ("owner=rita", "owner", "owner=rita is no key"),
        ("owner=999999", "owner", "There is no person 999999"),
        ("owner=99999999999999999999", "owner", "owner=99999999999999999999 is no key"),
    ],
)
def test_what_cannot_be_asked_is_refused_in_a_sentence(cast, get, query, field, said):
    answer = get(cast.rita, f"toy.deals/?{query}")
    body = answer.json()
    assert answer.status_code == 400, body
    if query != "team=1":
        assert body["detail"].startswith(said)
    assert body["detail"].endswith(".")
    assert [each["field"] for each in body["errors"]] == [field]


def test_as_of_today_is_now_and_a_past_day_is_its_end_in_the_companys_zone(cast, get, deals):
    before = timezone.now()
    today = cast.company.day_of(before)
    assert get(cast.rita, f"toy.deals/?as_of={today}").json()["as_of"][:10] in (str(before.date()), str(today))
    assert get(cast.rita, f"toy.deals/?as_of={today - timedelta(days=1)}").status_code == 200
    past = get(cast.rita, "toy.deals/?as_of=2026-03-02").json()
    assert (past["as_of"], past["value"]) == ("2026-03-02T23:00:00Z", 5)
    assert get(cast.rita, "toy.deals/?as_of=2026-03-02T08:59:59Z").json()["value"] == 0
    assert get(cast.rita, "toy.deals/?as_of=2026-03-02T10:59:59%2B02:00").json()["value"] == 0


def test_rows_say_what_they_show_and_contribute(cast, get, deals):
    row = get(cast.rita, "toy.win_rate/rows/?limit=1").json()["results"][0]
    assert row == {
        "id": row["id"],
        "href": f"/pipeline/deals/{row['id']}/",
        "columns": {"deal": "Alba", "owner": "Rita Sandoval"},
        "contributes": {"won": 1, "closed": 1, "counted": 1},
    }


def test_rows_of_one_group(cast, get, deals):
    rows = get(cast.olga, f"toy.deals/rows/?by=owner&group={cast.sam.pk}").json()["results"]
    assert [row["columns"]["deal"] for row in rows] == ["Fuga", "Giga"]
    without = get(cast.rita, "toy.deals/rows/?by=account&group=").json()["results"]
    assert [row["columns"]["deal"] for row in without] == ["Echo"]


def test_a_group_of_others_rows_is_empty(cast, get, deals):
    assert get(cast.rita, f"toy.deals/rows/?by=owner&group={cast.sam.pk}").json()["results"] == []
    assert get(cast.rita, f"toy.deals/?owner={cast.sam.pk}").json()["value"] == 0


def test_rows_are_paged_by_cursor(cast, get, deals):
    first = get(cast.rita, "toy.deals/rows/?limit=2&order=-id").json()
    assert [row["columns"]["deal"] for row in first["results"]] == ["Echo", "Dune"]
    client = APIClient()
    client.force_authenticate(cast.rita)
    second = client.get(first["next"]).json()
    assert [row["columns"]["deal"] for row in second["results"]] == ["Coda", "Brio"]


def test_money_is_a_string_and_a_count_a_number(cast, get, deals):
    assert get(cast.rita, "toy.amount/").json()["value"] == "360.51"
    assert get(cast.rita, "toy.deals/").json()["value"] == 5
    assert get(cast.rita, f"toy.deals/?from={date(2026, 3, 3)}").json()["value"] == 1
