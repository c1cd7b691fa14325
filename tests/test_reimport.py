"""Every list can be exported; what comes back in is the same, row by row, also where nothing is left."""

import io
from datetime import date, time, timedelta
from decimal import Decimal

import pytest

from hiring.domain.campaigns import add_campaign as add_candidate_campaign
from hiring.domain.candidacies import give_candidacy
from hiring.domain.candidates import Came, enter_candidate
from hiring.domain.sources import add as add_source
from hiring.domain.tags import add_tag, put_tag
from pipeline.domain.accounts import add_contact, create_account
from pipeline.domain.activities import log_activity
from pipeline.domain.campaigns import add_campaign
from pipeline.domain.cancellations import cancel_order
from pipeline.domain.catalogue import add_lead_source, add_product, offer_product, set_unit_cost
from pipeline.domain.closing import lose_deal, win_deal
from pipeline.domain.deals import edit_deal
from pipeline.domain.invoices import credit_invoice, issue_invoice
from pipeline.domain.leads import create_lead, reject_lead, take_up_lead
from pipeline.domain.lines import LineFacts, set_lines
from pipeline.domain.orders import place_order, repeat_order
from pipeline.domain.payments import record_payment, refund_payment, reverse_payment
from pipeline.domain.targets import set_target
from pipeline.domain.to_do import add_task, finish_task, skip_task
from pipeline.domain.verifying import verify_activity
from pipeline.models import Account, Contact, Deal, Payment, TargetAdjustment
from salesmgmt.accounts.models import User
from salesmgmt.common.period import Period
from salesmgmt.imports.columns import OWN
from salesmgmt.imports.domain.following import follow
from salesmgmt.imports.domain.starting import GivenFile, start_import
from salesmgmt.imports.registry import kind_named
from salesmgmt.web.domain.exports import about_archive, asked_for, parts_of
from salesmgmt.web.lists.exporting import exported_columns, records
from salesmgmt.web.lists.registry import list_of_code, lists_for
from tests.cast import AT
from tests.checksums import checksums
from tests.hiring_rows import make_candidacy, make_profile
from tests.pipeline_rows import lost_for, make_deal, make_process, won_for
from tests.salesmgmt.figures.proving import past_triggers

pytestmark = pytest.mark.django_db
LATER = AT.replace(day=4)
IN_ORDER = (
    "people", "products", "accounts", "contacts", "deals", "activities", "campaigns", "leads", "tasks",
    "candidate_campaigns", "candidates", "orders", "order_lines", "cancellations", "invoices", "payments", "targets",
)  # fmt: skip
HISTORY = {"external_id", "deal_id", "for_id", "entered", "created", "order", "orders.number", "repeats", "adjusted"}
"""Columns of what a row, or its order or deal, is called here and since when it is here: an import begins both anew."""
ROWS = {
    "people": 12, "accounts": 3, "contacts": 2, "deals": 5, "campaigns": 2, "leads": 2, "candidates": 3,
    "invoices": 2, "payments": 2, "activities": 3, "products": 4, "orders": 5, "order_lines": 6, "targets": 3,
    "candidate_campaigns": 1, "cancellations": 2, "tasks": 6,
}  # fmt: skip


