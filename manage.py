#!/usr/bin/env python
"""Runs a management command, with PostgreSQL and Valkey of our own beside it when none is named."""

import os
import sys


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "salesmgmt.settings")
    from django.core.management import execute_from_command_line

    from salesmgmt.embedded.attach import servers_during

    with servers_during(sys.argv):
        execute_from_command_line(sys.argv)


if __name__ == "__main__":
    main()
