"""The pipeline's figures, over leads, deals and orders."""

from pipeline.figures import deals, leads, orders

__all__ = ["deals", "leads", "orders"]
