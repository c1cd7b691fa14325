"""Cursor pages: every row once, in order, whatever ties, unknown values or new rows there are."""

from datetime import date
from decimal import Decimal

import pytest
from django.core import signing
from django.db import connection
from django.test.utils import CaptureQueriesContext

from pipeline.models import Deal
from tests.pipeline_rows import make_deal, make_process

pytestmark = pytest.mark.django_db

AMOUNTS = ["10", "10", None, "30", "10", None, "20.5000", "0", None, "30"]


@pytest.fixture
def deals(rita) -> list[Deal]:
    make_process()
    days = [date(2026, 4, 1), None, date(2026, 4, 3)]
    return [
        make_deal(rita, f"Deal {index}", amount=amount, close_date=days[index % 3])
        for index, amount in enumerate(AMOUNTS)
    ]


def walk(client, address: str) -> list[list[int]]:
    """The ids of each page, following `next` and checking that the Link header says the same."""
    pages = []
    while address:
        answer = client.get(address)
        assert answer.status_code == 200, answer.content
        body = answer.json()
        pages.append([row["id"] for row in body["results"]])
        links = answer.headers.get("Link", "")
        assert (f'<{body["next"]}>; rel="next"' in links) if body["next"] else ('rel="next"' not in links)
        address = body["next"]
    return pages


def expected(deals: list[Deal], column: str, descending: bool) -> list[int]:
    """Oracle: unknown values after known ones upwards, ties by id; downwards is the reverse."""
    low = {"amount": Decimal(-1), "close_date": date.min}[column]

    def key(deal: Deal):
        value = getattr(deal, column)
        return (value is None, low if value is None else value, deal.pk)

    return [deal.pk for deal in sorted(deals, key=key, reverse=descending)]


@pytest.mark.parametrize("limit", [1, 2, 3, 9, 10, 11])
@pytest.mark.parametrize("column", ["amount", "close_date"])
@pytest.mark.parametrize("sign", ["", "-"])
def test_pages_have_every_row_once_in_order(api, rita, deals, limit, column, sign):
    fresh = list(Deal.objects.all())
    pages = walk(api(rita), f"/api/toy/deals/?order={sign}{column}&limit={limit}")
    assert [pk for page in pages for pk in page] == expected(fresh, column, sign == "-")
    assert all(len(page) == limit for page in pages[:-1])


@pytest.mark.parametrize("order", ["name", "-name", "id", "-id", "account"])
def test_other_orders_have_every_row_once(api, rita, deals, order):
    pages = walk(api(rita), f"/api/toy/deals/?order={order}&limit=3")
    by_name = [deal.pk for deal in sorted(deals, key=lambda deal: deal.name)]
    assert [pk for page in pages for pk in page] == (by_name[::-1] if order.startswith("-") else by_name)


def test_prev_leads_back_over_the_same_pages(api, rita, deals):
    client = api(rita)
    pages, answer = [], client.get("/api/toy/deals/?order=-amount&limit=3")
    while True:
        pages.append([row["id"] for row in answer.json()["results"]])
        if answer.json()["next"] is None:
            break
        answer = client.get(answer.json()["next"])
    back = [pages[-1]]
    while 'rel="prev"' in answer.headers.get("Link", ""):
        link = next(each for each in answer["Link"].split(", ") if 'rel="prev"' in each)
        answer = client.get(link.split(">")[0].removeprefix("<"))
        back.append([row["id"] for row in answer.json()["results"]])
    assert back == pages[::-1]


def test_a_row_inserted_before_the_cursor_moves_nothing(api, rita, deals):
    client = api(rita)
    first = client.get("/api/toy/deals/?order=amount&limit=4").json()
    make_deal(rita, "Late and small", amount="1")
    rest = walk(client, first["next"])
    seen = [row["id"] for row in first["results"]] + [pk for page in rest for pk in page]
    assert seen == expected(deals_known(deals), "amount", False)


def deals_known(deals: list[Deal]) -> list[Deal]:
    return list(Deal.objects.filter(pk__in=[deal.pk for deal in deals]))


def test_a_deleted_cursor_row_loses_no_other(api, rita, deals):
    client = api(rita)
    first = client.get("/api/toy/deals/?order=name&limit=4").json()
    Deal.objects.filter(pk=first["results"][-1]["id"]).update(name="Deal 3 and more")
    assert [pk for page in walk(client, first["next"]) for pk in page][-6:] == [deal.pk for deal in deals[4:]]


@pytest.mark.parametrize(
    ("query", "code"),
    [
        ("cursor=nonsense", "bad_cursor"),
        ("cursor=eyJhIjoxfQ", "bad_cursor"),
        ("order=owner", "invalid"),
        ("order=--name", "invalid"),
        ("order=stage__name", "invalid"),
        ("limit=0", "invalid"),
        ("limit=201", "invalid"),
        ("limit=ten", "invalid"),
        ("limit=-5", "invalid"),
        ("limit=" + "9" * 40, "invalid"),
    ],
)
def test_bad_paging_is_refused(api, rita, deals, query, code):
    answer = api(rita).get(f"/api/toy/deals/?{query}")
    assert (answer.status_code, answer.json()["code"]) == (400, code)


def test_a_cursor_is_bound_to_its_order_and_cannot_be_made_by_others(api, rita, deals):
    client = api(rita)
    following = client.get("/api/toy/deals/?order=name&limit=2").json()["next"]
    moved = client.get(following.replace("order=name", "order=amount"))
    assert (moved.status_code, moved.json()["code"]) == (400, "bad_cursor")
    cursor = following.split("cursor=")[1].split("&")[0]
    body, _, signature = cursor.partition("%3A")
    forged = signing.dumps(["name", "Deal 8", 1, 0], salt="another")
    for tampered in (body[:-1] + "x%3A" + signature, cursor[:-2], forged):
        answer = client.get(f"/api/toy/deals/?order=name&cursor={tampered}")
        assert (answer.status_code, answer.json()["code"]) == (400, "bad_cursor")


def test_next_keeps_the_filters_and_the_limit(api, rita, deals):
    following = api(rita).get("/api/toy/deals/?order=name&limit=2&state=OPEN").json()["next"]
    assert "limit=2" in following
    assert "state=OPEN" in following
    assert following.startswith("http://testserver/api/toy/deals/?")


@pytest.mark.parametrize("order", ["name", "amount", "-amount"])
def test_a_page_far_in_is_found_by_comparison_not_by_counting(api, rita, deals, order):
    client = api(rita)
    answer = client.get(f"/api/toy/deals/?order={order}&limit=2").json()
    with CaptureQueriesContext(
        connection,
    ) as captured:
        client.get(answer["next"])
    lists = [query["sql"] for query in captured if 'FROM "pipeline_deal"' in query["sql"]]
    assert lists
    assert not any("OFFSET" in sql or "COUNT(" in sql for sql in lists)


def test_the_default_page_has_fifty_rows(api, rita, deals):
    Deal.objects.bulk_create(
        Deal(
            name=f"More {n}",
            owner=rita,
            stage=deals[0].stage,
            currency="EUR",
            forecast_category="PIPELINE",
            stage_entered_at=deals[0].stage_entered_at,
            created_at=deals[0].created_at,
        )
        for n in range(60)
    )
    client = api(rita)
    assert len(client.get("/api/toy/deals/").json()["results"]) == 50
    assert len(client.get("/api/toy/deals/?limit=200").json()["results"]) == 70