@pytest.fixture
def company(cast):
    """Rows made by hand, two of a name and some that a spreadsheet would run; some facts blank."""
    make_process()
    source = add_lead_source(code="fair", name="Trade fair", by=cast.olga, at=AT)
    fair = {"name": "=Fair 2026", "start_date": date(2026, 1, 5), "lead_source": source}
    add_campaign(code="fair-1", facts={**fair, "cost_amount": Decimal("1200.50")}, by=cast.olga, at=AT)
    autumn = {**fair, "name": "Autumn; fair", "end_date": date(2026, 2, 1)}
    add_campaign(code="fair_2", facts=autumn, by=cast.olga, at=AT)
    globex = create_account(
        name="=Globex",
        by=cast.olga,
        at=AT,
        facts={"sector": "Energy", "revenue_amount": Decimal("1200000.50"), "revenue_currency": "EUR"},
    )
    acme = create_account(
        name="Acme; “Ltd”", by=cast.rita, at=AT, facts={"parent": globex, "lead_source": source, "founded_year": 1996}
    )
    create_account(name="Nobody’s", by=cast.rita, at=AT, facts={"owner": None, "employee_count": 0})
    add_contact(account=acme, name="=Cleo", by=cast.rita, at=AT, facts={"title": "CFO", "email": "cleo@acme.example"})
    add_contact(account=globex, name="Cleo", by=cast.rita, at=AT, facts={"phone": "+49 30 2"})
    won = make_deal(cast.rita, "Renewal", account=acme, amount="1000.50")
    Deal.objects.update(started_date=date(2026, 1, 5))
    turbine = add_product(name="=Turbine", series="", list_price=Decimal(600), by=cast.olga, at=AT)
    service = add_product(name="Service; “yearly”", series="", list_price=Decimal(100), by=cast.olga, at=AT)
    sold = [LineFacts(turbine, discount_rate=Decimal("0.125")), LineFacts(service, Decimal("4.755"))]
    won = win_deal(deal=set_lines(deal=won, lines=sold, by=cast.rita, at=AT), reason=won_for(), by=cast.rita, at=AT)
    aim(cast)
    order = place_order(deal=won, by=cast.rita, at=AT)
    repeat_order(order=order, by=cast.max, at=LATER, lines=[LineFacts(service, Decimal("0.5"), Decimal("99.995"))])
    order_oddly(order, service, cast)
    bill(order, cast)
    lost = make_deal(cast.sam, "@Renewal", account=globex, amount="7")
    lose_deal(deal=lost, reason=lost_for(), by=cast.sam, at=AT)
    paused = make_deal(cast.rita, "Renewal", account=None, amount=None, lead_source=source)
    facts = {"paused_until": date(2026, 5, 1), "forecast_category": "COMMIT"}
    Deal.objects.filter(pk=paused.pk).update(**facts)
    edit_deal(deal=paused, facts={"close_date": date(2026, 6, 30)}, by=cast.rita, at=AT)
    make_deal(cast.max, "Turbines", account=acme, stage="Prove")
    done_for(won, paused, cast)
    add_product(name="=Rotor", series="Rotors; large", list_price=Decimal("1200.50"), by=cast.olga, at=AT)
    dear = add_product(name="Blade", series="", list_price=Decimal(0), by=cast.olga, at=AT)
    dear = set_unit_cost(product=dear, unit_cost=Decimal("7.25"), by=cast.olga, at=AT)
    offer_product(product=dear, offered=False, by=cast.olga, at=AT)
    asked_for_a_demo = create_lead(
        facts={"person_name": "=Ada", "lead_source": source, "email": "a@b.example"}, by=cast.rita, at=AT
    )
    take_up_lead(lead=asked_for_a_demo, by=cast.rita, at=AT)
    reject_lead(
        lead=create_lead(facts={"company_name": "Globex"}, by=cast.max, at=AT), reason="NO_NEED", by=cast.max, at=AT
    )
    Account.objects.exclude(name__in=("=Globex", "Acme; “Ltd”", "Nobody’s")).delete()
    write_down(paused, asked_for_a_demo, cast)
    ae, se = make_profile(cast), make_profile(cast, "Sales engineer")
    first = make_candidacy(ae, cast.rosa, phone="+49 30 1", headline="-AE at Acme", location="Berlin")
    first = give_candidacy(candidacy=first, to=cast.rosa, by=cast.rosa, at=AT)
    for name in ("=German", "Plants, large"):
        first = put_tag(candidacy=first, tag=add_tag(name=name, by=cast.rosa, at=AT), by=cast.rosa, at=AT)
    make_candidacy(se, cast.rosa, "Cal Candidate")
    spring = {
        "name": "=Spring; fair",
        "start_date": date(2026, 1, 5),
        "source": add_source(code="f", name="Fair", by=cast.rosa, at=AT),
    }
    came = Came(campaign=add_candidate_campaign(code="spring", facts=spring, by=cast.rosa, at=AT))
    facts = {"name": "Bo Berg", "email": "bo@post.example"}
    enter_candidate(profile=se, facts=facts, came=came, by=cast.rosa, at=AT)
    return cast


