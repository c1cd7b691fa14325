"""Who signs in: User only; roles live in people."""
