"""`manage.py load_demo`: the sample company in an empty database."""

import json
import time
from collections.abc import Callable
from datetime import date
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from salesmgmt.common.period import day_of
from salesmgmt.common.problems import Refused
from salesmgmt.demo.domain.cast import cast, password_for
from salesmgmt.demo.domain.loading import load_sample
from salesmgmt.demo.models import SampleCompany
from salesmgmt.demo.world.company import simulate
from salesmgmt.demo.world.facts import MONTHS, REPS, Arguments
from salesmgmt.demo.writing.book import ZONE

SEED = 1


class Command(BaseCommand):
    help = (
        "Loads the sample company into an empty database: a simulated one whose true parameters are known. The same "
        "seed and arguments give the same company."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--seed", type=int, default=SEED, help=f"another seed, another company ({SEED})")
        parser.add_argument("--reps", type=int, default=REPS, help=f"reps at the end ({REPS})")
        parser.add_argument("--months", type=int, default=MONTHS, help=f"of history ({MONTHS})")
        parser.add_argument("--deals", type=int, help="in all (a usual number for so many reps and months)")
        parser.add_argument("--password", help="of the cast (on a database of your own: a random one)")
        parser.add_argument("--json", action="store_true", help="what was loaded, as one document")

    def handle(self, *args: Any, **options: Any) -> None:
        began, now = time.monotonic(), timezone.now()
        given, is_known = password_for()
        password = options["password"] or given
        is_known = is_known and not options["password"]
        try:
            world = simulate(_arguments(options, end=day_of(now, ZONE)))
            sample = load_sample(
                world=world, password=password, password_is_known=is_known, at=now, tell=self._tell(began)
            )
        except ValueError as error:
            raise CommandError(str(error)) from error
        except Refused as refused:
            raise CommandError(refused.message) from refused
        seconds = round(time.monotonic() - began, 1)
        self.stdout.write(
            json.dumps(_document(sample, password, seconds), indent=2)
            if options["json"]
            else _words(sample, password, seconds)
        )

    def _tell(self, began: float) -> Callable[[str], None]:
        def tell(line: str) -> None:
            self.stderr.write(f"{time.monotonic() - began:6.1f} s  {line}")
            self.stderr.flush()

        return tell


def _arguments(options: dict[str, Any], *, end: date) -> Arguments:
    reps, months = options["reps"], options["months"]
    deals = options["deals"] or Arguments.usual_deals(reps, months)
    return Arguments(seed=options["seed"], end=end, reps=reps, months=months, deals=deals)


def _document(sample: SampleCompany, password: str, seconds: float) -> dict[str, Any]:
    return {
        "seed": sample.seed,
        "arguments": sample.arguments,
        "rows": sample.row_counts,
        "seconds": seconds,
        "truth": str(settings.SAMPLE_TRUTH),
        "password": password,
        "cast": [{"name": each.name, "email": each.email, "what": each.what} for each in cast()],
    }


def _words(sample: SampleCompany, password: str, seconds: float) -> str:
    people = "\n".join(f"  {each.email:<24} {each.what}" for each in cast())
    return (
        f"The sample company of seed {sample.seed} is here: {sum(sample.row_counts.values()):,} rows in {seconds} s.\n"
        f"Sign in with the password {password} as\n{people}\n"
        "What is true of it stands under Settings, Sample company; take it away there, or with `manage.py remove_demo`."
    )
