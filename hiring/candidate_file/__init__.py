"""How a list of candidates from a file becomes candidates."""
