from datetime import date, timedelta
from decimal import Decimal

from pipeline.domain.closing import lose_deal, win_deal
from pipeline.domain.deals import create_deal, edit_deal, give_deal
from pipeline.models import Account, Deal, DealVersion, LeadSource
from salesmgmt.events.models import Event
from tests.pipeline.evidence import event_count, last_event
from tests.pipeline_rows import lost_for, make_deal, stage, won_for
from tests.refusals import all_rows, assert_refused

TOMORROW = date(2026, 3, 3)


def opened(by, at, **changes):
    said = {"name": "Orchard Mills", "stage": stage("Discover"), "next_step": "Call", "next_step_date": TOMORROW}
    return create_deal(**{**said, **changes}, by=by, at=at)


def test_create_deal_writes_the_deal_its_first_version_and_one_event(process, rita, at):
    account = Account.objects.create(name="Orchard")
    before = event_count()
    deal = opened(rita, at, facts={"account": account, "amount": Decimal("82000"), "close_date": date(2026, 5, 1)})
    deal = Deal.objects.get(pk=deal.pk)
    assert (deal.name, deal.owner, deal.account, deal.stage.name) == ("Orchard Mills", rita, account, "Discover")
    assert (deal.amount, deal.currency, deal.list_amount) == (Decimal("82000"), "EUR", 0)
    assert (deal.state, deal.version, deal.forecast_category) == ("OPEN", 1, "PIPELINE")
    assert (deal.started_date, deal.stage_entered_at, deal.created_at) == (date(2026, 3, 2), at, at)
    assert (deal.next_step, deal.next_step_date, deal.close_date) == ("Call", TOMORROW, date(2026, 5, 1))
    version = DealVersion.objects.get(deal=deal)
    assert (version.valid_from, version.valid_to, version.from_day) == (at, None, False)
    assert (version.stage, version.owner, version.amount) == (deal.stage, rita, Decimal("82000"))
    assert event_count() == before + 1
    payload = {"stage_id": deal.stage_id, "owner_id": rita.pk, "amount": "82000"}
    assert last_event() == ("deal.created", "pipeline.deal", deal.pk, rita.pk, payload)


def test_create_deal_starts_on_the_companys_day(process, rita, at):
    late = at.replace(hour=23, minute=30)  # half past midnight in Berlin
    assert opened(rita, late).started_date == date(2026, 3, 3)


def test_create_deal_in_a_closing_stage_is_refused(process, rita, at):
    with assert_refused("refused", "stage", says="begins in an open stage"):
        opened(rita, at, stage=stage("Won"))


def test_create_deal_without_next_step_is_refused(process, rita, at):
    with assert_refused("next_step", "next_step"):
        opened(rita, at, next_step="  ")


def test_create_deal_without_a_day_for_its_step_is_refused(process, rita, at):
    with assert_refused("next_step_date", "next_step_date"):
        opened(rita, at, next_step_date=None)


def test_create_deal_without_name_is_refused(process, rita, at):
    with assert_refused("a_deal_has_a_name"):
        opened(rita, at, name="   ")


def test_create_deal_below_nothing_is_refused(process, rita, at):
    with assert_refused("a_deal_amount_is_not_negative"):
        opened(rita, at, facts={"amount": Decimal("-1")})


def test_create_deal_for_somebody_who_does_not_sell_is_refused(process, rita, cast, at):
    with assert_refused("owner", "owner", says="Ivan Ilic does not work deals"):
        opened(rita, at, owner=cast.ivan)


def test_create_deal_by_readers_is_not_allowed(process, cast, at):
    for person in (cast.finn, cast.carla, cast.rosa, cast.ivan, cast.stranger):
        with assert_refused("not_allowed"):
            opened(person, at)


def test_edit_deal_dates_what_is_versioned_and_names_the_fields(deal, rita, at):
    source = LeadSource.objects.create(code="fair", name="Fair")
    later = at + timedelta(hours=1)
    edited = edit_deal(
        deal=deal, facts={"name": " Helix ", "amount": Decimal("1500"), "lead_source": source}, by=rita, at=later
    )
    deal = Deal.objects.get(pk=deal.pk)
    assert edited == deal
    assert (deal.name, deal.amount, deal.lead_source, deal.version) == ("Helix", Decimal("1500"), source, 2)
    first, second = DealVersion.objects.filter(deal=deal).order_by("valid_from")
    assert (first.amount, first.valid_to, second.amount, second.valid_from) == (1000, later, 1500, later)
    kind, _, subject, actor, payload = last_event()
    assert (kind, subject, actor) == ("deal.edited", deal.pk, rita.pk)
    assert payload == {
        "fields": ["name", "amount", "lead_source"],
        "state": "OPEN",
        "close_date": None,
        "amount": "1500",
    }