def order_oddly(order, service, cast):
    """An order of an amount, without lines and cancelled; one with lines that repeats it, cancelled in part; and one
    that cost what was agreed instead."""
    bare = repeat_order(order=order, by=cast.rita, at=LATER - timedelta(hours=2), amount=Decimal("70.25"))
    sold = [LineFacts(service, Decimal(2)), LineFacts(service, Decimal(5))]
    again = repeat_order(order=bare, by=cast.rita, at=LATER - timedelta(hours=1), lines=sold)
    gone = {"reason": "CUSTOMER", "by": cast.olga, "at": LATER}
    cancel_order(order=again, lines=[again.lines.get(position=2)], note="=Too many", **gone)
    cancel_order(order=bare, **gone)
    deal = make_deal(cast.rita, "Agreed", account=order.account, amount="1")
    deal = set_lines(deal=deal, lines=[LineFacts(service)], by=cast.rita, at=AT)
    deal = edit_deal(deal=deal, facts={"amount": Decimal(90)}, by=cast.rita, at=AT)
    place_order(deal=win_deal(deal=deal, reason=won_for(), by=cast.rita, at=AT), by=cast.rita, at=AT)


def done_for(first, other, cast):
    """Activities on two deals of one name, one with somebody who bears a formula's name, one that Max saw."""
    cleo, hour = Contact.objects.get(name="=Cleo"), timedelta(hours=1)
    facts = {"minutes": 45, "outcome": "AGREED", "note": "=Call; “again”\nin May", "contact": cleo}
    call = log_activity(deal=first, kind="CALL", happened_at=AT - hour, by=cast.rita, at=AT, **facts)
    verify_activity(activity=call, by=cast.max, at=AT)
    log_activity(deal=first, kind="NOTE", happened_at=AT - 2 * hour, note="-", by=cast.max, at=AT)
    log_activity(deal=other, kind="CALL", happened_at=AT - hour, by=cast.rita, at=AT)


def write_down(deal, lead, cast):
    """Tasks for one of each, and for nothing; one is Max's by name, one is done, one is not needed."""
    said = {"by": cast.rita, "at": AT}
    acme, cleo = Account.objects.get(name__startswith="Acme"), Contact.objects.get(email="cleo@acme.example")
    day = date(2026, 3, 6)
    add_task(title="=Send it; “all”", due_date=day, due_time=time(15), details="-\nTwo lines", subject=deal, **said)
    add_task(title="Ask Max", due_date=day, subject=deal, holder=cast.max, **said)
    done = add_task(title="Look in", due_date=day, subject=acme, **said)
    finish_task(task=done, note="=Fine", **said)
    add_task(title="Write", due_date=day, subject=cleo, **said)
    skip_task(task=add_task(title="Ring", due_date=day, subject=lead, **said), note="They rang", **said)
    add_task(title="Tidy up", due_date=day, **said)


def aim(cast):
    """Rita's quota of a quarter, lowered once; a team's, and calls in days of their own."""
    quarter = Period(date(2026, 1, 1), date(2026, 4, 1))
    facts = {"measure": "BOOKINGS", "period": quarter, "by": cast.carla, "at": AT}
    mine = set_target(user=cast.rita, full_amount=Decimal("90000.5"), **facts)
    TargetAdjustment.objects.create(
        target=mine, kind="MANUAL", num=1, den=2, reason="Half days", source_ref="x", adjusted_date=AT
    )
    set_target(team=cast.rita.memberships.get().team, full_amount=Decimal(500), **facts)
    facts |= {"measure": "CALLS", "period": Period(date(2026, 1, 5), date(2026, 2, 10))}
    set_target(user=cast.sam, full_amount=Decimal(40), **facts)


