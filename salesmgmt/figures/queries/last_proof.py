"""The last proof that looked at everything, for the page that shows how the system does."""

from dataclasses import dataclass

from django.db.models import Prefetch

from salesmgmt.figures.models import ProofCheck, ProofDifference, ProofRun

TOLD = 20
"""How many differences of a check the page tells; `manage.py prove` tells more."""


@dataclass(frozen=True)
class LastProof:
    """A finished run with its checks, those that do not hold first."""

    run: ProofRun
    checks: list[ProofCheck]

    @property
    def broken(self) -> list[ProofCheck]:
        return [check for check in self.checks if not check.holds]

    @property
    def looked_at(self) -> int:
        return sum(check.looked_at for check in self.checks)

    @property
    def seconds(self) -> float:
        return sum(check.milliseconds for check in self.checks) / 1000


def last_proof() -> LastProof | None:
    """In three queries; None before the first run has finished."""
    run = ProofRun.objects.filter(finished_at__isnull=False).first()
    if run is None:
        return None
    told = Prefetch("differences", ProofDifference.objects.order_by("pk")[:TOLD], to_attr="told")
    checks = list(run.checks.prefetch_related(told))
    return LastProof(run, sorted(checks, key=lambda check: (check.holds, check.name)))
