"""`python -m tests.bench.hiring [--candidates 200000] [--repeats 20]`: how long hiring takes to answer in a company of
as many candidates, and how that compares with what it may take.

Searches, the board, the lists, the check on entry and every figure of hiring, each through the whole stack but for the
check. Beside the wall time stand the processor time of the web process and of the server's, and the machine's pace
(`measure`). It exits with 1 when 19 of 20 answers of anything take longer than its budget, or the board asks more than
12 queries.
"""

import argparse
import os
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

from salesmgmt.embedded.gunicorn_settings import raw_env
from tests.bench.hiring_rows import fill_hiring
from tests.bench.measure import answer_to, cost_of_act
from tests.bench.scratch import scratch_database
from tests.plugins.servers import prepare_environment

SEARCH, BOARD, CHECK, FIGURE, LIST = 150, 90, 50, 300, 70
"""How many ms 19 of 20 answers may take."""
MOST_QUERIES = 12
WHO = ("rosa", "max", "olga")
TYPED = ("anna schm", "wagn", "papad", "schmitd", "Γεδωρα", "w17", "xqzvkj")
PAGES = (
    ("/hiring/board/", BOARD),
    ("/hiring/board/columns/?column={stage}", BOARD),
    ("/hiring/candidates/", LIST),
    ("/hiring/candidates/?state=OPEN&sort=-applied", LIST),
    ("/hiring/", FIGURE),
    ("/hiring/need/", FIGURE),
    ("/hiring/interviewers/", FIGURE),
)


@dataclass(frozen=True)
class Asked:
    """Something that is asked again and again: `acts` of it, within a budget of so many ms."""

    who: str
    name: str
    budget: int
    acts: tuple[Callable[[], Any], ...]
    most_queries: int | None = None


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m tests.bench.hiring", description=__doc__)
    parser.add_argument("--candidates", type=int, default=200_000)
    parser.add_argument("--repeats", type=int, default=20)
    parser.add_argument("--only", nargs="*", default=[""], help="parts of the names of what is measured")
    asked = parser.parse_args()
    prepare_environment()
    as_web = dict(each.split("=", 1) for each in raw_env)
    os.environ.update(DJANGO_SETTINGS_MODULE="salesmgmt.settings", HTTPS="0", DEBUG="0", **as_web)
    with scratch_database():
        _fill(asked.candidates)
        chosen = [each for each in _everything() if any(part in each.name for part in asked.only)]
        within = [_measured(each, asked.repeats) for each in chosen]
    sys.exit(not all(within))


def _fill(candidates: int) -> None:
    import django
    from django.core.management import call_command
    from django.db import connection

    from salesmgmt.embedded.static_files import collect_if_changed

    django.setup()
    collect_if_changed()
    call_command("migrate", verbosity=0)
    started = time.perf_counter()
    fill_hiring(candidates)
    with connection.cursor() as cursor:
        cursor.execute("SELECT (SELECT count(*) FROM hiring_candidacy), (SELECT count(*) FROM hiring_stagevisit)")
        candidacies, visits = cursor.fetchone()
    print(
        f"{candidates:,} candidates, {candidacies:,} candidacies, {visits:,} stays in a stage: "
        f"filled in {time.perf_counter() - started:.0f} s"
    )
    print(_LINE.format("", "", "cpu ms", "server ms", "p50 ms", "p95 ms", "budget", "ratio", "queries", "pace"))


_LINE = "{:<6}{:<48}{:>8}{:>11}{:>8}{:>8}{:>8}{:>8}{:>9}{:>7}"


def _everything() -> Iterator[Asked]:
    from django.core.wsgi import get_wsgi_application

    from hiring.models import HiringStage
    from salesmgmt.accounts.models import User
    from salesmgmt.embedded.gunicorn_settings import post_worker_init
    from salesmgmt.figures.registry import figures_for

    application = get_wsgi_application()
    post_worker_init(None)
    stage = HiringStage.objects.order_by("pk").values_list("pk", flat=True)[1]
    for who in WHO:
        user = User.objects.get(email=f"{who}@kestrel.example")
        headers = _signed_in(user)

        def page(address: str, headers: dict[str, str] = headers) -> Callable[[], bytes]:
            return lambda: answer_to(application, address, headers)

        for address in ("/search/palette/?q={}", "/search/?q={}"):
            yield Asked(who, address, SEARCH, tuple(page(address.format(quote(words))) for words in TYPED))
        for address, budget in PAGES:
            most = MOST_QUERIES if budget == BOARD else None
            yield Asked(who, address, budget, (page(address.format(stage=stage)),), most)
        yield Asked(who, "the check on entry", CHECK, _checks(user))
        for figure in figures_for(user):
            if figure.name.startswith("hiring."):
                yield Asked(who, f"/figures/{figure.name}/", FIGURE, (page(f"/figures/{figure.name}/"),))


def _checks(user: Any) -> tuple[Callable[[], Any], ...]:
    from hiring.models import Candidate
    from salesmgmt.duplicates.queries.entry import alike
    from salesmgmt.duplicates.registry import mergeable_of

    kind = mergeable_of("hiring.candidate")
    people = Candidate.objects.order_by("phone").values("name", "email", "phone")[:20]
    return tuple(lambda facts=facts: alike(kind, facts, viewer=user) for facts in people)


def _measured(asked: Asked, repeats: int) -> bool:
    """Prints a line; whether it stays within its budget."""
    cost = cost_of_act(*asked.acts, times=repeats, warm_up=1)
    within = cost.p95_ms <= asked.budget and cost.queries <= (asked.most_queries or cost.queries)
    cells = [f"{each:.1f}" for each in (cost.cpu_ms, cost.server_ms, cost.p50_ms, cost.p95_ms)]
    ratio = f"{cost.p95_ms / asked.budget:.2f}{' ' if within else '!'}"
    print(
        _LINE.format(asked.who, asked.name, *cells, asked.budget, ratio, cost.queries, f"{cost.pace:.2f}"), flush=True
    )
    return within


def _signed_in(user: Any) -> dict[str, str]:
    from django.conf import settings
    from django.test import Client

    client = Client()
    client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
    name = settings.SESSION_COOKIE_NAME
    return {"Cookie": f"{name}={client.cookies[name].value}", "Accept": "text/html"}


if __name__ == "__main__":
    main()
