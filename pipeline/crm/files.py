"""The four files of a CRM export and what may stand in them."""

from collections.abc import Iterator

from salesmgmt.imports.columns import Column, ColumnKind, FileSpec, Problem, Values

SOURCE = "crm"
PROSPECTING, ENGAGING, WON, LOST = "Prospecting", "Engaging", "Won", "Lost"


def check_deal(values: Values) -> Iterator[Problem]:
    """What the columns of a deal say about each other."""
    stage, engaged, closed = values["deal_stage"], values["engage_date"], values["close_date"]
    if stage in (WON, LOST) and closed is None:
        yield Problem("close_date", "", f"a {str(stage).lower()} deal has no close date", "write the day it closed")
    if stage == WON and values["close_value"] is None:
        yield Problem("close_value", "", "a won deal has no value", "write what it was won for; 0 if for nothing")
    if stage == PROSPECTING and engaged is not None:
        yield Problem(
            "engage_date",
            str(engaged),
            f"a deal in {PROSPECTING} has an engage date",
            f"leave the date out, or write {ENGAGING} as its stage",
        )
    if engaged is not None and closed is not None and str(closed) < str(engaged):
        yield Problem(
            "close_date", str(closed), f"{closed} comes before the engage date {engaged}", "correct one of the two days"
        )


def check_agent(values: Values) -> Iterator[Problem]:
    if values["manager"] == values["sales_agent"]:
        yield Problem(
            "manager",
            str(values["manager"]),
            f"{values['manager']} would be their own manager",
            "write somebody else, or leave it out",
        )


def check_account(values: Values) -> Iterator[Problem]:
    if values["subsidiary_of"] == values["account"]:
        yield Problem(
            "subsidiary_of",
            str(values["account"]),
            f"{values['account']} would be its own parent",
            "write another account, or leave it out",
        )


SALES_TEAMS = FileSpec(
    "sales_teams",
    "People, their managers and offices",
    "sales_agent",
    (
        Column("sales_agent", required=True),
        Column("manager"),
        Column("regional_office", longest=80),
    ),
    check_agent,
)
PRODUCTS = FileSpec(
    "products",
    "Products",
    "product",
    (
        Column("product", required=True, longest=120),
        Column("series", longest=60),
        Column("sales_price", ColumnKind.AMOUNT, required=True),
    ),
)
ACCOUNTS = FileSpec(
    "accounts",
    "Accounts",
    "account",
    (
        Column("account", required=True, longest=120),
        Column("sector", longest=60),
        Column("year_established", ColumnKind.INTEGER),
        Column("revenue", ColumnKind.AMOUNT),
        Column("employees", ColumnKind.INTEGER),
        Column("office_location", longest=60),
        Column("subsidiary_of", longest=120),
    ),
    check_account,
)
SALES_PIPELINE = FileSpec(
    "sales_pipeline",
    "Deals",
    "opportunity_id",
    (
        Column("opportunity_id", required=True, longest=120),
        Column("sales_agent", required=True),
        Column("product", required=True, longest=120),
        Column("account", longest=120),
        Column("deal_stage", required=True, choices=(PROSPECTING, ENGAGING, WON, LOST)),
        Column("engage_date", ColumnKind.DAY),
        Column("close_date", ColumnKind.DAY),
        Column("close_value", ColumnKind.AMOUNT),
    ),
    check_deal,
)
FILES = (SALES_TEAMS, PRODUCTS, ACCOUNTS, SALES_PIPELINE)
