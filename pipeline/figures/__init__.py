"""The pipeline's figures, over campaigns, leads, deals and orders."""

from pipeline.figures import campaigns, deals, leads, orders

__all__ = ["campaigns", "deals", "leads", "orders"]
