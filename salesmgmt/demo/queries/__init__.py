"""Reads about the sample company."""
