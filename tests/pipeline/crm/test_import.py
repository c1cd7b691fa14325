"""A CRM export merged: once, again, changed, and beside what people did here."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.utils import timezone

from pipeline.choices import StageKind
from pipeline.domain.next_steps import set_next_step
from pipeline.models import Account, Deal, DealLine, DealVersion, Product
from salesmgmt.common.period import day_start
from salesmgmt.common.problems import NotAllowed
from salesmgmt.events.models import Event
from salesmgmt.imports.domain.previews import preview_import
from salesmgmt.imports.domain.starting import ImportUnderWay, start_import
from salesmgmt.imports.models import ImportBatch, ImportedRow, StagedRow
from salesmgmt.people.choices import Role
from salesmgmt.people.domain.rosters import Newcomer, bring_in
from salesmgmt.people.models import Membership, Office, RoleGrant, Team
from tests.crm_data import CRM, DEALS, TEAMS, export, import_files

pytestmark = pytest.mark.django_db
MODELS = (Account, Product, Deal, DealVersion, DealLine, ImportedRow, Membership, RoleGrant, Team, Office)
JOB_EVENTS = ("job.requested", "job.finished", "import.started")


def rows():
    return {model: list(model.objects.order_by("pk").values()) for model in MODELS}


def facts():
    return list(Event.objects.exclude(kind__in=JOB_EVENTS).order_by("id").values_list("id", flat=True))


def deal(key):
    return Deal.objects.get(external_source="crm", external_id=key)


def history(key):
    """Stage, first day in the company's zone (None: not a day), owner of each version that counts."""
    versions = DealVersion.objects.counted().filter(deal=deal(key)).order_by("valid_from")
    return [
        (v.stage.name, (v.valid_from + timedelta(hours=2)).date() if v.from_day else None, v.owner.name)
        for v in versions
    ]


def counts(batch):
    return {name: tuple(count.values()) for name, count in batch.counts.items()}


def swap(key, **changed):
    """The deals, one of them said differently."""
    names = ("id", "agent", "product", "account", "stage", "engaged", "closed", "value")
    return [
        tuple(changed.get(name, cell) for name, cell in zip(names, row, strict=True)) if row[0] == key else row
        for row in DEALS
    ]


@pytest.fixture
def first(cast):
    return import_files(export(), by=cast.olga)


def test_rows_become_people_accounts_products_and_deals(cast, first):
    assert counts(first) == {
        "sales_teams": (3, 0, 0, 0),
        "products": (2, 0, 0, 0),
        "accounts": (2, 0, 0, 0),
        "sales_pipeline": (4, 0, 0, 0),
    }
    ann = Membership.objects.get(user__name="Ann Able")
    assert (ann.manager.name, ann.team.name, ann.team.parent.name, ann.office.name) == (
        "Meg Marsh",
        "Meg Marsh’s team",
        "East",
        "East",
    )
    roles = {g.user.name: g.role for g in RoleGrant.objects.filter(user__email__endswith="@import.invalid")}
    assert roles == {
        "Ann Able": "REP",
        "Bob Bell": "REP",
        "Cy Cole": "REP",
        "Meg Marsh": "MANAGER",
        "Nan Nash": "MANAGER",
    }
    betatech = Account.objects.get(name="Betatech")
    assert (betatech.parent.name, betatech.revenue_amount, betatech.country) == ("Acme", Decimal("647180000"), "Kenya")
    assert not StagedRow.objects.exists()


def test_deals_have_their_dated_history(cast, first):
    won, lost, engaging, prospecting = (deal(key) for key in ("W1", "L1", "E1", "P1"))
    assert (won.state, won.amount, won.list_amount, won.close_date, won.started_date) == (
        StageKind.WON,
        4514,
        4821,
        date(2025, 2, 20),
        date(2025, 1, 10),
    )
    assert (won.name, engaging.name) == ("Acme, GTX Pro", "Unknown account, GTX Pro")
    assert (lost.state, lost.amount) == (StageKind.LOST, 0)
    assert (engaging.amount, engaging.list_amount, engaging.account) == (None, 4821, None)
    assert history("W1") == [("Engaging", date(2025, 1, 10), "Ann Able"), ("Won", date(2025, 2, 20), "Ann Able")]
    assert history("E1") == [("Engaging", date(2025, 3, 5), "Ann Able")]
    assert history("P1") == [("Prospecting", None, "Bob Bell")]
    assert won.stage_entered_at == day_start(date(2025, 2, 20), "Europe/Berlin")
    assert (prospecting.started_date, prospecting.stage_entered_at) == (None, first.created_at)
    prices = DealLine.objects.values_list("deal__external_id", "unit_price").order_by("deal__external_id")
    assert list(prices) == [("E1", 4821), ("L1", 55), ("P1", 55), ("W1", 4514)]


