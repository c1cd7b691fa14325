"""The list of accounts, with what is open and won there."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.html import format_html
from django.utils.safestring import SafeString

from pipeline.domain.accounts import edit_account
from pipeline.engine.reorder import Expected
from pipeline.forms.list_filters import REVIEWS, AccountFilters
from pipeline.models import Account
from pipeline.queries.account_list import deal_sums
from pipeline.queries.people import sellers, sellers_seen_by
from pipeline.queries.reordering import STANDINGS, reorders_of
from pipeline.rules import can_read_pipeline, can_work_deals
from pipeline.tables.adopting import own_key
from pipeline.templatetags.deals import left_out
from salesmgmt.accounts.models import User
from salesmgmt.accounts.person_fields import PersonField
from salesmgmt.web.addresses import row_url
from salesmgmt.web.components import marks
from salesmgmt.web.components.amounts import money, number
from salesmgmt.web.components.days import short_day
from salesmgmt.web.components.persons import who
from salesmgmt.web.lists.declaration import BulkAct, Column, List, Reader, Rows, View
from salesmgmt.web.lists.filters import Choice, Filter, Row, Search
from salesmgmt.web.lists.forms import BulkForm
from salesmgmt.web.lists.registry import register

DASH = "\N{EN DASH}"


@dataclass(frozen=True, slots=True)
class AccountRow:
    row: Account
    sums: dict[str, Any]
    reorder: Expected | None
    today: date


class OwnerOfMany(BulkForm):
    name = "owner"

    owner = PersonField(queryset=User.objects.none(), label="New owner", empty_label="Choose a person")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["owner"].queryset = sellers()


def joined(accounts: Rows, reader: Reader) -> Rows:
    return accounts.select_related("owner", "parent", "lead_source")


def dressed(accounts: Sequence[Account], reader: Reader) -> list[AccountRow]:
    sums = deal_sums(accounts, viewer=reader.user)
    expected = reorders_of(accounts, viewer=reader.user, zone=reader.company.zone)
    return [AccountRow(each, sums[each.pk], expected.get(each.pk), reader.today) for each in accounts]


def _name(each: AccountRow) -> SafeString:
    return format_html('<a href="{}">{}</a>', row_url("pipeline:account", each.row.pk), each.row.name)


def _owner(each: AccountRow) -> SafeString:
    owner = each.row.owner
    return who(owner, owner.short_name) if owner else format_html('<span class="t-3">{}</span>', "nobody")


def _sum(name: str) -> Any:
    """An amount of the account's deals, or how many they are."""
    return lambda each: each.sums[name]


def _whole(name: str) -> Any:
    """The amount, and below it how many deals are not in it for their currency."""

    def shown(each: AccountRow) -> SafeString | str:
        amount, others = money(each.sums[f"{name}_amount"], decimals=0), each.sums[f"{name}_in_other_currency"]
        return format_html('{}<div class="t-12 t-3 fw-normal">{}</div>', amount, left_out(others)) if others else amount

    return shown


def _count(name: str) -> Any:
    return lambda each: number(each.sums[name])


def _of(name: str) -> Any:
    return lambda each: getattr(each.row, name)


def _or_dash(name: str) -> Any:
    return lambda each: str(getattr(each.row, name) or DASH)


def _named(name: str) -> Any:
    return lambda each: str(getattr(each.row, name) or "")


def _reorder(each: AccountRow) -> SafeString | str:
    """“12 Mar”, with a chip once it has passed."""
    if each.reorder is None:
        return DASH
    said = short_day(each.reorder.day, each.today)
    return marks.chip(f"{said}, overdue", "watch") if each.reorder.day < each.today else said


COLUMNS = (
    Column("name", "Account", _name, _of("name"), order="name", css="wrap-s", on_phone=True),
    Column("sector", "Sector", _or_dash("sector"), _of("sector")),
    Column("country", "Country", _or_dash("country"), _of("country")),
    Column("open", "Open deals", _count("open"), _sum("open"), css="num"),
    Column("open_amount", "Open value", _whole("open"), _sum("open_amount"), css="num", on_phone=True),
    Column("won", "Won deals", _count("won"), _sum("won"), css="num"),
    Column("won_amount", "Won", _whole("won"), _sum("won_amount"), css="num fw-semibold", on_phone=True),
    Column("reorder", "Orders again", _reorder, lambda each: each.reorder.day if each.reorder else None, css="t-2"),
    Column("owner", "Owner", _owner, _named("owner")),
    Column("parent", "Belongs to", _or_dash("parent"), _named("parent"), shown=False),
    Column(
        "employees",
        "Employees",
        lambda each: DASH if each.row.employee_count is None else number(each.row.employee_count),
        _of("employee_count"),
        css="num",
        shown=False,
    ),
    Column(
        "revenue",
        "Yearly revenue",
        lambda each: money(each.row.revenue_amount, each.row.revenue_currency, decimals=0),
        _of("revenue_amount"),
        css="num",
        shown=False,
    ),
    Column("revenue_currency", "Revenue currency", _named("revenue_currency"), _of("revenue_currency"), shown=False),
    Column("founded", "Founded", _or_dash("founded_year"), _of("founded_year"), css="num", shown=False),
    Column("lead_source", "Lead source", _or_dash("lead_source"), _named("lead_source"), shown=False),
    Column(
        "owner_email",
        "Owner's e-mail",
        lambda each: each.row.owner.email if each.row.owner else DASH,
        lambda each: each.row.owner.email if each.row.owner else "",
        shown=False,
    ),
    Column("external_id", "Id in its source", _named("external_id"), lambda each: own_key(each.row), shown=False),
)
ACCOUNTS = register(
    List(
        code="accounts",
        nouns=("account", "accounts"),
        title="Accounts",
        sub="The companies you sell to, and what is open and won there",
        url_name="pipeline:accounts",
        page="pipeline/page.html",
        here={"here": "accounts"},
        visible=can_read_pipeline,
        rows=lambda reader: Account.objects.visible_to(reader.user),
        joined=joined,
        dress=dressed,
        columns=COLUMNS,
        filterset=AccountFilters,
        filters=(
            Search(name="search", title="Name"),
            Row(name="owner", title="Owner", rows=sellers_seen_by, any_words="Anybody"),
            Filter(name="sector", title="Sector"),
            Filter(name="country", title="Country"),
            Choice(name="reorder", title="Orders again", choices=STANDINGS, any_words="At any time"),
            Choice(name="review", title="Plan review", choices=REVIEWS, any_words="Any"),
        ),
        views=(
            View("All", ""),
            View("To order again in 30 days", "reorder=soon"),
            View("Re-order overdue", "reorder=overdue"),
            View("Review due", "review=due"),
        ),
        search="Name",
        order="name",
        acts=(
            BulkAct(
                name="owner",
                title="Give to",
                button="Give",
                done="{count} given to somebody else",
                form=OwnerOfMany,
                do=lambda *, row, owner, **act: edit_account(account=row, facts={"owner": owner}, **act),
                before=lambda account: {"owner_id": account.owner_id},
                restore=lambda *, row, before, **act: edit_account(
                    account=row, facts={"owner": User.objects.filter(pk=before["owner_id"]).first()}, **act
                ),
                allowed=can_work_deals,
            ),
        ),
        link=lambda account: row_url("pipeline:account", account.pk),
        actions="pipeline/accounts/new_button.html",
        empty="pipeline/accounts/none.html",
        imported_as="accounts",
    )
)