def bill(order, cast):
    """Two invoices, one credited in part; two payments, one of which went back in part, and one that was a mistake."""
    finance = {"by": cast.finn, "at": AT}
    days = {"issued_date": date(2026, 2, 1), "due_date": date(2026, 2, 20)}
    first = issue_invoice(order=order, number="=R-1", amount=Decimal(400), **days, **finance)
    second = issue_invoice(order=order, number="R-2", amount=Decimal("600.5"), **days, **finance)
    first = record_payment(invoice=first, amount=Decimal(400), paid_date=date(2026, 2, 3), reference="-7", **finance)
    refund_payment(payment=Payment.objects.get(), amount=Decimal(300), refunded_date=date(2026, 2, 4), **finance)
    first = record_payment(invoice=first, amount=Decimal("120.25"), paid_date=date(2026, 2, 5), **finance)
    record_payment(invoice=first, amount=Decimal(1), paid_date=date(2026, 2, 6), **finance)
    reverse_payment(payment=Payment.objects.get(amount=1), **finance)
    credit_invoice(invoice=second, amount=Decimal(5), **finance)


def asked(code, cast):
    return asked_for(list_of_code(code), "", user=cast.olga, at=LATER)


def exported(code, cast, form="csv"):
    return b"".join(parts_of(asked(code, cast), form=form, all_columns=True))


def imported(code, content, cast, form="csv"):
    given = GivenFile(io.BytesIO(content), len(content), f"{code}.{form}")
    kind = kind_named(list_of_code(code).imported_as)
    batch = start_import(kind=kind, files={code: given}, source="our export", by=cast.olga, at=LATER)
    return follow(batch, at=LATER)


def told(code, cast):
    """What the list says, without what an import begins anew."""
    columns = [
        each
        for each in exported_columns(asked(code, cast), everything=True)
        if not {each.name, f"{code}.{each.name}"} & HISTORY
    ]
    return sorted(str(row) for row in records(asked(code, cast), columns))


def test_every_list_says_how_it_is_imported_or_why_not(cast):
    lists = lists_for(cast.olga)
    assert {each.code for each in lists} >= {*IN_ORDER, "orders", "openings"}
    everything = {each.code: each for user in cast.everybody().values() for each in lists_for(user)}
    for each in everything.values():
        assert bool(each.imported_as) != bool(each.not_imported), f"{each.code} says one of the two"
        if each.imported_as:
            assert each.code in IN_ORDER, f"{each.code} belongs into the tests below"
            file = next(file for file in kind_named(each.imported_as).files if file.name == each.code)
            titles = {column.title for column in each.columns}
            ours = next(layout for layout in file.layouts if layout.source == OWN)
            assert set(ours.headings) <= titles, f"{each.code} names columns that its export does not have"
        else:
            assert "; " in each.not_imported or ", " in each.not_imported
    about = about_archive(lists).splitlines()
    assert "deals.csv: import it again as deals." in about
    assert "orders.csv: import it again as pipeline.order_lines." in about
    assert any(line.startswith("openings.csv: not imported. ") for line in about)


@pytest.mark.parametrize("form", ["csv", "xlsx"])
def test_an_export_imported_again_changes_nothing(company, form):
    before = checksums()
    for code in IN_ORDER:
        batch = imported(code, exported(code, company, form), company, form)
        assert [str(row) for row in batch.refusals.all()] == []
        assert batch.counts[code] == {"new": 0, "changed": 0, "same": ROWS[code], "refused": 0}
    changed = {name for name, summed in checksums().items() if summed != before[name]}
    assert changed == {"imports_importedrow"}


