"""The headings of exports that are known out of the box, as their makers document them.

Salesforce names each field twice: by API name (Data Loader, weekly export) and by label (reports); both are in its
field reference. HubSpot's exports are headed by the names of properties, which its knowledge base lists.
"""

from salesmgmt.imports.columns import Layout

_FIELDS = "https://developer.salesforce.com/docs/platform/field-reference/references/field-reference/"
_PROPERTIES = "https://knowledge.hubspot.com/"

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
    "This system",
    "an export of the list of leads",
    "/pipeline/leads/",
    {
        "Lead id": "lead_id",
        "Lead": "person_name",
        "Company": "company_name",
        "State": "state",
        "Lead source": "lead_source",
        "E-mail": "email",
        "Phone": "phone",
        "Came in": "created_date",
        "Owner's e-mail": "owner",
        "Note": "note",
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
