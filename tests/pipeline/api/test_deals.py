from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.utils import timezone

from pipeline.domain.catalogue import add_product
from pipeline.models import Account, Activity, Contact, Deal
from salesmgmt.events.models import Event
from salesmgmt.web.models import Undo
from tests.pipeline.evidence import last_event
from tests.pipeline_rows import make_deal, stage
from tests.refusals import all_rows

DEALS = "/api/v1/pipeline/deals/"


def path(deal, act=""):
    return f"{DEALS}{deal.pk}/{act}"


def unchanged(answer, status, code, before):
    assert (answer.status_code, answer.json()["code"]) == (status, code)
    assert answer["Content-Type"] == "application/problem+json"
    assert all_rows() == before
    return answer.json()


def test_retrieve_is_flat_and_exact(deal, rita, as_):
    assert as_(rita).get(path(deal)).json() == {
        "id": deal.pk,
        "name": "Helix Robotics",
        "account": deal.account_id,
        "account_name": "Helix Robotics",
        "owner": rita.pk,
        "owner_name": "Rita Sandoval",
        "stage": stage("Qualify").pk,
        "stage_name": "Qualify",
        "state": "OPEN",
        "amount": "1000.0000",
        "list_amount": "0.0000",
        "currency": "EUR",
        "forecast_category": "PIPELINE",
        "started_date": "2026-03-02",
        "close_date": None,
        "stage_entered_at": "2026-03-02T09:00:00Z",
        "next_step": "Call the plant lead",
        "next_step_date": "2026-03-03",
        "paused_until": None,
        "close_reason": None,
        "lead_source": None,
        "campaign": None,
        "external_source": "",
        "external_id": "",
        "created_at": "2026-03-02T09:00:00Z",
        "version": 1,
    }


@pytest.mark.parametrize("count", [1, 3])
def test_list_takes_the_same_queries_for_one_row_and_for_three(
    process, rita, as_, count, django_assert_max_num_queries
):
    for number in range(count):
        make_deal(rita, f"Deal {number}")
    client = as_(rita)
    with django_assert_max_num_queries(6):
        assert len(client.get(DEALS).json()["results"]) == count


def test_acts_take_few_statements_with_their_events_versions_and_kept_answers(
    process, rita, as_, django_assert_max_num_queries
):
    """Among them those that ask for the session and its user, and the savepoints that stand for transactions here."""
    client, step = as_(rita), {"next_step": "Call", "next_step_date": "2026-03-09"}
    opened = {"name": "Quick", "stage": stage("Qualify").pk, **step}
    with django_assert_max_num_queries(14):
        made = client.post(DEALS, opened, format="json", headers={"Idempotency-Key": "quick"})
    assert made.status_code == 201
    deal = Deal.objects.get(pk=made.json()["id"])
    with django_assert_max_num_queries(14):
        assert client.patch(path(deal), {"name": "Quicker"}, format="json").status_code == 200
    with django_assert_max_num_queries(24):
        assert client.post(path(deal, "move/"), {"stage": stage("Prove").pk}).status_code == 200


def test_list_shows_what_one_may_see_and_the_rest_answers_404(deal, cast, as_):
    for name, person in cast.everybody().items():
        seen = name in {"rita", "max", "olga", "finn", "carla"}
        assert [row["id"] for row in as_(person).get(DEALS).json()["results"]] == [deal.pk] * seen
        assert as_(person).get(path(deal)).status_code == (200 if seen else 404)
        if not seen:
            assert as_(person).post(path(deal, "move/"), {"stage": stage("Prove").pk}).status_code == 404


