"""Pure: dataclasses in and out. No Django, no clock."""
