"""New hires on their way to ramped."""
