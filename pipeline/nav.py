"""Where the pipeline stands in the rail and the palette, and its pages beside each other."""

from pipeline.rules import can_hand_over, can_read_pipeline, can_work_deals
from salesmgmt.people.rules import is_admin
from salesmgmt.web.nav import GO_TO, Command, NavItem, Page, register, register_command, register_pages

register(NavItem("pipeline", "Pipeline", "pipeline", "pipeline:board", order=20, visible=can_read_pipeline))
register_command(Command("New deal", "pipeline:new-deal", "plus", visible=can_work_deals))
register_command(Command("New lead", "pipeline:new-lead", "plus", visible=can_work_deals))
register_command(Command("Hand deals over", "pipeline:hand-over", "team", visible=can_hand_over))
register_command(Command("New task", "pipeline:new-task", "plus", visible=can_work_deals))
register_command(Command("New account", "pipeline:new-account", "plus", visible=can_work_deals))
register_command(Command("Import from a CRM", "imports:crm", "upload", visible=is_admin))
register_command(Command("Deals", "pipeline:deals", "card", GO_TO, visible=can_read_pipeline))
register_command(Command("Lead scoring", "pipeline:lead-scoring", "flag", GO_TO, visible=can_read_pipeline))
register_command(Command("Your calendar", "pipeline:calendar", "cal", GO_TO, visible=can_work_deals))


def _twins(noun: str, tab: str, also: tuple[str, ...] = ()) -> Page:
    key = f"{noun}-duplicates"
    return Page(key, "Duplicates", f"pipeline:{key}", tab, visible=can_work_deals, called=None, also=also)


def _page(key: str, label: str, icon: str, tab: str = "", called: str | None = "", also: tuple[str, ...] = ()) -> Page:
    return Page(key, label, f"pipeline:{key}", tab, icon, can_read_pipeline, called, also)


register_pages(
    "pipeline",
    _page("board", "Deals", "pipeline", called=None, also=("list",)),
    _page("trend", "Over time", "pipeline", tab="Deals", called="Pipeline over time"),
    _page("leads", "Leads", "flag", tab="Leads"),
    _page("campaigns", "Campaigns", "flag", tab="Leads"),
    _page("sources", "Sources", "flag", tab="Leads", called="Lead sources"),
    _twins("lead", "Leads"),
    _page("accounts", "Accounts", "team", tab="Accounts"),
    _page("contacts", "Contacts", "team", tab="Accounts"),
    _twins("account", "Accounts", also=("contact-duplicates",)),
    _page("activities", "Activities", "cal", tab="Activities"),
    _page("tasks", "Tasks", "check", tab="Activities"),
    _page("selling-time", "Selling time", "clock", tab="Activities"),
    _page("orders", "Orders", "doc", tab="Orders"),
    _page("order-lines", "Order lines", "doc", tab="Orders"),
    _page("renewals", "Renewals", "doc", tab="Orders"),
    _page("cancellations", "Cancellations", "doc", tab="Orders"),
    _page("invoices", "Invoices", "doc", tab="Orders"),
    _page("payments", "Payments", "doc", tab="Orders"),
    _page("products", "Products", "doc"),
    _page("targets", "Quotas", "flag"),
    _page("consistency", "Consistency", "flag"),
    Page("settings", "Set-up", "pipeline:settings", "", "settings", is_admin, "Pipeline settings"),
)
