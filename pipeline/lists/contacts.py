"""The list of contacts: the people at accounts, what they buy now, and when somebody last spoke with them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.html import format_html
from django.utils.safestring import SafeString

from pipeline.forms.contact_filters import QUIET_DAYS, STANDINGS, ContactFilters
from pipeline.models import Account, Contact
from pipeline.queries.contact_list import Dealings, dealings_of
from pipeline.rules import can_read_pipeline
from pipeline.tables.adopting import own_key
from salesmgmt.web.addresses import row_url
from salesmgmt.web.components.amounts import number
from salesmgmt.web.components.days import short_day
from salesmgmt.web.lists.declaration import Column, List, Reader, Rows, View
from salesmgmt.web.lists.filters import Choice, Row, Search
from salesmgmt.web.lists.registry import register

DASH = "\N{EN DASH}"


@dataclass(frozen=True, slots=True)
class ContactRow:
    row: Contact
    dealings: Dealings
    spoken_on: date | None
    today: date


def joined(contacts: Rows, reader: Reader) -> Rows:
    return contacts.select_related("account")


def dressed(contacts: Sequence[Contact], reader: Reader) -> list[ContactRow]:
    found = dealings_of(contacts, viewer=reader.user)
    days = {number: reader.company.day_of(each.spoken_at) for number, each in found.items() if each.spoken_at}
    return [ContactRow(each, found[each.pk], days.get(each.pk), reader.today) for each in contacts]


def _page(contact: Contact) -> str:
    return f"{row_url('pipeline:account', contact.account_id)}#contacts"


def _name(each: ContactRow) -> SafeString:
    return format_html('<a href="{}">{}</a>', _page(each.row), each.row.name)


def _account(each: ContactRow) -> SafeString:
    account = each.row.account
    return format_html('<a href="{}">{}</a>', row_url("pipeline:account", account.pk), account.name)


def _email(each: ContactRow) -> SafeString | str:
    address = each.row.email
    return format_html('<a href="mailto:{0}">{0}</a>', address) if address else DASH


def _of(name: str) -> Any:
    return lambda each: getattr(each.row, name)


def _or_dash(name: str) -> Any:
    return lambda each: getattr(each.row, name) or DASH


def _spoken(each: ContactRow) -> str:
    return short_day(each.spoken_on, each.today) if each.spoken_on else "never"


CONTACTS = register(
    List(
        code="contacts",
        nouns=("contact", "contacts"),
        title="Contacts",
        sub="The people at your accounts, and when somebody last spoke with them",
        url_name="pipeline:contacts",
        page="pipeline/page.html",
        here={"here": "contacts"},
        visible=can_read_pipeline,
        rows=lambda reader: Contact.objects.visible_to(reader.user),
        joined=joined,
        dress=dressed,
        columns=(
            Column("name", "Contact", _name, _of("name"), order="name", css="wrap-s", on_phone=True),
            Column("title", "Job title", _or_dash("title"), _of("title")),
            Column(
                "account",
                "Account",
                _account,
                lambda each: each.row.account.name,
                order="account__name",
                css="wrap-s",
                on_phone=True,
            ),
            Column("email", "E-mail", _email, _of("email")),
            Column("phone", "Phone", _or_dash("phone"), _of("phone")),
            Column(
                "deals",
                "Buys in open deals",
                lambda each: number(each.dealings.open_deals),
                lambda each: each.dealings.open_deals,
                css="num",
            ),
            Column("spoken", "Last spoken with", _spoken, lambda each: each.spoken_on, css="t-2", on_phone=True),
            Column(
                "external_id",
                "Id in its source",
                lambda each: own_key(each.row),
                lambda each: own_key(each.row),
                shown=False,
            ),
        ),
        filterset=ContactFilters,
        filters=(
            Search(name="search", title="Name or e-mail"),
            Choice(name="standing", title="Deals", choices=STANDINGS, any_words="Any or none"),
            Row(name="account", title="Account", rows=Account.objects.visible_to, in_menu=False),
        ),
        views=(
            View("All", ""),
            View("Buy in open deals", "standing=buys"),
            View(f"Of these, quiet for {QUIET_DAYS} days", "standing=quiet"),
        ),
        search="Name or e-mail",
        order="name",
        link=lambda each: _page(each.row),
        empty="pipeline/contacts_none.html",
        imported_as="contacts",
    )
)
