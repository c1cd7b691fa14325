"""Lists: one declaration each, from which page, filters, saved views, bulk acts and export follow."""
