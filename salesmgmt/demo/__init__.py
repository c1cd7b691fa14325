"""The simulated company: a world whose truth is known, written into the tables, shown and removed again."""
