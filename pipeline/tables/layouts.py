"""The headings of exports that are known out of the box, as their makers document them.

Salesforce names each field twice: by API name (Data Loader, weekly export) and by label (reports); both are in its
field reference. HubSpot's exports are headed by the names of properties, which its knowledge base lists.
"""

from salesmgmt.imports.columns import OWN, Layout

_FIELDS = "https://developer.salesforce.com/docs/platform/field-reference/references/field-reference/"
_PROPERTIES = "https://knowledge.hubspot.com/"

OUR_ACCOUNTS = Layout(
    OWN,
    "an export of the list of accounts",
    "",
    {
        "Id in its source": "account_id",
        "Account": "name",
        "Owner's e-mail": "owner",
        "Sector": "sector",
        "Founded": "founded_year",
        "Yearly revenue": "revenue",
        "Revenue currency": "currency",
        "Employees": "employees",
        "Country": "country",
        "Belongs to": "parent",
        "Lead source": "lead_source",
    },
)
OUR_CONTACTS = Layout(
    OWN,
    "an export of the list of contacts",
    "",
    {
        "Id in its source": "contact_id",
        "Contact": "name",
        "Job title": "title",
        "Account": "account",
        "E-mail": "email",
        "Phone": "phone",
    },
)
OUR_DEALS = Layout(
    OWN,
    "an export of the list of deals",
    "",
    {
        "Id in its source": "deal_id",
        "Deal": "name",
        "Account": "account",
        "Owner's e-mail": "owner",
        "Stage": "stage",
        "Amount": "amount",
        "Currency": "currency",
        "Closes": "close_date",
        "Started": "started_date",
        "Next step": "next_step",
        "Due": "next_step_date",
        "Paused until": "paused_until",
        "Forecast": "forecast",
        "Lead source": "lead_source",
        "Reason": "close_reason",
    },
)
SALESFORCE_ACCOUNTS = Layout(
    "Salesforce",
    "a Salesforce export of accounts",
    f"{_FIELDS}salesforce-field-reference-account.html",
    {
        "Account Name": "name",
        "Name": "name",
        "Account ID": "account_id",
        "Id": "account_id",
        "Account Owner": "owner",
        "Industry": "sector",
        "Year Started": "founded_year",
        "Annual Revenue": "revenue",
        "Account Currency": "currency",
        "Currency Iso Code": "currency",
        "Employees": "employees",
        "Number Of Employees": "employees",
        "Billing Country": "country",
        "Parent Account ID": "parent",
        "Parent ID": "parent",
    },
)
SALESFORCE_CONTACTS = Layout(
    "Salesforce",
    "a Salesforce export of contacts",
    f"{_FIELDS}salesforce-field-reference-contact.html",
    {
        "Contact ID": "contact_id",
        "Id": "contact_id",
        "First Name": "name",
        "Last Name": "name",
        "Account Name": "account",
        "Account ID": "account",
        "Title": "title",
        "Email": "email",
        "Phone": "phone",
        "Business Phone": "phone",
    },
)
SALESFORCE_DEALS = Layout(
    "Salesforce",
    "a Salesforce export of opportunities",
    f"{_FIELDS}salesforce-field-reference-opportunity.html",
    {
        "Opportunity ID": "deal_id",
        "Id": "deal_id",
        "Opportunity Name": "name",
        "Name": "name",
        "Account Name": "account",
        "Account ID": "account",
        "Opportunity Owner": "owner",
        "Owner Email": "owner",
        "Stage": "stage",
        "Stage Name": "stage",
        "Amount": "amount",
        "Opportunity Currency": "currency",
        "Currency Iso Code": "currency",
        "Close Date": "close_date",
        "Created Date": "started_date",
        "Next Step": "next_step",
    },
)
HUBSPOT_ACCOUNTS = Layout(
    "HubSpot",
    "a HubSpot export of companies",
    f"{_PROPERTIES}properties/hubspot-crm-default-company-properties",
    {
        "Record ID": "account_id",
        "Company name": "name",
        "Company owner": "owner",
        "Industry": "sector",
        "Year Founded": "founded_year",
        "Annual Revenue": "revenue",
        "Number of Employees": "employees",
        "Country/Region": "country",
        "Parent Company": "parent",
    },
)
HUBSPOT_CONTACTS = Layout(
    "HubSpot",
    "a HubSpot export of contacts",
    f"{_PROPERTIES}properties/hubspots-default-contact-properties",
    {
        "Record ID": "contact_id",
        "First Name": "name",
        "Last Name": "name",
        "Associated Company": "account",
        "Company Name": "account",
        "Job Title": "title",
        "Email": "email",
        "Phone Number": "phone",
    },
)
HUBSPOT_DEALS = Layout(
    "HubSpot",
    "a HubSpot export of deals",
    f"{_PROPERTIES}crm-deals/hubspots-default-deal-properties",
    {
        "Record ID": "deal_id",
        "Deal Name": "name",
        "Associated Company": "account",
        "Deal owner": "owner",
        "Deal Stage": "stage",
        "Amount": "amount",
        "Currency": "currency",
        "Close Date": "close_date",
        "Create Date": "started_date",
        "Next step": "next_step",
    },
)
OUR_LEADS = Layout(
    OWN,
    "an export of the list of leads",
    "",
    {
        "Id in its source": "lead_id",
        "Lead": "person_name",
        "Company": "company_name",
        "State": "state",
        "Lead source": "lead_source",
        "Campaign": "campaign",
        "Country": "country",
        "People": "employees",
        "E-mail": "email",
        "Phone": "phone",
        "Came in": "created_date",
        "Owner's e-mail": "owner",
        "Note": "note",
    },
)
OUR_CAMPAIGNS = Layout(
    OWN,
    "an export of the list of campaigns",
    "",
    {
        "Campaign": "name",
        "Lead source": "lead_source",
        "Code": "code",
        "Starts": "starts",
        "Over on": "ends",
        "Cost": "cost",
        "Currency": "currency",
    },
)
SALESFORCE_LEADS = Layout(
    "Salesforce",
    "a Salesforce export of leads",
    f"{_FIELDS}salesforce-field-reference-lead.html",
    {
        "Lead ID": "lead_id",
        "Id": "lead_id",
        "First Name": "person_name",
        "Last Name": "person_name",
        "Company": "company_name",
        "Company / Account": "company_name",
        "Email": "email",
        "Phone": "phone",
        "Lead Source": "lead_source",
        "Lead Owner": "owner",
        "Lead Status": "state",
        "Status": "state",
        "Create Date": "created_date",
        "Created Date": "created_date",
        "Description": "note",
    },
)
HUBSPOT_LEADS = Layout(
    "HubSpot",
    "a HubSpot export of contacts that are leads",
    f"{_PROPERTIES}properties/hubspots-default-contact-properties",
    {
        "Record ID": "lead_id",
        "First Name": "person_name",
        "Last Name": "person_name",
        "Company Name": "company_name",
        "Associated Company": "company_name",
        "Email": "email",
        "Phone Number": "phone",
        "Original Traffic Source": "lead_source",
        "Contact owner": "owner",
        "Lead Status": "state",
        "Create Date": "created_date",
        "Message": "note",
    },
)
SALESFORCE_PRODUCTS = Layout(
    "Salesforce",
    "a Salesforce export of products",
    f"{_FIELDS}salesforce-field-reference-product2.html",
    {
        "Product ID": "product_id",
        "Id": "product_id",
        "Product Name": "name",
        "Name": "name",
        "Product Family": "series",
        "Family": "series",
        "List Price": "list_price",
        "Currency ISO Code": "currency",
        "Active": "active",
        "Is Active": "active",
    },
)
HUBSPOT_PRODUCTS = Layout(
    "HubSpot",
    "a HubSpot export of products",
    f"{_PROPERTIES}products/how-do-i-use-products",
    {
        "Record ID": "product_id",
        "Name": "name",
        "Unit price": "list_price",
        "Currency": "currency",
        "Product Type": "series",
    },
)
SALESFORCE_QUOTAS = Layout(
    "Salesforce",
    "a Salesforce export of quotas",
    f"{_FIELDS}salesforce-field-reference-forecastingquota.html",
    {
        "ForecastingQuota ID": "target_id",
        "Id": "target_id",
        "Quota Owner": "person",
        "Quota Owner ID": "person",
        "Quota Amount": "amount",
        "Start Date": "first_day",
        "Currency ISO Code": "currency",
    },
)


