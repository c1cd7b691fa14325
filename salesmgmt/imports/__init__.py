"""Files of other systems turned into rows."""
