"""Accounts, contacts and deals from tables of any system, each alone."""
