"""`manage.py prove`: looks at every proof now; fails when a row is not what it should be."""

import json
import sys
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from salesmgmt.figures.domain.proving import prove_now
from salesmgmt.figures.models import ProofCheck, ProofRun


class Command(BaseCommand):
    help = "Look at everything that is kept twice, and say where it differs. Exits with 1 when anything does."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--json", action="store_true", help="the run as one document")

    def handle(self, *args: Any, **options: Any) -> None:
        run = prove_now(at=timezone.now())
        checks = list(run.checks.prefetch_related("differences"))
        self.stdout.write(json.dumps(_document(run, checks), indent=2) if options["json"] else _words(checks))
        if not all(check.holds for check in checks):
            sys.exit(1)


def _document(run: ProofRun, checks: list[ProofCheck]) -> dict[str, Any]:
    return {
        "started_at": run.started_at.isoformat(),
        "holds": all(check.holds for check in checks),
        "checks": [
            {
                "name": check.name,
                "rule": check.rule,
                "holds": check.holds,
                "looked_at": check.looked_at,
                "difference_count": check.difference_count,
                "milliseconds": check.milliseconds,
                "error": check.error,
                "differences": [
                    {"thing": each.thing, "found": each.found, "expected": each.expected}
                    for each in check.differences.all()
                ],
            }
            for check in checks
        ],
    }


def _words(checks: list[ProofCheck]) -> str:
    lines = []
    for check in checks:
        verdict = "holds" if check.holds else check.error or f"{check.difference_count:,} differ"
        lines.append(f"{check.name}: {verdict}, {check.looked_at:,} rows, {check.milliseconds:,} ms")
        lines += [] if check.holds else [f"  {check.rule}"]
        lines += [f"  {each.thing}: {each.found}, should be {each.expected}" for each in check.differences.all()]
    broken = sum(not check.holds for check in checks)
    lines.append(f"{broken} of {len(checks)} proofs do not hold." if broken else f"All {len(checks)} proofs hold.")
    return "\n".join(lines)
