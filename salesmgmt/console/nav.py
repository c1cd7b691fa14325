"""Today and Settings in the rail, the bell, and what admins do most in the palette."""

from salesmgmt.accounts.models import User
from salesmgmt.people.rules import is_admin
from salesmgmt.people.standing import standing_of
from salesmgmt.web.nav import GO_TO, Bell, Command, NavItem, register, register_bell, register_command


def unread(user: User) -> int:
    return standing_of(user).get("outbox.unread", 0)


register(NavItem("today", "Today", "today", "console:today", 1))
register_bell(Bell(unread, latest_url_name="console:notifications-latest", all_url_name="console:notifications"))
register(NavItem("settings", "Settings", "settings", "console:settings", 90, visible=is_admin, at_end=True))
register_command(Command("Add a person", "console:person-new", icon="user", visible=is_admin))
register_command(Command("Create a team", "console:team-new", icon="team", visible=is_admin))
register_command(Command("Enter an exchange rate", "console:rates", icon="scale", visible=is_admin))
register_command(Command("Webhooks", "console:webhooks", icon="link", group=GO_TO, visible=is_admin))
register_command(Command("Your profile and tokens", "console:me", icon="user", group=GO_TO))
register_command(Command("Notifications", "console:notifications", icon="bell", group=GO_TO))
register_command(Command("How you are told", "console:preferences", icon="bell", group=GO_TO))
register_command(Command("What you can undo", "console:undos", icon="undo", group=GO_TO))
register_command(Command("Approvals", "console:approvals", icon="check", group=GO_TO))
register_command(Command("Your exports", "console:exports", icon="download", group=GO_TO))
register_command(Command("Your jobs", "console:jobs", icon="clock", group=GO_TO))