def test_edit_deal_of_what_is_not_versioned_makes_no_version(deal, rita, at):
    edit_deal(deal=deal, facts={"name": "Helix"}, by=rita, at=at + timedelta(hours=1))
    assert DealVersion.objects.filter(deal=deal).count() == 1
    assert Deal.objects.get(pk=deal.pk).version == 2


def test_edit_deal_with_the_same_facts_changes_nothing(deal, rita, at):
    before = all_rows()
    edit_deal(deal=deal, facts={"name": deal.name, "amount": Decimal("1000.00")}, by=rita, at=at)
    assert all_rows() == before


def test_edit_deal_refusals(deal, rita, at):
    with assert_refused("refused", says="owner cannot be edited here"):
        edit_deal(deal=deal, facts={"owner": rita}, by=rita, at=at)
    with assert_refused("a_deal_has_a_name", "name"):
        edit_deal(deal=deal, facts={"name": " "}, by=rita, at=at)
    with assert_refused("a_deal_amount_is_not_negative", "amount"):
        edit_deal(deal=deal, facts={"amount": Decimal("-0.01")}, by=rita, at=at)
    for category in ("CLOSED", "NONSENSE", None):
        with assert_refused("refused", "forecast_category"):
            edit_deal(deal=deal, facts={"forecast_category": category}, by=rita, at=at)


def test_edit_deal_that_moved_on_is_a_conflict(deal, rita, at):
    edit_deal(deal=deal, facts={"name": "Helix"}, by=rita, at=at, expected_version=1)
    with assert_refused("deal_changed", says="was changed by somebody else"):
        edit_deal(deal=deal, facts={"name": "Helix 2"}, by=rita, at=at, expected_version=1)


def test_edit_deal_of_a_won_deal_keeps_its_amount_day_and_category(deal, rita, at):
    won = win_deal(deal=deal, reason=won_for(), by=rita, at=at)
    with assert_refused("a_won_deal_has_an_amount", "amount"):
        edit_deal(deal=won, facts={"amount": None}, by=rita, at=at)
    with assert_refused("a_closed_deal_has_its_day", "close_date"):
        edit_deal(deal=won, facts={"close_date": None}, by=rita, at=at)
    with assert_refused("close_date", "close_date", says="closed today or before"):
        edit_deal(deal=won, facts={"close_date": TOMORROW}, by=rita, at=at)
    with assert_refused("refused", "forecast_category"):
        edit_deal(deal=won, facts={"forecast_category": "COMMIT"}, by=rita, at=at)


def test_edit_deal_corrects_a_closed_deals_day(deal, rita, at):
    lost = lose_deal(deal=deal, reason=lost_for(), by=rita, at=at)
    edit_deal(deal=lost, facts={"close_date": date(2026, 2, 27)}, by=rita, at=at)
    assert Deal.objects.get(pk=deal.pk).close_date == date(2026, 2, 27)
    assert last_event()[4] == {"fields": ["close_date"], "state": "LOST", "close_date": "2026-02-27"}


def test_give_deal_changes_owner_and_dates_it(deal, cast, at):
    later = at + timedelta(hours=2)
    give_deal(deal=deal, to=cast.nora, by=cast.max, at=later)
    deal = Deal.objects.get(pk=deal.pk)
    assert (deal.owner, deal.version) == (cast.nora, 2)
    assert [v.owner for v in DealVersion.objects.filter(deal=deal).order_by("valid_from")] == [cast.rita, cast.nora]
    assert deal.stage_entered_at == at
    payload = {"from_id": cast.rita.pk, "to_id": cast.nora.pk, "state": "OPEN", "close_date": None}
    assert last_event() == ("deal.given", "pipeline.deal", deal.pk, cast.max.pk, payload)


def test_give_deal_to_its_owner_changes_nothing(deal, rita, at):
    before = all_rows()
    give_deal(deal=deal, to=rita, by=rita, at=at)
    assert all_rows() == before


def test_give_deal_to_somebody_who_does_not_sell_is_refused(deal, cast, at):
    for person in (cast.finn, cast.stranger):
        with assert_refused("owner", "owner"):
            give_deal(deal=deal, to=person, by=cast.max, at=at)


def test_deals_are_visible_to_owner_line_share_and_readers(deal, cast):
    seen = {name for name, user in cast.everybody().items() if Deal.objects.visible_to(user).exists()}
    assert seen == {"rita", "max", "olga", "finn", "carla"}


def test_every_act_appends_one_event(deal, rita):
    assert Event.objects.of(deal).count() == 1
    make_deal(rita, "Second")
    assert Event.objects.filter(kind="deal.created").count() == 2
