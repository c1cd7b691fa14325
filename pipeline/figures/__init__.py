"""The pipeline's figures: campaigns, leads, deals and what is earned with them, orders, invoices, and the process."""

from pipeline.figures import campaigns, deals, help, invoices, leads, margin, orders, process, qualification

__all__ = ["campaigns", "deals", "help", "invoices", "leads", "margin", "orders", "process", "qualification"]
