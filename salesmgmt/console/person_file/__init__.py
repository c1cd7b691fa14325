"""How a list of people from a file becomes sign-ins, places and roles."""
