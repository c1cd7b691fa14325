"""The pipeline's figures: campaigns, leads, deals and what is earned with them, orders, invoices, and the process."""

from pipeline.figures import (
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
    weighted,
)

__all__ = [
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
    "weighted",
]
