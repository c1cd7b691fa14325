"""`manage.py recount_rollups`: folds interval facts and counts all rollups anew, beside running workers."""

from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from salesmgmt.figures.domain.recounting import recount_all
from salesmgmt.figures.rollup import folds


class Command(BaseCommand):
    help = (
        "Count every rollup anew: for facts that were written without events, or when the proof says that they differ."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        for fold in folds():
            fold()
        self.stdout.write(f"{recount_all(at=timezone.now()):,} keys were counted anew.")
