"""Estimates with their intervals; no models, no Django."""
