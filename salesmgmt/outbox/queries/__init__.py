"""Reads: how mails and webhooks stand, and how people like to be told."""
