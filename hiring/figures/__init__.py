"""Hiring's figures: the bench and its need, the stages, whom they pass, seats and hires, and what comes of it all."""

from hiring.figures import bench, cost, fairness, interviewers, need, returns, seats, stages

__all__ = ["bench", "cost", "fairness", "interviewers", "need", "returns", "seats", "stages"]