def test_an_import_says_what_it_did_in_one_event(cast, first):
    event = Event.objects.get(kind="deals.imported")
    assert event.payload == {
        "batch_id": first.pk,
        "created": 4,
        "changed": 0,
        "close_from": "2025-02-20",
        "close_to": "2025-03-02",
        "history_from": "2025-01-10",
        "history_to": (cast.company.day_of(first.created_at) + timedelta(days=1)).isoformat(),
    }
    assert ImportedRow.objects.filter(batch=first, record="sales_pipeline").count() == 4


def test_the_same_files_again_change_nothing(cast, first):
    before, told = rows(), facts()
    again = import_files(export(), by=cast.olga)
    assert {name: count["same"] for name, count in again.counts.items()} == {
        "sales_teams": 3,
        "products": 2,
        "accounts": 2,
        "sales_pipeline": 4,
    }
    assert rows() == before
    assert facts() == told


def test_only_the_changed_row_of_a_changed_file_changes(cast, first):
    before = {d.external_id: d.version for d in Deal.objects.all()}
    deals = swap("E1", stage="Won", closed="2025-04-01", value="4700")
    batch = import_files(export(sales_pipeline=deals), by=cast.olga)
    assert batch.counts["sales_pipeline"] == {"new": 0, "changed": 1, "same": 3, "refused": 0}
    assert {d.external_id: d.version for d in Deal.objects.all()} == {**before, "E1": 2}
    assert history("E1") == [("Engaging", date(2025, 3, 5), "Ann Able"), ("Won", date(2025, 4, 1), "Ann Able")]
    assert (deal("E1").state, deal("E1").amount) == (StageKind.WON, 4700)
    assert DealLine.objects.get(deal=deal("E1")).unit_price == 4700
    event = Event.objects.filter(kind="deals.imported").latest("id")
    assert (event.payload["changed"], event.payload["close_from"]) == (1, "2025-04-01")


def test_a_new_owner_counts_from_the_import_on(cast, first):
    import_files(export(sales_pipeline=swap("E1", agent="Cy Cole")), by=cast.olga)
    assert history("E1") == [("Engaging", date(2025, 3, 5), "Ann Able"), ("Engaging", None, "Cy Cole")]
    assert deal("E1").stage_entered_at == day_start(date(2025, 3, 5), "Europe/Berlin")
    event = Event.objects.filter(kind="deals.imported").latest("id")
    assert event.payload["history_from"] == "2025-03-05"


def test_a_corrected_day_takes_the_earlier_history_back_but_keeps_it(cast, first):
    import_files(export(sales_pipeline=swap("W1", closed="2025-02-10")), by=cast.olga)
    assert history("W1") == [("Engaging", date(2025, 1, 10), "Ann Able"), ("Won", date(2025, 2, 10), "Ann Able")]
    undone = DealVersion.objects.get(deal=deal("W1"), undone_by=cast.olga)
    assert (undone.stage.name, undone.close_date) == ("Won", date(2025, 2, 20))
    assert DealVersion.objects.filter(deal=deal("W1"), valid_to=None).count() == 1


