"""Commands of hiring."""
