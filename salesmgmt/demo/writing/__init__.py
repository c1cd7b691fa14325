"""Puts the world into the tables: what there are few of through the verbs, what there are many of by COPY."""
