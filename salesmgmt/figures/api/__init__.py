"""Figures over REST."""
