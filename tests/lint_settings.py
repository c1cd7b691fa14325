"""The product's settings with the migration linter, which only `make check` installs."""

from salesmgmt.settings import *  # noqa: F403
from salesmgmt.settings import BASE_DIR, INSTALLED_APPS

INSTALLED_APPS = [*INSTALLED_APPS, "django_migration_linter"]
OUR_APPS = {path.parts[-2] for folder in ("*", "salesmgmt/*") for path in BASE_DIR.glob(f"{folder}/migrations")}
SAFE = [
    "0022_shared_ratings_know_the_candidate",  # only the database writes these rows, by the function that it brings
    "0036_tasks_of_ones_own",  # renames a table, which a running release would miss; none was published before it
    "0039_stages_send_webhooks",  # lets a code be a letter longer, and a running release writes those that it knows
    "0008_runs_are_removed",  # lets a state be two letters longer, and a running release writes those that it knows
    "0030_orders_are_imported",  # its numbers are unique where there is one, and no row had one before
]
MIGRATION_LINTER_OPTIONS = {"no_cache": True, "include_apps": sorted(OUR_APPS), "ignore_name": SAFE}
