"""Pages of figures: the catalogue, the report of one, and why it is what it is."""
