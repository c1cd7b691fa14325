"""What of pay cannot be taken back."""

from salesmgmt.web.for_good import register_for_good

register_for_good(
    "compensation.publish_plan",
    "compensation:plan_publish",
    "A published version cannot be changed or taken back; the next version can differ.",
)
register_for_good(
    "compensation.finalize_run",
    "compensation:run_finalize",
    "A closed quarter cannot be opened again; what is wrong in it is adjusted in a later one.",
)
register_for_good(
    "compensation.remove_run",
    "compensation:run_remove",
    "Statements, lines and what could not be paid cannot be brought back; the quarter can be calculated anew.",
)