def test_a_deal_that_was_changed_here_is_not_overwritten(cast, first):
    set_next_step(
        deal=deal("E1"),
        next_step="Call them",
        next_step_date=date(2027, 1, 4),
        by=cast.olga,
        at=timezone.now(),
    )
    same = import_files(export(), by=cast.olga)
    assert same.counts["sales_pipeline"]["same"] == 4
    batch = import_files(export(sales_pipeline=swap("E1", stage="Lost", closed="2025-04-01", value="0")), by=cast.olga)
    (refusal,) = batch.refusals.all()
    assert str(refusal) == (
        "sales_pipeline.csv, row 4, opportunity_id: “E1” was changed here after it was imported, "
        "so the file no longer decides about it; make this change on its page."
    )
    assert (deal("E1").state, deal("E1").next_step) == (StageKind.OPEN, "Call them")


def test_an_agent_whose_manager_changes_moves_today(cast, first):
    teams = [("Ann Able", "Nan Nash", "West"), *TEAMS[1:]]
    import_files(export(sales_teams=teams), by=cast.olga)
    old, new = Membership.objects.filter(user__name="Ann Able").order_by("valid")
    assert (old.manager.name, old.until) == ("Meg Marsh", cast.company.day_of(timezone.now()))
    assert (new.manager.name, new.office.name) == ("Nan Nash", "West")


def test_what_was_entered_by_hand_is_recognised(cast):
    product = Product.objects.create(name="GTX Pro", series="", list_price=1, currency="EUR")
    account = Account.objects.create(name="Acme", owner=cast.rita)
    place = Membership.objects.get(user=cast.rita)
    teams = [("Rita Sandoval", "Meg Marsh", "East"), *TEAMS]
    batch = import_files(export(sales_teams=teams), by=cast.olga)
    product.refresh_from_db()
    account.refresh_from_db()
    assert (product.list_price, product.external_id, Product.objects.count()) == (4821, "GTX Pro", 2)
    assert (account.sector, account.owner, Account.objects.count()) == ("technolgy", cast.rita, 2)
    assert Membership.objects.get(user=cast.rita) == place
    assert batch.counts["accounts"] == {"new": 1, "changed": 1, "same": 0, "refused": 0}


def test_a_dry_run_tells_the_counts_and_changes_nothing(cast, first):
    before, told = rows(), facts()
    deals = [
        *swap("E1", stage="Won", closed="2025-04-01", value="4700"),
        ("X9", *DEALS[0][1:]),
        ("Y9", "Nobody", *DEALS[0][2:]),
    ]
    seen = preview_import(kind=CRM, files=export(sales_pipeline=deals), by=cast.olga, at=timezone.now())
    assert seen.counts["sales_pipeline"] == {"new": 1, "changed": 1, "same": 3, "refused": 1}
    assert [(r.row_no, r.field) for r in seen.refusals] == [(7, "sales_agent")]
    assert rows() == before
    assert facts() == told
    assert (ImportBatch.objects.count(), StagedRow.objects.count()) == (1, 0)


def test_one_import_at_a_time_and_admins_only(cast):
    start_import(kind=CRM, files=export(), source="test", by=cast.olga, at=timezone.now())
    with pytest.raises(ImportUnderWay, match="is under way; wait until it has ended"):
        start_import(kind=CRM, files=export(), source="test", by=cast.olga, at=timezone.now())
    with pytest.raises(NotAllowed):
        start_import(kind=CRM, files=export(), source="test", by=cast.max, at=timezone.now())
    assert ImportBatch.objects.count() == 1
    assert not Deal.objects.exists()


def test_only_deals_can_come_later(cast, first):
    files = export(sales_pipeline=[*DEALS, ("N1", *DEALS[0][1:])])
    batch = import_files({"sales_pipeline": files["sales_pipeline"]}, by=cast.olga)
    assert batch.counts == {"sales_pipeline": {"new": 1, "changed": 0, "same": 4, "refused": 0}}


def test_people_come_in_sets_with_one_event(cast):
    from salesmgmt.people.domain.members import Place

    place = Place(team=cast.north, manager=cast.max)
    users = bring_in(
        newcomers=[Newcomer(f"n{n}@import.invalid", f"New {n}", place, [Role.REP]) for n in range(3)],
        by=cast.olga,
        at=timezone.now(),
    )
    event = Event.objects.get(kind="people.imported")
    assert event.payload == {"user_ids": [user.pk for user in users]}
    assert {user.has_usable_password() for user in users} == {False}
