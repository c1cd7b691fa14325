"""`python -m tests.bench.figures [--deals 1000000]`: what figures over the dated history of deals, five versions each,
take for an admin, a manager and a rep, whole and broken down, and the hourly count of what became of deals by stage.

Seconds, the best of three.
"""

import argparse
import os
import time
from collections.abc import Callable, Iterator

from tests.bench.scratch import fill, scratch_database
from tests.plugins.servers import prepare_environment

TIMES = 3
FIGURES = (("pipeline.time_in_stage", "stage"), ("pipeline.velocity", "owner"), ("pipeline.stalled_deals", "owner"))
PEOPLE = ("olga", "max", "rita")


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m tests.bench.figures", description=__doc__)
    parser.add_argument("--deals", type=int, default=1_000_000)
    asked = parser.parse_args()
    prepare_environment()
    os.environ.update(DJANGO_SETTINGS_MODULE="salesmgmt.settings", SALESMGMT_WEB="0", HTTPS="0", DEBUG="0")
    with scratch_database():
        import django
        from django.core.management import call_command

        django.setup()
        call_command("migrate", verbosity=0)
        fill(asked.deals, history=True)
        measure()


def measure() -> None:
    """Of the database that the settings name."""
    for name, act in _acts():
        print(f"{name:<48}{min(_seconds(act) for _ in range(TIMES)):>8.2f} s", flush=True)


def _acts() -> Iterator[tuple[str, Callable[[], object]]]:
    from django.utils import timezone

    from pipeline.queries.consistency import consistency
    from pipeline.queries.stage_odds import counted_odds
    from salesmgmt.accounts.models import User
    from salesmgmt.figures.queries.answer import answer
    from salesmgmt.figures.registry import figure_for
    from salesmgmt.figures.scope import Scope

    now = timezone.now()
    yield "hourly count by stage", lambda: counted_odds(now)
    for who in PEOPLE:
        user = User.objects.get(email__startswith=f"{who}@")
        for name, by in FIGURES:
            figure = figure_for(name, user)
            yield f"{name}, {who}", lambda f=figure, u=user: answer(f, Scope(user=u, at=now))
            yield f"{name} by {by}, {who}", lambda f=figure, u=user, by=by: answer(f, Scope(user=u, at=now, by=by))
        if who != "rita":
            yield f"consistency, {who}", lambda u=user: consistency(Scope(user=u, at=now))


def _seconds(act: Callable[[], object]) -> float:
    started = time.perf_counter()
    act()
    return time.perf_counter() - started


if __name__ == "__main__":
    main()
