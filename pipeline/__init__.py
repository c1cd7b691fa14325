"""Deals from lead to repeat order."""
