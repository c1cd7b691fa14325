"""The pipeline's figures, over campaigns, leads, deals, orders and how the process is followed."""

from pipeline.figures import campaigns, deals, leads, orders, process

__all__ = ["campaigns", "deals", "leads", "orders", "process"]
