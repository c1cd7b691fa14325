"""The pipeline's figures, over leads, deals, orders and how the process is followed."""

from pipeline.figures import deals, leads, orders, process

__all__ = ["deals", "leads", "orders", "process"]
