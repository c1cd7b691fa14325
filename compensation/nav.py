"""Pay's entry in the rail, its pages beside each other, and what the palette can do."""

from compensation.rules import can_manage_pay, can_read_pay, can_read_runs
from salesmgmt.web.nav import Command, NavItem, Page, register, register_command, register_pages

register(
    NavItem(
        "compensation", "Compensation", icon="pay", url_name="compensation:statements", order=50, visible=can_read_pay
    )
)
register_command(Command("Draft a pay plan", "compensation:plan_new", icon="plus", visible=can_manage_pay))
register_command(
    Command("Put somebody on a pay plan", "compensation:assignment_new", icon="user", visible=can_manage_pay)
)
register_command(Command("Calculate a quarter’s pay", "compensation:run_new", icon="pay", visible=can_manage_pay))
register_pages(
    "compensation",
    Page("statements", "Statements", "compensation:statements", icon="pay", visible=can_read_pay),
    Page("plans", "Plans", "compensation:plans", icon="doc", visible=can_read_pay, called="Pay plans"),
    Page("assignments", "Who is on which plan", "compensation:assignments", icon="user", visible=can_read_pay),
    Page("runs", "Runs", "compensation:runs", icon="pay", visible=can_read_runs, called="Pay runs"),
)
