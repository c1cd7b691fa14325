"""`python -m tests.bench [--deals 100000] [--requests 300]`: what our API costs above the floor program, as ratios.

It makes a scratch database on the server that DATABASE_URL names (or on one of its own), and drops it at the end.
"""

import argparse
import json
import os
import subprocess
import sys
import time

from tests.plugins.servers import prepare_environment

COLUMNS = ("cpu_ms", "p50_ms", "p95_ms", "queries", "size")


def main() -> None:
    asked = _arguments()
    prepare_environment()
    os.environ.update(DJANGO_SETTINGS_MODULE="salesmgmt.settings", SALESMGMT_WEB="1", HTTPS="0", DEBUG="0")
    server = os.environ["DATABASE_URL"]
    from tests.bench import scratch

    scratch.make_scratch_database()
    try:
        _load(asked.deals)
        floor = _measured("floor", "tests.bench.floor_settings", asked)
        ours = _measured("ours", "salesmgmt.settings", asked)
    finally:
        from django.db import connections

        connections["default"].close_pool()
        scratch.drop_scratch_database(server)
    _print(asked, floor, ours)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.bench", description=__doc__)
    parser.add_argument("--deals", type=int, default=100_000)
    parser.add_argument("--requests", type=int, default=300)
    return parser.parse_args()


def _load(deals: int) -> None:
    import django
    from django.core.management import call_command

    from tests.bench import scratch

    django.setup()
    call_command("migrate", verbosity=0)
    started = time.perf_counter()
    scratch.fill(deals)
    print(f"{deals:,} deals loaded in {time.perf_counter() - started:.1f} s")


def _measured(which: str, settings: str, asked: argparse.Namespace) -> dict[str, dict[str, float]]:
    """One program in a process of its own, so that neither runs in what the other has imported."""
    done = subprocess.run(
        [sys.executable, "-m", "tests.bench.program", which, str(asked.deals), str(asked.requests)],
        env={**os.environ, "DJANGO_SETTINGS_MODULE": settings},
        check=True,
        stdout=subprocess.PIPE,
        text=True,
    )
    return json.loads(done.stdout)


def _print(asked: argparse.Namespace, floor: dict[str, dict[str, float]], ours: dict[str, dict[str, float]]) -> None:
    """Ours beside the floor and as multiples of it; pages that the floor lacks stand against its first."""
    print(f"GET /api/v1/pipeline/deals/, 50 rows of {asked.deals:,}, {asked.requests} requests each")
    head = ("", "cpu ms", "x floor", "p50 ms", "x floor", "p95 ms", "x floor", "queries", "bytes")
    print(_LINE.format(*head))
    for name, cost in floor.items():
        print(_line(f"floor: {name}", cost, cost))
    for name, cost in ours.items():
        print(_line(f"ours: {name}", cost, floor.get(name, floor["first page"])))


_LINE = "{:<28}{:>9}{:>9}{:>9}{:>9}{:>9}{:>9}{:>9}{:>9}"


def _line(name: str, cost: dict[str, float], base: dict[str, float]) -> str:
    cells: list[str] = []
    for column in COLUMNS[:3]:
        cells += [f"{cost[column]:.2f}", f"{cost[column] / base[column]:.2f}"]
    return _LINE.format(name, *cells, int(cost["queries"]), int(cost["size"]))


if __name__ == "__main__":
    main()
