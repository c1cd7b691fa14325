"""The pipeline's figures: campaigns, leads, deals and what is earned with them, orders, invoices, and the process."""

from pipeline.figures import campaigns, deals, invoices, lead_response, leads, margin, orders, process

__all__ = ["campaigns", "deals", "invoices", "lead_response", "leads", "margin", "orders", "process"]
