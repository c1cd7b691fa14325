"""Who may have the product tell other programs."""

import rules

from salesmgmt.people.rules import is_admin

rules.add_perm("outbox.webhooks", is_admin)
