"""Loads the sample company and removes it again."""