def test_an_export_brings_back_every_row_into_emptied_tables(company):
    files = {code: exported(code, company) for code in IN_ORDER}
    before = {code: told(code, company) for code in IN_ORDER}
    assert {code: len(rows) for code, rows in before.items()} == ROWS
    with past_triggers() as cursor:
        cursor.execute(
            "DELETE FROM pipeline_targetadjustment; DELETE FROM pipeline_target;"
            "DELETE FROM pipeline_task; DELETE FROM pipeline_activity; DELETE FROM pipeline_product;"
            "DELETE FROM pipeline_lead; DELETE FROM pipeline_dealversion; DELETE FROM pipeline_deal;"
            "DELETE FROM pipeline_refund; DELETE FROM pipeline_payment; DELETE FROM pipeline_creditnote;"
            "DELETE FROM pipeline_invoice; DELETE FROM pipeline_ordercancellation;"
            "DELETE FROM pipeline_orderline; DELETE FROM pipeline_order;"
            "DELETE FROM pipeline_dealline;"
            "DELETE FROM pipeline_contact; DELETE FROM pipeline_account; DELETE FROM pipeline_campaign;"
            "DELETE FROM hiring_candidatetagging;"
            "DELETE FROM hiring_stagevisit; DELETE FROM hiring_candidacy; DELETE FROM hiring_candidatecampaign;"
            "DELETE FROM hiring_candidate;"
            "DELETE FROM people_membership WHERE user_id <> %s; DELETE FROM people_rolegrant WHERE user_id <> %s;"
            "DELETE FROM hiring_hirer; DELETE FROM accounts_user WHERE id <> %s",
            [company.olga.pk] * 3,
        )
    for code in IN_ORDER:
        batch = imported(code, files[code], company)
        assert [str(row) for row in batch.refusals.all()] == []
        assert batch.counts[code]["new"] == ROWS[code] - (code == "people")
    assert {code: told(code, company) for code in IN_ORDER} == before


def test_rows_of_who_has_left_are_unchanged_and_a_changed_one_is_told(company):
    lost = Deal.objects.get(name="@Renewal")
    log_activity(deal=lost, kind="CALL", happened_at=AT, by=company.sam, at=AT)
    files = {code: exported(code, company) for code in ("deals", "activities", "targets")}
    User.objects.filter(pk=company.sam.pk).update(is_active=False)
    before = checksums()
    for code, content in files.items():
        for _ in range(2):
            batch = imported(code, content, company)
            assert [str(row) for row in batch.refusals.all()] == []
            assert batch.counts[code]["same"] == ROWS[code] + (code == "activities")
    assert {name for name, summed in checksums().items() if summed != before[name]} == {"imports_importedrow"}
    batch = imported("deals", files["deals"].replace(b",7,", b",8,"), company)
    assert batch.counts["deals"] == {"new": 0, "changed": 0, "same": 4, "refused": 1}
    assert "is not a person" in batch.refusals.get().reason
    assert Deal.objects.get(pk=lost.pk).amount == 7


def test_a_number_of_ours_stands_for_the_row_only_under_its_name(cast):
    make_process()
    first = make_deal(cast.rita, "First", account=None, amount="5")
    content = exported("deals", cast).replace(b"First", b"Second")
    assert imported("deals", content, cast).counts["deals"] == {"new": 1, "changed": 0, "same": 0, "refused": 0}
    first.refresh_from_db()
    assert (first.name, first.version) == ("First", 1)
    assert imported("deals", exported("deals", cast), cast).counts["deals"]["same"] == 2
    raised = exported("deals", cast).replace(b",5,", b",6,")
    assert imported("deals", raised, cast).counts["deals"]["changed"] == 2
    assert sorted(Deal.objects.values_list("name", "amount", "external_id")) == [
        ("First", Decimal(6), ""),
        ("Second", Decimal(6), ""),
    ]
