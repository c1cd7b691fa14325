"""The headings of other systems' histories, as their makers document them."""

from salesmgmt.imports.columns import Layout

GREENHOUSE = Layout(
    "Greenhouse",
    "stages of applications from Greenhouse’s BI Connector, joined with candidates, their tags, sources and jobs",
    "https://support.greenhouse.io/hc/en-us/articles/360001892012",
    {
        "application_id": "application",
        "first_name": "name",
        "last_name": "name",
        "email_address": "email",
        "job_name": "profile",
        "stage_name": "stage",
        "entered_on": "entered_at",
        "exited_on": "left_at",
        "status": "outcome",
        "rejected_at": "ended_at",
        "rejection_reason": "reason",
        "source_name": "source",
        "candidate_tags": "tags",
    },
)
LEVER = Layout(
    "Lever",
    "opportunities in Lever’s template for moving data",
    "https://help.lever.co/hc/en-us/articles/20087470372381",
    {
        "Full-Name": "name",
        "Email": "email",
        "Lever Posting URL": "profile",
        "Stage": "stage",
        "Date-Added": "entered_at",
        "Archive-Reason": "outcome",
        "Archive-Date": "ended_at",
        "Sources": "source",
        "Tags": "tags",
    },
)
