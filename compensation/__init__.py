"""Pay for what the business wants, explained to the cent."""
