"""`python -m tests.bench [--deals 100000 1000000] [--requests 300] [--pages 30 [--who rita max]]`: what our API costs
above the floor program, as ratios, at each number of deals, and what pages cost in the sample company of as many deals
as the first number says, against their budgets; pages of these people alone.

It makes a scratch database on the server that DATABASE_URL names (or on one of its own), and drops it at the end.
"""

import argparse
import json
import os
import subprocess
import sys
import time
from tempfile import TemporaryDirectory
from typing import Any

from tests.bench.scratch import fill, scratch_database
from tests.plugins.servers import prepare_environment

SELLERS = 50
COLUMNS = ("cpu_ms", "p50_ms", "p95_ms")


def main() -> None:
    asked = _arguments()
    prepare_environment()
    os.environ.update(DJANGO_SETTINGS_MODULE="salesmgmt.settings", SALESMGMT_WEB="1", HTTPS="0", DEBUG="0")
    os.environ["API_RATE_TOKEN"] = str(10**9)  # requests are counted, as they are for everybody, but never refused
    found = [_compared(deals, asked.requests) for deals in asked.deals if asked.requests]
    for deals, ours in zip(asked.deals[1:], found[1:], strict=False):
        _print_growth(asked.deals[0], found[0], deals, ours)
    if asked.pages:
        with scratch_database():
            _print_pages(asked)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.bench", description=__doc__)
    parser.add_argument("--deals", type=int, nargs="+", default=[100_000])
    parser.add_argument("--requests", type=int, default=300, help="for each endpoint; 0 leaves the endpoints out (300)")
    parser.add_argument("--pages", type=int, default=30, help="requests for each page; 0 leaves the pages out (30)")
    parser.add_argument("--who", nargs="+", default=[], help="pages of these people alone")
    return parser.parse_args()


Costs = dict[str, dict[str, float]]


def _compared(deals: int, requests: int) -> Costs:
    """What ours costs; printed beside the floor."""
    with scratch_database():
        _load(deals)
        bare = _measured("bare", "tests.bench.floor_settings", deals, requests)
        floor = _measured("floor", "tests.bench.floor_settings", deals, requests)
        ours = _measured("ours", "salesmgmt.settings", deals, requests)
    print(f"GET /api/v1/pipeline/deals/, 50 rows of {deals:,}, {requests} requests each")
    print(_LINE.format("", "cpu ms", "x floor", "p50 ms", "x floor", "p95 ms", "x floor", "queries", "bytes", "pace"))
    for which, costs in (("bare", bare), ("floor", floor), ("ours", ours)):
        for name, cost in costs.items():
            print(_line(f"{which}: {name}", cost, floor.get(name, floor["first page"])))
    return ours


def _print_growth(few: int, before: Costs, many: int, after: Costs) -> None:
    """How many times the time of `few` deals it takes with `many`."""
    print(f"{many:,} deals against {few:,}: p50 and p95")
    for name, cost in after.items():
        print(f"{name:<40}" + "".join(f"{cost[of] / before[name][of]:>8.2f}" for of in ("p50_ms", "p95_ms")))


def _load(deals: int) -> None:
    import django
    from django.core.management import call_command
    from django.db import connections

    django.setup()
    call_command("migrate", verbosity=0)
    started = time.perf_counter()
    fill(deals, sellers=SELLERS, history=True)
    connections["default"].close()  # the next number's database is another one of the same name
    connections["default"].close_pool()
    print(f"{deals:,} deals loaded in {time.perf_counter() - started:.1f} s")


def _measured(which: str, settings: str, deals: int, requests: int) -> Costs:
    """One program in a process of its own, so that neither runs in what the other has imported."""
    arguments = ("-m", "tests.bench.program", which, str(deals), str(requests))
    return json.loads(_run(*arguments, DJANGO_SETTINGS_MODULE=settings))


def _run(*arguments: str, **environment: str) -> str:
    """What another Python says."""
    command, variables = [sys.executable, *arguments], {**os.environ, **environment}
    return subprocess.run(command, env=variables, check=True, stdout=subprocess.PIPE, text=True).stdout


def _print_pages(asked: argparse.Namespace) -> None:
    """Pages of the sample company, by person; `!` marks what takes longer than its budget."""
    _run("manage.py", "migrate", "--verbosity", "0")
    with TemporaryDirectory() as aside:  # what is true of it is no business of the company under `var/`
        _run("manage.py", "load_demo", "--deals", str(asked.deals[0]), SAMPLE_TRUTH=f"{aside}/truth.json")
    print(f"\nPages of the sample company with {asked.deals[0]:,} deals, {asked.pages} requests each")
    print(_PAGE.format("", "", "cpu ms", "server", "p50 ms", "p95 ms", "budget", "queries", "bytes", "pace"))
    command = [sys.executable, "-m", "tests.bench.pages", str(asked.pages), *asked.who]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as measuring:
        for line in measuring.stdout or ():
            _print_page(json.loads(line))
    if measuring.returncode:
        raise subprocess.CalledProcessError(measuring.returncode, command)


def _print_page(found: dict[str, Any]) -> None:
    times = (f"{found[name]:.1f}" for name in ("cpu_ms", "server_ms", "p50_ms", "p95_ms"))
    budget = f"{found['budget']}{'!' if found['p95_ms'] > found['budget'] else ' '}"
    counted = (found["queries"], found["size"], f"{found['pace']:.2f}")
    print(_PAGE.format(found["who"], found["address"], *times, budget, *counted), flush=True)


_LINE = "{:<42}{:>9}{:>9}{:>9}{:>9}{:>9}{:>9}{:>9}{:>9}{:>7}"

_PAGE = "{:<6}{:<42}{:>8}{:>8}{:>8}{:>8}{:>8}{:>8}{:>9}{:>7}"


def _line(name: str, cost: dict[str, float], base: dict[str, float]) -> str:
    cells: list[str] = []
    for column in COLUMNS:
        cells += [f"{cost[column]:.2f}", f"{cost[column] / base[column]:.2f}"]
    return _LINE.format(name, *cells, int(cost["queries"]), int(cost["size"]), f"{cost['pace']:.2f}")


if __name__ == "__main__":
    main()
