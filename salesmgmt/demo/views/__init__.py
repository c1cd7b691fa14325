"""The page of the sample company."""
