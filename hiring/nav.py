"""Where hiring stands in the rail and the palette, and its pages beside each other."""

from hiring.rules import (
    can_configure_hiring,
    can_erase,
    can_list_offers,
    can_read_hiring,
    can_work_candidates,
    interviews,
    reads_fairness,
)
from salesmgmt.web.nav import GO_TO, Command, NavItem, Page, register, register_command, register_pages

register(NavItem("hiring", "Hiring", "hiring", "hiring:bench", order=30, visible=can_read_hiring))
register(
    NavItem("fairness", "Fairness", "hiring", "hiring:fairness", order=31, visible=reads_fairness & ~can_read_hiring)
)
register_command(Command("Add candidate", "hiring:new-candidate", "plus", visible=can_work_candidates))
register_command(Command("New opening", "hiring:new-opening", "plus", visible=can_work_candidates))
register_command(Command("Bench as a list", "hiring:bench-list", "list", GO_TO, visible=can_work_candidates))
register_command(Command("My interview hours", "hiring:hours", "clock", GO_TO, visible=interviews))
register_command(Command("Import candidates", "imports:candidates", "upload", visible=can_configure_hiring))
register_command(
    Command("How long candidates are kept", "hiring:retention", "settings", GO_TO, visible=can_configure_hiring)
)
register_command(Command("Candidates who were erased", "hiring:erasures", "trash", GO_TO, visible=can_erase))

_BENCH, _CANDIDATES, _OPENINGS, _INTERVIEWS = "Bench", "Candidates", "Openings", "Interviews"
register_pages(
    "hiring",
    Page("bench", "Bench", "hiring:bench", _BENCH, "team", can_work_candidates),
    Page("need", "Need", "hiring:need", _BENCH, "team", can_work_candidates, "Bench against need"),
    Page("candidates", "Candidates", "hiring:candidates", _CANDIDATES, "card", can_read_hiring),
    Page(
        "candidate-duplicates",
        "Duplicates",
        "hiring:candidate-duplicates",
        _CANDIDATES,
        "card",
        can_work_candidates,
        None,
    ),
    Page(
        "campaigns",
        "Campaigns",
        "hiring:campaigns",
        _CANDIDATES,
        "list",
        can_configure_hiring,
        "Campaigns for candidates",
    ),
    Page(
        "requests", "Requests", "hiring:requests", _CANDIDATES, "list", can_configure_hiring, "Requests of candidates"
    ),
    Page("openings", "Openings", "hiring:openings", _OPENINGS, "team", can_work_candidates),
    Page("offers", "Offers", "hiring:offers", _OPENINGS, "doc", can_list_offers),
    Page("interviews", "My interviews", "hiring:interviews", _INTERVIEWS, "cal", can_read_hiring),
    Page("all-interviews", "All interviews", "hiring:interview-list", _INTERVIEWS, "cal", can_read_hiring),
    Page("interviewers", "Interviewers", "hiring:interviewers", _INTERVIEWS, "team", can_work_candidates),
    Page("fairness", "Fairness", "hiring:fairness", "", "team", reads_fairness, "Adverse impact"),
    Page("settings", "Role profiles", "hiring:settings", "", "settings", can_configure_hiring, "Hiring settings"),
)
