"""Hiring's figures: the bench and what is needed of it, the stages, whom they pass, seats and hires."""

from hiring.figures import bench, fairness, need, seats, stages

__all__ = ["bench", "fairness", "need", "seats", "stages"]
