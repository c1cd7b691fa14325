"""Writes: setting up chains, asking, deciding, standing in."""
