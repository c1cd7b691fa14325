"""What the pages cost and say: the same queries for one row and for three, honest sums, no row that is not visible."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.utils import timezone

from pipeline.domain.activities import log_activity
from pipeline.domain.catalogue import add_product
from pipeline.domain.deals import edit_deal, give_deal
from pipeline.domain.moves import move_deal
from pipeline.domain.targets import set_target
from pipeline.models import Deal, Product, Target
from pipeline.queries.board import columns_of
from pipeline.queries.health import Health, Limit, standing_of
from pipeline.queries.processes import courses
from pipeline.queries.quotas import quota_table
from pipeline.queries.timeline import happenings
from salesmgmt.figures.queries.answer import answer
from salesmgmt.figures.reading import read_scope
from salesmgmt.figures.registry import figure_for
from salesmgmt.people.models import FiscalPeriod
from tests.cast import AT
from tests.pipeline_rows import make_deal, stage
from tests.refusals import all_rows

PAGES = {
    "/pipeline/": 12,
    "/pipeline/deals/?state=OPEN": 10,
    "/pipeline/accounts/": 10,
    "/pipeline/leads/": 10,
    "/pipeline/orders/": 10,
    "/pipeline/contacts/": 10,
    "/pipeline/activities/": 10,
    "/pipeline/products/?is_active=true": 10,
    "/pipeline/invoices/": 10,
    "/pipeline/targets/": 12,
    "/pipeline/targets/list/": 10,
}


@pytest.mark.parametrize("count", [1, 3])
@pytest.mark.parametrize("address", PAGES)
def test_pages_stay_within_their_queries(process, cast, client, address, count, django_assert_max_num_queries):
    for number in range(count):
        deal = make_deal(cast.rita, f"Deal {number}", stage=["Qualify", "Discover", "Prove"][number])
        log_activity(deal=deal, kind="CALL", happened_at=AT, minutes=5, by=cast.rita, at=AT)
        add_product(name=f"Product {number}", series="", list_price=Decimal(1), by=cast.olga, at=AT)
    client.force_login(cast.max)
    client.get(address)
    with django_assert_max_num_queries(PAGES[address]):
        assert client.get(address).status_code == 200


@pytest.mark.parametrize("count", [1, 3])
def test_record_asks_as_much_for_one_event_as_for_three(process, cast, client, count, django_assert_max_num_queries):
    deal = make_deal(cast.rita)
    for number in range(count):
        deal = edit_deal(deal=deal, facts={"amount": Decimal(number)}, by=cast.rita, at=AT)
    client.force_login(cast.rita)
    with django_assert_max_num_queries(20):
        assert client.get(f"/pipeline/deals/{deal.pk}/").status_code == 200


def test_board_adds_up_amounts_else_list_values_and_says_which(process, cast, client):
    make_deal(cast.rita, "Priced", amount="1000")
    listed = make_deal(cast.rita, "Listed", amount=None)
    Deal.objects.filter(pk=listed.pk).update(list_amount=550)
    make_deal(cast.sam, "Elsewhere", amount="99999")
    columns, total = columns_of(Deal.objects.visible_to(cast.rita), courses()[0].open_stages)
    assert [column.sums.count for column in columns] == [2, 0, 0, 0]
    assert (total.count, total.worth, total.unpriced) == (2, 1550, 1)
    assert [deal.name for deal in columns[0].deals] == ["Priced", "Listed"]
    assert columns[0].share == 1.0
    client.force_login(cast.rita)
    page = client.get("/pipeline/").content.decode()
    assert "1 at list price" in page
    assert "Elsewhere" not in page


def test_board_and_list_leave_another_currency_out_of_the_sum_and_say_so(process, cast, client):
    make_deal(cast.rita, "Ours", amount="1000")
    for name, amount in (("Abroad", "70000"), ("Abroad, listed", None)):
        abroad = make_deal(cast.rita, name, amount=amount)
        Deal.objects.filter(pk=abroad.pk).update(currency="JPY", list_amount=90_000)
    columns, total = columns_of(Deal.objects.visible_to(cast.rita), courses()[0].open_stages)
    assert (columns[0].sums.count, columns[0].sums.worth, columns[0].sums.in_other_currency) == (3, 1000, 2)
    assert (total.count, total.worth, total.unpriced, total.in_other_currency) == (3, 1000, 0, 2)
    assert columns[0].share == 1.0
    client.force_login(cast.rita)
    assert client.get("/pipeline/").content.decode().count("2 in another currency</span>") == 2
    listed = client.get("/lists/deals/totals/?state=OPEN").content.decode()
    assert (">1,000<" in listed, "2 in another currency</span>" in listed, "at list price" in listed) == (
        True,
        True,
        False,
    )
    figure = figure_for("pipeline.open_amount", cast.rita)
    (amount,) = answer(figure, read_scope(figure, {}, user=cast.rita, at=AT)).results
    assert amount.estimate.value == total.worth


def test_columns_are_continued_by_cursor_without_gap_or_repetition(process, rita, client):
    for number in range(30):
        make_deal(rita, f"Deal {number:02}", amount=str(number % 7))
    columns, _ = columns_of(Deal.objects.visible_to(rita), courses()[0].open_stages)
    shown = [deal.pk for deal in columns[0].deals]
    client.force_login(rita)
    answer = client.get(f"/pipeline/board/{stage('Qualify').pk}/more/?cursor={columns[0].next.sealed()}&left=5")
    rest = [deal.pk for deal, _ in answer.context["cards"]]
    assert (len(shown), len(rest), answer.context["next"]) == (25, 5, "")
    assert sorted(shown + rest) == sorted(Deal.objects.values_list("pk", flat=True))


def test_a_tampered_cursor_is_refused_in_a_sentence(process, rita, client):
    make_deal(rita)
    client.force_login(rita)
    answer = client.get("/pipeline/deals/?cursor=nonsense")
    assert answer.status_code == 400
    assert b"The cursor is not one of ours" in answer.content


@pytest.mark.parametrize("sort", ["name", "-name", "amount", "-amount", "due", "entered", "closes", "nonsense"])
def test_list_pages_through_every_order(process, rita, client, monkeypatch, sort):
    monkeypatch.setattr("salesmgmt.web.lists.asked.ROWS", 2)
    for number, amount in enumerate(["5", None, "7", "7", "1"]):
        make_deal(rita, f"Deal {number}", amount=amount)
    client.force_login(rita)
    seen, address = [], f"/pipeline/deals/?sort={sort}"
    for _ in range(3):
        context = client.get(address).context
        seen += [each.row.pk for each in context["dressed"]]
        address = context["next"]
    assert address == ""
    assert sorted(seen) == sorted(Deal.objects.values_list("pk", flat=True))


def test_a_filter_that_cannot_be_read_is_said_and_left_out(deal, rita, client):
    client.force_login(rita)
    answer = client.get("/pipeline/deals/?state=OPEN&close_from=soon")
    assert [chip.words for chip in answer.context["chips"]] == ["Open", "soon cannot be read as close_from"]
    assert len(answer.context["dressed"]) == 1


def test_health_is_what_its_definition_says(process, rita):
    now = AT + timedelta(days=30)
    today = now.date()

    def health(entered, due, **changes):
        deal = make_deal(rita, "D")
        step = {"next_step": "Call", "next_step_date": today + timedelta(days=due)} if due is not None else {}
        for name, value in {"stage_entered_at": now - timedelta(days=entered), **step, **changes}.items():
            setattr(deal, name, value)
        found = standing_of(deal, today=today, zone="Europe/Berlin", limit=Limit(deal.stage.normal_days))
        return found.health, found.why

    gone = {"next_step": "", "next_step_date": None}
    assert health(1, 0) == (Health.GOOD, "on track")
    assert health(9, 0) == (Health.GOOD, "on track")
    assert health(10, 0) == (Health.WATCH, "stalled")
    assert health(1, -1) == (Health.WATCH, "step late")
    assert health(10, -1) == (Health.BAD, "stalled, step late")
    assert health(1, None, **gone) == (Health.BAD, "no next step")
    assert health(99, -9, paused_until=today + timedelta(days=1)) == (Health.NONE, "paused")
    assert health(99, -9, paused_until=today) == (Health.BAD, "stalled, step late")
    assert health(99, -9, state="LOST") == (Health.NONE, "lost")


def test_timeline_says_what_happened_newest_first(deal, cast):
    later = AT + timedelta(hours=1)
    moved = move_deal(deal=deal, to=stage("Prove"), by=cast.rita, at=later)
    edited = edit_deal(deal=moved, facts={"amount": Decimal(1500)}, by=cast.max, at=later + timedelta(hours=1))
    give_deal(deal=edited, to=cast.nora, by=cast.max, at=later + timedelta(hours=2))
    entries, has_earlier = happenings(deal, viewer=cast.max, zone="Europe/Berlin")
    assert [(entry.who, entry.what) for entry in entries] == [
        ("Max Adler", "gave it from Rita Sandoval to Nora Nye"),
        ("Max Adler", "changed amount: 1,500.00 EUR"),
        ("Rita Sandoval", "moved it from Qualify to Prove"),
        ("Rita Sandoval", "opened it in Qualify"),
    ]
    assert has_earlier is False
    latest, has_earlier = happenings(deal, viewer=cast.max, zone="Europe/Berlin", limit=2)
    assert (len(latest), has_earlier) == (2, True)


def test_quotas_are_a_table_of_people_and_quarters(cast, client):
    quarter = FiscalPeriod.objects.filter(kind="QUARTER").order_by("start_date")[1]
    set_target(
        user=cast.rita,
        measure="BOOKINGS",
        period=quarter.period,
        full_amount=Decimal(90_000),
        by=cast.carla,
        at=timezone.now(),
    )
    table = quota_table(viewer=cast.max, company=cast.company, day=quarter.start_date)
    assert [person.name for person, _ in table.rows] == ["Max Adler", "Nora Nye", "Rita Sandoval"]
    assert [total for _, total in table.totals] == [0, 90_000, 0, 0]
    own = quota_table(viewer=cast.sam, company=cast.company, day=quarter.start_date)
    assert [(person.name, [quota.target for quota in row]) for person, row in own.rows] == [("Sam Okafor", [None] * 4)]


def test_a_quota_is_set_in_its_cell_by_those_who_may(cast, client):
    quarter = FiscalPeriod.objects.filter(kind="QUARTER").first()
    body = {"user": cast.rita.pk, "period": quarter.pk, "full_amount": "90,000"}
    client.force_login(cast.carla)
    assert client.post("/pipeline/targets/set/", body).status_code == 200
    assert Target.objects.get().full_amount == 90_000
    before = all_rows()
    assert client.post("/pipeline/targets/set/", body | {"full_amount": "0"}).status_code == 422
    assert client.post("/pipeline/targets/set/", body | {"full_amount": "much"}).status_code == 422
    client.force_login(cast.max)
    assert client.post("/pipeline/targets/set/", body).status_code == 404
    assert all_rows() == before


def test_settings_refuse_at_the_field(process, olga, client):
    client.force_login(olga)
    assert client.post("/pipeline/settings/products/", {"name": "Rotor", "list_price": "5,000"}).status_code == 302
    assert Product.objects.get().list_price == 5000
    before = all_rows()
    answer = client.post("/pipeline/settings/products/", {"name": "Rotor", "list_price": "1"})
    assert answer.status_code == 422
    assert b"There is already a product of this name" in answer.content
    answer = client.post("/pipeline/settings/reasons/", {"name": "Price", "kind": "LOST"})
    assert (answer.status_code, b"already a reason of this code" in answer.content) == (422, True)
    answer = client.post(
        f"/pipeline/settings/stages/{stage('Prove').pk}/",
        {"name": "Discover", "probability": "40", "forecast_category": "COMMIT"},
    )
    assert (answer.status_code, b"is published, and what deals were judged by stays" in answer.content) == (422, True)
    assert all_rows() == before