def test_list_filters(process, cast, as_):
    big = make_deal(cast.rita, "Big", amount="90000", close_date=date(2026, 5, 1))
    small = make_deal(cast.nora, "Small", amount="10", stage="Prove", close_date=date(2026, 8, 1))
    blank = make_deal(cast.max, "Blank", amount=None)
    Deal.objects.filter(pk=blank.pk).update(
        next_step="", next_step_date=None, external_source="crm", external_id="7", paused_until=None
    )
    Deal.objects.filter(pk=small.pk).update(paused_until=timezone.now().date() + timedelta(days=9))
    renamed = Account.objects.get(name="Small")
    Account.objects.filter(pk=renamed.pk).update(name="Tiny Works")

    def found(query):
        answer = as_(cast.max).get(f"{DEALS}?{query}")
        assert answer.status_code == 200, answer.json()
        return {row["name"] for row in answer.json()["results"]}

    everything = {"Big", "Small", "Blank"}
    for query, names in {
        "state=OPEN": everything,
        "state=WON": set(),
        f"stage={stage('Prove').pk}": {"Small"},
        f"owner={cast.rita.pk}": {"Big"},
        "owner=999999999999999999999999": set(),
        f"team={cast.north.pk}": everything,
        f"team={cast.south.pk}": set(),
        f"account={big.account_id}": {"Big"},
        "close_from=2026-05-02": {"Small"},
        "close_to=2026-05-01": {"Big"},
        "amount_min=11": {"Big"},
        "amount_max=10": {"Small"},
        "search=bi": {"Big"},
        "search=tiny": {"Small"},
        "external_source=crm&external_id=7": {"Blank"},
        "step=missing": {"Blank"},
        "step=late": {"Big"},
        "step=paused": {"Small"},
    }.items():
        assert found(query) == names, query


def test_list_refuses_filters_and_orders_it_does_not_know(deal, rita, as_):
    for query, code in {"color=red": "unknown_parameter", "order=version": "invalid", "state=MAYBE": "invalid"}.items():
        answer = as_(rita).get(f"{DEALS}?{query}")
        assert (answer.status_code, answer.json()["code"]) == (400, code)


@pytest.mark.parametrize("order", ["amount", "-amount", "close_date", "stage_entered_at", "name", "-name", "id"])
def test_list_pages_by_cursor_in_every_order(process, rita, as_, order):
    for number, amount in enumerate(["5", None, "7", "7", "1"]):
        make_deal(rita, f"Deal {number}", amount=amount)
    client, seen, address = as_(rita), [], f"{DEALS}?limit=2&order={order}"
    while address:
        answer = client.get(address)
        seen += [row["id"] for row in answer.json()["results"]]
        address = answer.json()["next"]
    assert len(seen) == 5
    assert sorted(seen) == sorted(Deal.objects.values_list("pk", flat=True))
    assert seen == [row["id"] for row in client.get(f"{DEALS}?order={order}").json()["results"]]


def test_create_opens_a_deal_of_ones_own(process, rita, as_):
    account = Account.objects.create(name="Orchard", owner=rita)
    body = {
        "name": "Orchard Mills",
        "stage": stage("Qualify").pk,
        "next_step": "Call",
        "next_step_date": "2030-01-01",
        "account": account.pk,
        "amount": "82000",
    }
    answer = as_(rita).post(DEALS, body)
    assert answer.status_code == 201
    deal = Deal.objects.get()
    assert answer.json() == as_(rita).get(path(deal)).json()
    assert (deal.owner, deal.account, deal.amount, deal.version) == (rita, account, 82000, 1)


def test_create_refusals_change_nothing(process, cast, as_):
    hidden = Account.objects.create(name="Hidden", owner=cast.sam)
    body = {"name": "X", "stage": stage("Qualify").pk, "next_step": "Call", "next_step_date": "2030-01-01"}
    before = all_rows()
    problem = unchanged(as_(cast.rita).post(DEALS, body | {"account": hidden.pk}), 400, "invalid", before)
    assert problem["errors"][0]["pointer"] == "#/account"
    problem = unchanged(as_(cast.rita).post(DEALS, body | {"colour": "red"}), 400, "invalid", before)
    assert problem["errors"][0]["code"] == "unknown_field"
    unchanged(as_(cast.rita).post(DEALS, body | {"stage": stage("Won").pk}), 422, "refused", before)
    unchanged(as_(cast.rita).post(DEALS, body | {"next_step": ""}), 400, "invalid", before)
    unchanged(as_(cast.rita).post(DEALS, body | {"amount": "-1"}), 400, "invalid", before)
    unchanged(as_(cast.finn).post(DEALS, body), 403, "not_allowed", before)