def _activities(source: str, title: str, documented_at: str, kind: str, headings: dict[str, str]) -> Layout:
    """An export of one kind of activity, which its rows do not name."""
    return Layout(source, f"a {source} export of {title}", documented_at, headings, says={"kind": kind} if kind else {})


def _of_hubspot(title: str, kind: str, own: dict[str, str]) -> Layout:
    common = {
        "Record ID": "activity_id",
        "Activity assigned to": "person",
        "Associated Deal": "deal",
        "Associated Contact": "contact",
    }
    documented_at = f"{_PROPERTIES}properties/hubspots-default-activity-properties"
    return _activities("HubSpot", title, documented_at, kind, common | own)


_OF_SALESFORCE = {
    "Activity ID": "activity_id",
    "Id": "activity_id",
    "Assigned To": "person",
    "Assigned To ID": "person",
    "Owner Id": "person",
    "Related To": "deal",
    "Related To ID": "deal",
    "What Id": "deal",
    "Name ID": "contact",
    "Who Id": "contact",
    "Description": "note",
}
ACTIVITIES = (
    _activities(
        "Salesforce",
        "events",
        f"{_FIELDS}salesforce-field-reference-event.html",
        "MEETING",
        {
            **_OF_SALESFORCE,
            "Start Date Time": "happened_at",
            "Due Date Time": "happened_at",
            "Activity Date Time": "happened_at",
            "Duration": "minutes",
            "Duration In Minutes": "minutes",
        },
    ),
    _activities(
        "Salesforce",
        "tasks",
        f"{_FIELDS}salesforce-field-reference-task.html",
        "",
        {
            **_OF_SALESFORCE,
            "Task Subtype": "kind",
            "Due Date": "happened_at",
            "Due Date Only": "happened_at",
            "Activity Date": "happened_at",
        },
    ),
    _of_hubspot("calls", "CALL", {"Activity date": "happened_at", "Call notes": "note"}),
    _of_hubspot("meetings", "MEETING", {"Meeting start time": "happened_at", "Meeting description": "note"}),
    _of_hubspot("tasks", "", {"Task Type": "kind", "Due date": "happened_at", "Task notes": "note"}),
)
