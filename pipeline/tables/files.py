"""The columns of the tables that the pipeline imports, and what they say about each other."""

from collections.abc import Iterator

from pipeline.choices import ActivityOutcome, ForecastCategory, LeadRejection, LeadState, Measure, lead_state_said
from pipeline.domain.targets import NOT_POSITIVE
from pipeline.tables import layouts
from pipeline.tables.own_layouts import OUR_ACTIVITIES, OUR_PRODUCTS, OUR_TARGETS
from salesmgmt.imports.columns import Column, ColumnKind, FileSpec, Problem, Values
from salesmgmt.imports.domain.refusing import as_problem

ACCOUNTS = FileSpec(
    "accounts",
    "Accounts",
    "account_id",
    (
        Column("account_id", longest=120, title="Id in the other system", known_as=("external id", "id")),
        Column("name", required=True, known_as=("account", "account name", "company", "customer")),
        Column("owner", title="Owner (e-mail or name)", known_as=("owner", "owner email", "account owner")),
        Column("sector", longest=60, known_as=("industry",)),
        Column("founded_year", ColumnKind.INTEGER, title="Founded in", known_as=("year established", "founded")),
        Column("revenue", ColumnKind.AMOUNT, title="Yearly revenue", decimals=2, known_as=("annual revenue",)),
        Column("currency", longest=3),
        Column("employees", ColumnKind.INTEGER, known_as=("employee count", "number of employees")),
        Column("country", longest=60),
        Column("parent", title="Parent account", known_as=("parent", "subsidiary of")),
        Column("lead_source"),
    ),
    layouts=(layouts.OUR_ACCOUNTS, layouts.SALESFORCE_ACCOUNTS, layouts.HUBSPOT_ACCOUNTS),
    key_else=("name",),
    whole=False,
)


def check_email(values: Values) -> Iterator[Problem]:
    email = str(values["email"] or "")
    if email and "@" not in email.strip("@"):
        yield Problem("email", email, f"“{email}” is no e-mail address", "write one with an @ in it, or leave it blank")


def check_contact(values: Values) -> Iterator[Problem]:
    yield from check_email(values)
    if values["contact_id"] is None:
        yield Problem(
            "email", "", "the row has neither an id nor an e-mail address", "write one; contacts are told apart by it"
        )


CONTACTS = FileSpec(
    "contacts",
    "Contacts",
    "contact_id",
    (
        Column("contact_id", title="Id in the other system", known_as=("external id", "id")),
        Column("name", required=True, known_as=("full name", "contact", "contact name", "first name", "last name")),
        Column("account", required=True, known_as=("account name", "company", "company name")),
        Column("title", longest=120, title="Job title", known_as=("title", "position", "role")),
        Column("email", title="E-mail", known_as=("email", "email address")),
        Column("phone", longest=40, known_as=("phone number", "telephone")),
    ),
    check_contact,
    layouts=(layouts.OUR_CONTACTS, layouts.SALESFORCE_CONTACTS, layouts.HUBSPOT_CONTACTS),
    key_else=("email",),
    whole=False,
)


def check_deal(values: Values) -> Iterator[Problem]:
    if values["next_step"] is None and values["next_step_date"] is not None:
        yield Problem(
            "next_step", "", "a day is given and no next step", "write what is to be done on it, or leave the day out"
        )


DEALS = FileSpec(
    "deals",
    "Deals",
    "deal_id",
    (
        Column("deal_id", longest=120, title="Id in the other system", known_as=("external id", "id")),
        Column("name", required=True, known_as=("deal", "deal name", "opportunity", "opportunity name")),
        Column("account", known_as=("account name", "company", "customer")),
        Column("owner", required=True, title="Owner (e-mail or name)", known_as=("owner", "owner email", "sales rep")),
        Column("stage", required=True, known_as=("deal stage", "status")),
        Column("amount", ColumnKind.AMOUNT, known_as=("value", "deal value")),
        Column("currency", longest=3),
        Column("close_date", ColumnKind.DAY, known_as=("closing date", "expected close date", "closed")),
        Column("started_date", ColumnKind.DAY, title="Started on", known_as=("create date", "created", "created date")),
        Column("next_step"),
        Column("next_step_date", ColumnKind.DAY, title="Next step on"),
        Column("paused_until", ColumnKind.DAY),
        Column("forecast", choices=tuple(ForecastCategory.values)),
        Column("lead_source"),
        Column("close_reason", known_as=("reason",)),
    ),
    check_deal,
    layouts=(layouts.OUR_DEALS, layouts.SALESFORCE_DEALS, layouts.HUBSPOT_DEALS),
    key_else=("name",),
    whole=False,
)


PRODUCTS = FileSpec(
    "products",
    "Products",
    "product_id",
    (
        Column("product_id", longest=120, title="Code, or id in the other system", known_as=("code", "sku", "id")),
        Column("name", required=True, longest=120, known_as=("product", "product name")),
        Column("series", longest=60, known_as=("family", "product family")),
        Column("list_price", ColumnKind.AMOUNT, known_as=("price", "unit price")),
        Column("currency", longest=3),
        Column("unit_cost", ColumnKind.AMOUNT, title="Costs us", known_as=("unit cost", "cost", "cost of goods sold")),
        Column("active", ColumnKind.YES_NO, title="On sale", known_as=("active", "is active")),
    ),
    layouts=(OUR_PRODUCTS, layouts.SALESFORCE_PRODUCTS, layouts.HUBSPOT_PRODUCTS),
    key_else=("name",),
    whole=False,
)


