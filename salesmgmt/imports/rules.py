"""Who may import, and see what imports refused."""

import rules

from salesmgmt.people.rules import is_admin

rules.add_perm("imports.run", is_admin)