def test_create_for_somebody_out_of_sight_answers_without_a_body(process, cast, as_):
    body = {"name": "X", "stage": stage("Qualify").pk, "next_step": "Call", "next_step_date": "2030-01-01"}
    answer = as_(cast.rita).post(DEALS, body | {"owner": cast.sam.pk})
    assert (answer.status_code, answer.content) == (204, b"")
    assert Deal.objects.get().owner == cast.sam


def test_patch_edits_and_detects_conflicts(deal, rita, as_):
    answer = as_(rita).patch(path(deal), {"amount": "1500.50", "close_date": "2026-06-01", "version": 1})
    assert answer.status_code == 200
    assert (answer.json()["amount"], answer.json()["version"]) == ("1500.5000", 2)
    assert last_event()[4]["fields"] == ["amount", "close_date"]
    before = all_rows()
    unchanged(as_(rita).patch(path(deal), {"amount": "9", "version": 1}), 409, "deal_changed", before)
    unchanged(as_(rita).patch(path(deal), {"owner": rita.pk}), 400, "invalid", before)
    assert as_(rita).put(path(deal), {"name": "X"}).status_code == 405
    assert as_(rita).delete(path(deal)).status_code == 405


def test_move_and_undo(deal, rita, as_):
    moved = as_(rita).post(path(deal, "move/"), {"stage": stage("Prove").pk, "version": 1})
    assert (moved.status_code, moved.json()["stage_name"], moved.json()["version"]) == (200, "Prove", 2)
    assert last_event()[0] == "deal.moved"
    (offer,) = as_(rita).get("/api/v1/undos/", {"subject_id": deal.pk}).json()["results"]
    back = f"/api/v1/undos/{offer['id']}/take-back/"
    assert as_(rita).post(back).json() == {"words": "Helix Robotics is back in Qualify"}
    undone = as_(rita).get(path(deal)).json()
    assert (undone["stage_name"], undone["version"]) == ("Qualify", 3)
    unchanged(as_(rita).post(back), 422, "taken_back", all_rows())


def test_move_refusal_names_the_field(deal, rita, as_):
    Deal.objects.filter(pk=deal.pk).update(next_step="", next_step_date=None)
    before = all_rows()
    answer = as_(rita).post(path(deal, "move/"), {"stage": stage("Prove").pk})
    problem = unchanged(answer, 422, "next_step_missing", before)
    assert problem["errors"][0]["field"] == "next_step"
    assert "say what comes next" in problem["detail"]
    said = {"stage": stage("Prove").pk, "next_step": "Workshop", "next_step_date": "2030-01-01"}
    assert as_(rita).post(path(deal, "move/"), said).json()["next_step"] == "Workshop"


def test_next_step_and_pause(deal, rita, as_):
    said = {"next_step": "Meet Henrik", "next_step_date": "2030-01-01"}
    assert as_(rita).post(path(deal, "next-step/"), said).json()["next_step"] == "Meet Henrik"
    assert as_(rita).post(path(deal, "pause/"), {"until": "2099-01-01"}).json()["paused_until"] == "2099-01-01"
    before = all_rows()
    unchanged(as_(rita).post(path(deal, "pause/"), {"until": "2020-01-01"}), 422, "paused_until", before)


def test_win_lose_and_reopen(deal, rita, as_):
    client = as_(rita)
    won = client.post(path(deal, "win/"), {"reason": "value", "amount": "1200"}).json()
    assert (won["state"], won["amount"], won["close_reason"]) == ("WON", "1200.0000", "value")
    before = all_rows()
    unchanged(client.post(path(deal, "lose/"), {"reason": "price"}), 422, "closed", before)
    unchanged(client.post(path(deal, "win/"), {"reason": "price"}), 400, "invalid", before)
    step = {"next_step": "Call", "next_step_date": "2030-01-01"}
    again = client.post(path(deal, "reopen/"), {"stage": stage("Prove").pk, **step}).json()
    assert (again["state"], again["stage_name"], again["close_date"]) == ("OPEN", "Prove", None)
    lost = client.post(path(deal, "lose/"), {"reason": "price"}).json()
    assert (lost["state"], lost["close_reason"]) == ("LOST", "price")
    kinds = list(Event.objects.of(deal).values_list("kind", flat=True))
    assert kinds == ["deal.created", "deal.won", "deal.reopened", "deal.lost"]