def check_target(values: Values) -> Iterator[Problem]:
    days = (values["first_day"], values["last_day"])
    if (values["person"] is None) == (values["team"] is None):
        yield Problem("person", "", "a target is a person's or a team's", "write one of the two, and leave one blank")
    if (values["period"] is None) == (None in days):
        yield Problem(
            "period", "", "the days of the target are open", "write a fiscal period, or its first and last day"
        )
    elif None not in days and str(days[0]) > str(days[1]):
        yield Problem("last_day", str(days[1]), "the last day comes before the first", "correct one of them")
    if not any(character in "123456789" for character in str(values["amount"])):
        yield as_problem(NOT_POSITIVE, field="amount", value=values["amount"])
    if values["currency"] and values["measure"] not in (None, Measure.BOOKINGS):
        yield Problem("currency", str(values["currency"]), "the measure is a count", "leave the currency blank")


TARGETS = FileSpec(
    "targets",
    "Targets",
    "target_id",
    (
        Column("target_id", title="Id in the other system", known_as=("external id", "id")),
        Column("person", title="Person (e-mail or name)", known_as=("person", "rep", "owner", "quota owner")),
        Column("team", known_as=("team name",)),
        Column("measure", choices=tuple(Measure.values)),
        Column("period", title="Fiscal period", known_as=("period", "quarter")),
        Column("first_day", ColumnKind.DAY, title="First day", known_as=("start date", "from")),
        Column("last_day", ColumnKind.DAY, title="Last day", known_as=("end date", "to")),
        Column("amount", ColumnKind.AMOUNT, required=True, known_as=("target", "quota", "full amount")),
        Column("currency", longest=3),
    ),
    check_target,
    layouts=(OUR_TARGETS, layouts.SALESFORCE_QUOTAS),
    key_else=("person", "team", "measure", "period", "first_day", "last_day"),
    whole=False,
)
ACTIVITIES = FileSpec(
    "activities",
    "Activities",
    "activity_id",
    (
        Column("activity_id", title="Id in the other system", known_as=("external id", "id")),
        Column("kind", required=True, known_as=("type", "activity type")),
        Column("deal", required=True, known_as=("deal name", "opportunity", "related to")),
        Column("deal_key", longest=120, title="Deal's id in its source", known_as=("deal id", "opportunity id")),
        Column("contact", title="Contact (e-mail or name)", known_as=("contact", "contact email")),
        Column("person", required=True, title="Person (e-mail or name)", known_as=("person", "owner", "assigned to")),
        Column("happened_at", ColumnKind.INSTANT, required=True, title="Happened at", known_as=("date", "start")),
        Column("minutes", ColumnKind.INTEGER, known_as=("duration", "duration in minutes")),
        Column("outcome", choices=tuple(ActivityOutcome.values), known_as=("result", "disposition")),
        Column("note", longest=10_000, known_as=("notes", "comments", "description", "subject")),
        Column("verified_by", title="Verified by (e-mail or name)", known_as=("verified by", "verifier")),
        Column("verified_at", ColumnKind.INSTANT, title="Verified at", known_as=("verified on",)),
    ),
    layouts=(OUR_ACTIVITIES, *layouts.ACTIVITIES),
    key_else=("deal", "kind", "person", "happened_at"),
    whole=False,
)


def check_lead(values: Values) -> Iterator[Problem]:
    yield from check_email(values)
    if values["person_name"] is None and values["company_name"] is None:
        yield Problem("person_name", "", "the row names neither a person nor a company", "write one of them")
    if values["lead_id"] is None:
        yield Problem(
            "email", "", "the row has neither an id nor an e-mail address", "write one; leads are told apart by it"
        )


LEADS = FileSpec(
    "leads",
    "Leads",
    "lead_id",
    (
        Column("lead_id", longest=120, title="Id in the other system", known_as=("lead id", "external id", "id")),
        Column(
            "person_name",
            title="Person",
            known_as=("lead", "full name", "name", "contact", "contact name", "first name", "last name"),
        ),
        Column("company_name", title="Company", known_as=("company name", "account", "organisation")),
        Column("email", longest=254, title="E-mail", known_as=("email", "email address")),
        Column("phone", longest=40, known_as=("phone number", "telephone")),
        Column("lead_source", title="Lead source (name or code)", known_as=("lead source", "source")),
        Column("campaign", known_as=("campaign name",)),
        Column("country", longest=60, known_as=("country/region",)),
        Column("employees", ColumnKind.INTEGER, title="People", known_as=("employee count", "number of employees")),
        Column("owner", title="Owner (e-mail or name)", known_as=("owner", "owner email", "lead owner")),
        Column(
            "state",
            choices=(
                *(state.label for state in LeadState if state != LeadState.REJECTED),
                *(lead_state_said(LeadState.REJECTED, why) for why in LeadRejection),
            ),
            known_as=("lead status", "status"),
        ),
        Column("created_date", ColumnKind.DAY, title="Came in", known_as=("create date", "created date", "created")),
        Column("note", longest=10_000, known_as=("description", "message", "comments")),
    ),
    check_lead,
    layouts=(layouts.OUR_LEADS, layouts.SALESFORCE_LEADS, layouts.HUBSPOT_LEADS),
    key_else=("email",),
    whole=False,
)
