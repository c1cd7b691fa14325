"""The company: teams, the manager line, roles, calendars, rates."""
