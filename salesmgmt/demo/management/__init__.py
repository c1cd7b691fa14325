"""Commands of the sample company."""
