"""Hiring's figures: the bench and what is needed of it, the stages, seats and hires."""

from hiring.figures import bench, need, seats, stages

__all__ = ["bench", "need", "seats", "stages"]
