"""The pipeline's figures, over leads, deals, what is earned with them, orders and invoices."""

from pipeline.figures import deals, invoices, leads, margin, orders

__all__ = ["deals", "invoices", "leads", "margin", "orders"]
