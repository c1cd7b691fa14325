"""The pipeline's figures: activities, campaigns, leads, deals and margin, orders, invoices, and the process."""

from pipeline.figures import (
    activities,
    campaigns,
    cohorts,
    deals,
    help,
    hygiene,
    invoices,
    lead_response,
    leads,
    margin,
    orders,
    process,
    qualification,
    slippage,
    velocity,
    weighted,
)

__all__ = [
    "activities",
    "campaigns",
    "cohorts",
    "deals",
    "help",
    "hygiene",
    "invoices",
    "lead_response",
    "leads",
    "margin",
    "orders",
    "process",
    "qualification",
    "slippage",
    "velocity",
    "weighted",
]
