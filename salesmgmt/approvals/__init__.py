"""Who has to say yes before something happens: one chain mechanism for every app."""
