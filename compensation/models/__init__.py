"""The rows of pay: plans and who is on them, runs, credits, statements and their lines."""

from compensation.models.assignment import Assignment
from compensation.models.credit import Credit
from compensation.models.plan import Plan, PlanVersion
from compensation.models.run import Run, Unpaid
from compensation.models.statement import Line, Statement

__all__ = ["Assignment", "Credit", "Line", "Plan", "PlanVersion", "Run", "Statement", "Unpaid"]
