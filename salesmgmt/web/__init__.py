"""The shell of every page, its components, and sign-in."""
