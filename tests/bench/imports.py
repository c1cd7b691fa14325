"""`python -m tests.bench.imports [--rows 100000 | --million] [--only initial]`: what an import of deals with their
stage history costs, `--initial` and into live tables, as multiples of COPY of the same rows into empty tables that are
indexed and constrained afterwards, and the most memory that the importing process took.

Live tables hold a tenth as many deals before, brought by an earlier import. It exits with 1 when a target is missed.
"""

import argparse
import os
import resource
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.bench.scratch import scratch_database
from tests.plugins.servers import prepare_environment

TARGETS = {"initial": 3.0, "live": 8.0}
MOST_MB = 500
AGENTS, PRODUCTS, ACCOUNTS = 40, 12, 400
FOUNDING = (
    "--company",
    "Maven",
    "--currency",
    "USD",
    "--zone",
    "America/New_York",
    "--admin-email",
    "olga@maven.example",
)


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m tests.bench.imports", description=__doc__)
    parser.add_argument("--rows", type=int, default=100_000)
    parser.add_argument("--million", action="store_const", const=1_000_000, dest="rows")
    parser.add_argument("--only", choices=TARGETS, help="this way of importing alone")
    asked = parser.parse_args()
    prepare_environment()
    os.environ.update(DJANGO_SETTINGS_MODULE="salesmgmt.settings", SALESMGMT_WEB="0", HTTPS="0", DEBUG="0")
    ways = [asked.only] if asked.only else list(TARGETS)
    missed = [_measured(way, asked.rows) for way in ways]
    sys.exit(any(missed))


def _measured(way: str, rows: int) -> bool:
    """Prints a line; whether a target was missed."""
    with TemporaryDirectory() as aside, scratch_database():
        _manage("migrate", "--verbosity", "0")
        if way == "live":
            _write(Path(aside), "E", rows // 10)
            _manage("import_data", "crm", aside, *FOUNDING)
        _write(Path(aside), "D", rows)
        options = (*FOUNDING, "--initial") if way == "initial" else ()
        seconds, memory = _manage("import_data", "crm", aside, *options)
        copied = float(_output("-m", "tests.bench.copying", "D"))
    ratio = seconds / copied
    told = f"{way:<8} {rows:>9,} deals: {seconds:7.1f} s, COPY {copied:6.1f} s, {ratio:5.1f} times (at most"
    print(f"{told} {TARGETS[way]:.0f}), {memory:.0f} MB (at most {MOST_MB})", flush=True)
    return ratio > TARGETS[way] or memory > MOST_MB


def _manage(*arguments: str) -> tuple[float, float]:
    """A command in a process of its own: seconds, and the most MB that it or an earlier one had resident."""
    started = time.perf_counter()
    _output("manage.py", *arguments)
    return time.perf_counter() - started, resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024


def _output(*arguments: str) -> str:
    return subprocess.run([sys.executable, *arguments], check=True, stdout=subprocess.PIPE, text=True).stdout


def _write(folder: Path, prefix: str, deals: int) -> None:
    """An export: four of five deals are closed, with the day that they were engaged before."""
    files = {
        "sales_teams": ("sales_agent,manager,regional_office", (f"Agent {n},Boss {n % 4},East" for n in range(AGENTS))),
        "products": ("product,series,sales_price", (f"Product {n},Series,{100 + n}" for n in range(PRODUCTS))),
        "accounts": (
            "account,sector,year_established,revenue,employees,office_location,subsidiary_of",
            (f"Account {n},retail,1990,12.5,40,Kenya," for n in range(ACCOUNTS)),
        ),
        "sales_pipeline": (
            "opportunity_id,sales_agent,product,account,deal_stage,engage_date,close_date,close_value",
            _deals(prefix, deals),
        ),
    }
    for name, (heading, lines) in files.items():
        with (folder / f"{name}.csv").open("w") as file:
            file.write(heading + "\n")
            file.writelines(f"{line}\n" for line in lines)


def _deals(prefix: str, deals: int) -> Iterator[str]:
    for n in range(deals):
        stage = ("Won", "Lost", "Won", "Lost", "Engaging")[n % 5]
        who = f"{prefix}{n:07},Agent {n % AGENTS},Product {n % PRODUCTS},Account {n % ACCOUNTS}"
        day = f"2024-{1 + n % 9:02}-{1 + n % 28:02}"
        ended = f"2025-{1 + n % 9:02}-{1 + n % 28:02},{n % 9000 if stage == 'Won' else 0}"
        yield f"{who},{stage},{day},{',' if stage == 'Engaging' else ended}"


if __name__ == "__main__":
    main()
