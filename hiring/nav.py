"""Where hiring stands in the rail and the palette."""

from hiring.rules import (
    can_configure_hiring,
    can_erase,
    can_list_offers,
    can_read_hiring,
    can_work_candidates,
    interviews,
    reads_fairness,
)
from salesmgmt.web.nav import Command, NavItem, register, register_command

register(NavItem("hiring", "Hiring", "hiring", "hiring:bench", order=30, visible=can_read_hiring))
register(
    NavItem("fairness", "Fairness", "hiring", "hiring:fairness", order=31, visible=reads_fairness & ~can_read_hiring)
)
register_command(Command("Add candidate", "hiring:new-candidate", "plus", visible=can_work_candidates))
register_command(Command("Bench", "hiring:bench", "team", "Go to", visible=can_work_candidates))
register_command(Command("Bench as a list", "hiring:bench-list", "list", "Go to", visible=can_work_candidates))
register_command(Command("Bench against need", "hiring:need", "team", "Go to", visible=can_work_candidates))
register_command(Command("Candidates", "hiring:candidates", "card", "Go to", visible=can_read_hiring))
register_command(Command("Openings", "hiring:openings", "team", "Go to", visible=can_work_candidates))
register_command(Command("New opening", "hiring:new-opening", "plus", visible=can_work_candidates))
register_command(Command("Offers", "hiring:offers", "doc", "Go to", visible=can_list_offers))
register_command(Command("Interviews", "hiring:interview-list", "cal", "Go to", visible=can_read_hiring))
register_command(Command("Interviewers", "hiring:interviewers", "team", "Go to", visible=can_work_candidates))
register_command(Command("Adverse impact", "hiring:fairness", "team", "Go to", visible=reads_fairness))
register_command(Command("My interview hours", "hiring:hours", "clock", "Go to", visible=interviews))
register_command(Command("My interviews", "hiring:interviews", "cal", "Go to", visible=can_read_hiring))
register_command(Command("Import candidates", "imports:candidates", "upload", visible=can_configure_hiring))
register_command(
    Command("How long candidates are kept", "hiring:retention", "settings", "Go to", visible=can_configure_hiring)
)
register_command(Command("Campaigns for candidates", "hiring:campaigns", "list", "Go to", visible=can_configure_hiring))
register_command(Command("Candidates who were erased", "hiring:erasures", "trash", "Go to", visible=can_erase))
register_command(Command("Hiring settings", "hiring:settings", "settings", "Go to", visible=can_configure_hiring))
