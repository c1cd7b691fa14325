"""Where the pipeline stands in the rail and the palette."""

from pipeline.rules import can_hand_over, can_read_pipeline, can_work_deals
from salesmgmt.people.rules import is_admin
from salesmgmt.web.nav import Command, NavItem, register, register_command

register(NavItem("pipeline", "Pipeline", "pipeline", "pipeline:board", order=20, visible=can_read_pipeline))
register_command(Command("New deal", "pipeline:new-deal", "plus", visible=can_work_deals))
register_command(Command("New lead", "pipeline:new-lead", "plus", visible=can_work_deals))
register_command(Command("Hand deals over", "pipeline:hand-over", "team", visible=can_hand_over))
register_command(Command("New account", "pipeline:new-account", "plus", visible=can_work_deals))
register_command(Command("Import from a CRM", "imports:crm", "upload", visible=is_admin))
register_command(Command("Deals", "pipeline:deals", "card", "Go to", visible=can_read_pipeline))
register_command(Command("Accounts", "pipeline:accounts", "team", "Go to", visible=can_read_pipeline))
register_command(Command("Contacts", "pipeline:contacts", "team", "Go to", visible=can_read_pipeline))
register_command(Command("Leads", "pipeline:leads", "flag", "Go to", visible=can_read_pipeline))
register_command(Command("Campaigns", "pipeline:campaigns", "flag", "Go to", visible=can_read_pipeline))
register_command(Command("Lead scoring", "pipeline:lead-scoring", "flag", "Go to", visible=can_read_pipeline))
register_command(Command("Orders", "pipeline:orders", "doc", "Go to", visible=can_read_pipeline))
register_command(Command("Order lines", "pipeline:order-lines", "doc", "Go to", visible=can_read_pipeline))
register_command(Command("Renewals", "pipeline:renewals", "doc", "Go to", visible=can_read_pipeline))
register_command(Command("Invoices", "pipeline:invoices", "doc", "Go to", visible=can_read_pipeline))
register_command(Command("Payments", "pipeline:payments", "doc", "Go to", visible=can_read_pipeline))
register_command(Command("Selling time", "pipeline:selling-time", "flag", "Go to", visible=can_read_pipeline))
register_command(Command("Consistency", "pipeline:consistency", "flag", "Go to", visible=can_read_pipeline))
register_command(Command("Quotas", "pipeline:targets", "flag", "Go to", visible=can_read_pipeline))
register_command(Command("Pipeline settings", "pipeline:settings", "settings", "Go to", visible=is_admin))
register_command(Command("Your calendar", "pipeline:calendar", "cal", "Go to", visible=can_work_deals))
