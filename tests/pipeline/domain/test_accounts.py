from decimal import Decimal

from pipeline.domain.accounts import add_contact, create_account, edit_account, edit_contact
from pipeline.models import Account, Contact
from tests.pipeline.evidence import last_event
from tests.refusals import all_rows, assert_refused


def test_create_account_belongs_to_whoever_enters_it(rita, at):
    account = create_account(name=" Orchard Mills ", facts={"sector": "retail"}, by=rita, at=at)
    account = Account.objects.get(pk=account.pk)
    assert (account.name, account.owner, account.sector, account.version) == ("Orchard Mills", rita, "retail", 1)
    assert last_event() == ("account.created", "pipeline.account", account.pk, rita.pk, {"owner_id": rita.pk})


def test_create_account_refusals(cast, at):
    with assert_refused("an_account_has_a_name"):
        create_account(name="  ", by=cast.rita, at=at)
    with assert_refused("a_revenue_has_its_currency"):
        create_account(name="X", facts={"revenue_amount": Decimal(5)}, by=cast.rita, at=at)
    with assert_refused("not_allowed"):
        create_account(name="X", by=cast.finn, at=at)


def test_edit_account_writes_what_differs(rita, at):
    account = create_account(name="Orchard", by=rita, at=at)
    edit_account(account=account, facts={"name": "Orchard", "country": "Norway"}, by=rita, at=at, expected_version=1)
    account = Account.objects.get(pk=account.pk)
    assert (account.country, account.version) == ("Norway", 2)
    assert last_event() == ("account.edited", "pipeline.account", account.pk, rita.pk, {"fields": ["country"]})
    before = all_rows()
    edit_account(account=account, facts={"country": "Norway"}, by=rita, at=at)
    assert all_rows() == before


def test_edit_account_refusals(cast, at):
    account = create_account(name="Orchard", by=cast.rita, at=at)
    with assert_refused("an_account_has_a_name", "name"):
        edit_account(account=account, facts={"name": ""}, by=cast.rita, at=at)
    with assert_refused("an_account_is_not_its_own_parent", "parent"):
        edit_account(account=account, facts={"parent": account}, by=cast.rita, at=at)
    with assert_refused("conflict"):
        edit_account(account=account, facts={"name": "X"}, by=cast.rita, at=at, expected_version=3)
    with assert_refused("not_allowed"):
        edit_account(account=account, facts={"name": "X"}, by=cast.carla, at=at)


def test_contacts_are_added_and_edited(cast, at):
    account = create_account(name="Orchard", by=cast.rita, at=at)
    contact = add_contact(account=account, name=" Lena Ort ", facts={"title": "CFO"}, by=cast.rita, at=at)
    contact = Contact.objects.get(pk=contact.pk)
    assert (contact.name, contact.title, contact.account, contact.version) == ("Lena Ort", "CFO", account, 1)
    added = ("contact.added", "pipeline.contact", contact.pk, cast.rita.pk, {"account_id": account.pk})
    assert last_event() == added
    edit_contact(contact=contact, facts={"phone": "1"}, by=cast.rita, at=at)
    assert Contact.objects.values_list("phone", "version").get(pk=contact.pk) == ("1", 2)
    assert last_event()[0] == "contact.edited"
    with assert_refused("a_contact_has_a_name"):
        add_contact(account=account, name="", by=cast.rita, at=at)
    with assert_refused("not_allowed"):
        add_contact(account=account, name="X", by=cast.finn, at=at)
    with assert_refused("a_contact_has_a_name", "name"):
        edit_contact(contact=contact, facts={"name": ""}, by=cast.rita, at=at)
    with assert_refused("conflict"):
        edit_contact(contact=contact, facts={"phone": "2"}, by=cast.rita, at=at, expected_version=1)
    with assert_refused("not_allowed"):
        edit_contact(contact=contact, facts={"phone": "2"}, by=cast.finn, at=at)


def test_accounts_are_visible_by_owner_line_and_deal(deal, cast, at):
    Account.objects.filter(pk=deal.account_id).update(owner=None)
    seen = {name for name, user in cast.everybody().items() if Account.objects.visible_to(user).exists()}
    assert seen == {"rita", "max", "olga", "finn", "carla"}


def test_a_revenue_is_in_the_company_s_currency_and_never_negative(rita, at):
    account = create_account(name="Orchard", by=rita, at=at)
    edited = edit_account(account=account, facts={"revenue_amount": Decimal("5.50")}, by=rita, at=at)
    assert (edited.revenue_amount, edited.revenue_currency) == (Decimal("5.50"), "EUR")
    with assert_refused("a_revenue_is_not_negative", "revenue_amount", says="A revenue is 0 or more"):
        edit_account(account=account, facts={"revenue_amount": Decimal(-1)}, by=rita, at=at)


def test_no_account_stands_above_itself(rita, at):
    top, middle, low = (create_account(name=name, by=rita, at=at) for name in ("Top", "Middle", "Low"))
    edit_account(account=middle, facts={"parent": top}, by=rita, at=at)
    edit_account(account=low, facts={"parent": middle}, by=rita, at=at)
    with assert_refused("circle", "parent", says="Low belongs to Top itself, so Top cannot belong to it"):
        edit_account(account=top, facts={"parent": low}, by=rita, at=at)
