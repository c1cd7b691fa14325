"""Hiring's figures: the bench and what is needed of it, the stages, seats and hires, and what comes of it all."""

from hiring.figures import bench, need, returns, seats, stages

__all__ = ["bench", "need", "returns", "seats", "stages"]
