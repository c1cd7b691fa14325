"""What is found of the pipeline: deals, also by what was noted on them, accounts, contacts, leads and tasks."""

from decimal import Decimal

from pipeline.choices import StageKind, lead_state_said
from pipeline.models import Account, Activity, Contact, Deal, Lead, Task
from pipeline.models.lead import LEAD_WORDS
from pipeline.rules import can_read_pipeline
from salesmgmt.common.folding import OnlyDigits, SearchWords
from salesmgmt.search.kinds import Facts, SearchKind, TextSource, register_search
from salesmgmt.web.components.amounts import money


def deal_meta(deal: Facts) -> str:
    """118,000 EUR, Propose, Rita Sandoval."""
    stage = deal["stage__name"] if deal["state"] == StageKind.OPEN else StageKind(deal["state"]).label.lower()
    priced = [money(Decimal(deal["amount"]), deal["currency"] or "", 0)] if deal["amount"] else []
    return ", ".join([*priced, stage or "", deal["owner__name"] or ""])


def account_meta(account: Facts) -> str:
    return ", ".join(part for part in (account["sector"], account["country"]) if part)


def contact_meta(contact: Facts) -> str:
    return f"{contact['title'] or 'contact'} at {contact['account__name']}"


def lead_meta(lead: Facts) -> str:
    """Orchard Mills, rejected: no need, Rita Sandoval."""
    company = lead["company_name"] if lead["company_name"] != lead["called"] else ""
    said = lead_state_said(lead["state"] or "", lead["rejection"] or "").lower()
    return ", ".join(part for part in (company, said, lead["owner__name"]) if part)


register_search(
    SearchKind(
        "pipeline.deal",
        "Deals",
        "card",
        order=10,
        visible=Deal.objects.visible_to,
        words=SearchWords("name", "external_id"),
        url_name="pipeline:deal",
        facts=("amount", "currency", "state", "stage__name", "owner__name"),
        meta=deal_meta,
        texts=(TextSource("in a note", Activity.objects.visible_to, "note", of="deal_id"),),
        allowed=can_read_pipeline,
    )
)
register_search(
    SearchKind(
        "pipeline.account",
        "Accounts",
        "team",
        order=20,
        visible=Account.objects.visible_to,
        words=SearchWords("name", "external_id"),
        url_name="pipeline:account",
        facts=("sector", "country"),
        meta=account_meta,
        allowed=can_read_pipeline,
    )
)
register_search(
    SearchKind(
        "pipeline.contact",
        "Contacts",
        "user",
        order=30,
        visible=Contact.objects.visible_to,
        words=SearchWords("name", "email", "phone", OnlyDigits("phone")),
        url_name="pipeline:account",
        key="account_id",
        facts=("title", "account__name"),
        meta=contact_meta,
        allowed=can_read_pipeline,
        person="pk",
    )
)


def task_meta(task: Facts) -> str:
    """open, due 2026-03-06, Helix Robotics."""
    about = task["deal__name"] or task["account__name"] or task["contact__name"] or ""
    return ", ".join(part for part in (f"{(task['state'] or '').lower()}, due {task['due_date']}", about) if part)


register_search(
    SearchKind(
        "pipeline.task",
        "Tasks",
        "check",
        order=37,
        visible=lambda user: Task.objects.visible_to(user).written(),
        words=SearchWords("title"),
        url_name="pipeline:task",
        name="title",
        facts=("state", "due_date", "deal__name", "account__name", "contact__name"),
        meta=task_meta,
        allowed=can_read_pipeline,
    )
)
register_search(
    SearchKind(
        "pipeline.lead",
        "Leads",
        "flag",
        order=35,
        visible=lambda user: Lead.objects.visible_to(user).called(),
        words=SearchWords(*LEAD_WORDS),
        url_name="pipeline:lead",
        name="called",
        facts=("called", "company_name", "state", "rejection", "owner__name"),
        meta=lead_meta,
        allowed=can_read_pipeline,
    )
)