def test_give_answers_with_the_deal_or_with_nothing_when_it_is_gone(deal, cast, as_):
    answer = as_(cast.max).post(path(deal, "give/"), {"owner": cast.nora.pk})
    assert (answer.status_code, answer.json()["owner_name"]) == (200, "Nora Nye")
    answer = as_(cast.nora).post(path(deal, "give/"), {"owner": cast.sam.pk})
    assert (answer.status_code, answer.content) == (204, b"")
    assert as_(cast.nora).get(path(deal)).status_code == 404


def test_lines_are_put_and_read(deal, cast, at, as_):
    rotor = add_product(name="Rotor", series="", list_price=Decimal(100), by=cast.olga, at=at)
    lines = [{"product": rotor.pk, "quantity": "2", "discount_rate": "0.1"}, {"product": rotor.pk, "unit_price": "30"}]
    answer = as_(cast.rita).put(path(deal, "lines/"), {"lines": lines, "version": 1})
    assert (answer.status_code, answer.json()["amount"], answer.json()["list_amount"]) == (200, "210.0000", "300.0000")
    first, second = as_(cast.rita).get(path(deal, "lines/")).json()["results"]
    assert (first["product_name"], first["quantity"], first["amount"]) == ("Rotor", "2.000", "180")
    assert (second["position"], second["unit_price"]) == (2, "30.0000")
    before = all_rows()
    bad = {"lines": [{"product": rotor.pk, "quantity": "0"}]}
    unchanged(as_(cast.rita).put(path(deal, "lines/"), bad), 422, "a_deal_line_has_a_quantity", before)


def test_splits_are_put_and_read(deal, cast, as_):
    shares = [{"user": cast.rita.pk, "share_bp": 6000}, {"user": cast.sam.pk, "share_bp": 4000}]
    assert as_(cast.rita).put(path(deal, "splits/"), {"shares": shares}).status_code == 200
    rows = as_(cast.sam).get(path(deal, "splits/")).json()["results"]
    assert [(row["user_name"], row["role"], row["share_bp"]) for row in rows] == [
        ("Rita Sandoval", "SALES", 6000),
        ("Sam Okafor", "SALES", 4000),
    ]
    before = all_rows()
    bad = {"shares": [{"user": cast.rita.pk, "share_bp": 6000}]}
    unchanged(as_(cast.rita).put(path(deal, "splits/"), bad), 422, "shares_do_not_sum", before)


def test_activities_are_logged_and_listed_with_their_deal(deal, cast, as_):
    henrik = Contact.objects.create(account=deal.account, name="Henrik Moss")
    body = {"kind": "CALL", "happened_at": "2026-03-01T10:00:00Z", "minutes": 14, "note": "ok", "contact": henrik.pk}
    answer = as_(cast.rita).post(path(deal, "activities/"), body)
    assert answer.status_code == 201
    assert (answer.json()["contact_name"], answer.json()["user_name"]) == ("Henrik Moss", "Rita Sandoval")
    listing = f"/api/v1/pipeline/activities/?deal={deal.pk}&kind=CALL"
    assert [row["id"] for row in as_(cast.max).get(listing).json()["results"]] == [answer.json()["id"]]
    assert as_(cast.sam).get(listing).json()["results"] == []
    assert as_(cast.sam).get(f"/api/v1/pipeline/activities/{answer.json()['id']}/").status_code == 404
    before = all_rows()
    future = body | {"happened_at": "2099-01-01T00:00:00Z"}
    unchanged(as_(cast.rita).post(path(deal, "activities/"), future), 422, "future_activity", before)
    assert Activity.objects.count() == 1


def test_versions_tell_the_history(deal, rita, as_):
    client = as_(rita)
    client.post(path(deal, "move/"), {"stage": stage("Prove").pk})
    client.post(f"/api/v1/undos/{Undo.objects.get().pk}/take-back/")
    last, first = client.get(path(deal, "versions/")).json()["results"]
    assert (first["stage_name"], first["undone"], first["valid_to"]) == ("Qualify", False, None)
    assert (last["stage_name"], last["undone"]) == ("Prove", True)
