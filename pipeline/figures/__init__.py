"""The pipeline's figures, over deals and over orders."""

from pipeline.figures import deals, orders

__all__ = ["deals", "orders"]
