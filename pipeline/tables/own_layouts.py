"""The headings of lists that are exported here and come back in by their kinds of import; others stand in `layouts`."""

from salesmgmt.imports.columns import OWN, Layout

OUR_ACTIVITIES = Layout(
    OWN,
    "an export of the list of activities",
    "",
    {
        "Id in its source": "activity_id",
        "Deal": "deal",
        "Deal's id in its source": "deal_key",
        "Kind": "kind",
        "Contact": "contact",
        "Person's e-mail": "person",
        "Happened at": "happened_at",
        "Minutes": "minutes",
        "Outcome": "outcome",
        "Note": "note",
        "Verifier's e-mail": "verified_by",
        "Verified at": "verified_at",
    },
)
OUR_CANCELLATIONS = Layout(
    OWN,
    "an export of the list of cancellations",
    "",
    {"Order": "order", "Line": "line", "Reason": "reason", "Cancelled": "cancelled_at", "Note": "note"},
)
OUR_PRODUCTS = Layout(
    OWN,
    "an export of the list of products",
    "",
    {
        "Id in its source": "product_id",
        "Product": "name",
        "Series": "series",
        "List price": "list_price",
        "Currency": "currency",
        "Costs us": "unit_cost",
        "On sale": "active",
    },
)
OUR_TARGETS = Layout(
    OWN,
    "an export of the list of targets",
    "",
    {
        "Person's e-mail": "person",
        "Team": "team",
        "Measure": "measure",
        "First day": "first_day",
        "Last day": "last_day",
        "Amount": "amount",
        "Currency": "currency",
    },
)
