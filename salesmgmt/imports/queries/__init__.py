"""Reads: what an import did, and what it refused."""
