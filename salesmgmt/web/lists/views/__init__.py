"""The pages and fragments of lists."""
