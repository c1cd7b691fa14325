"""Settings in the rail and what admins do most in the palette."""

from salesmgmt.people.rules import is_admin
from salesmgmt.web.nav import Command, NavItem, register, register_command

register(NavItem("settings", "Settings", "settings", "console:settings", 90, visible=is_admin, at_end=True))
register_command(Command("Add a person", "console:person-new", icon="user", visible=is_admin))
register_command(Command("Create a team", "console:team-new", icon="team", visible=is_admin))
register_command(Command("Import from a CRM", "imports:crm", icon="upload", visible=is_admin))
register_command(Command("Enter an exchange rate", "console:rates", icon="scale", visible=is_admin))
register_command(Command("Your profile and tokens", "console:me", icon="user", group="Go to"))
register_command(Command("Your jobs", "console:jobs", icon="clock", group="Go to"))
