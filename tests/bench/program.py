"""`python -m tests.bench.program ours|floor|bare DEALS REQUESTS`: measures one program in a process of its own.

It prints JSON.
"""

import json
import sys
from base64 import b64encode
from collections.abc import Iterator
from itertools import count
from urllib.parse import urlencode

import django
from django.core.wsgi import get_wsgi_application

from salesmgmt.embedded.gunicorn_settings import post_worker_init
from tests.bench.measure import WARM_UP, Cost, answer_to, cost_of, cost_of_act

FIGURES = "/api/v1/figures/"
LIST = "/api/v1/pipeline/deals/"
DEEP = 25_000
_FIGURES, _BYS = ("won_amount", "win_rate", "deal_counts"), ("owner", "manager", "team", "region")
READERS = ("olga", "max", "seller0", "mona")
"""An admin, a manager of eight sellers, one of these, and a manager whose line owns nothing."""
BROKEN_DOWN = [(name, by) for name in _FIGURES for by in _BYS]
"""Figures that add all deals up by where their owners stood on the day; 200 ms is what a page has."""


def main() -> None:
    which, deals, requests = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])
    django.setup()
    application = get_wsgi_application()
    post_worker_init(None)
    if which == "bare":
        found = {"first page": _bare(requests)}
    else:
        found = {}
        for name, address, headers in (_ours if which == "ours" else _floor)(deals):
            is_quick = not address.startswith(FIGURES)
            times = (
                {"requests": requests, "warm_up": WARM_UP} if is_quick else {"requests": requests // 15, "warm_up": 2}
            )
            found[name] = cost_of(application, address, headers, **times)
    if which == "ours":
        found["create, with event, version and key"] = _creating(application, requests)
    print(json.dumps({name: cost.as_dict() for name, cost in found.items()}))


def _floor(deals: int) -> list[tuple[str, str, dict[str, str]]]:
    position = b64encode(urlencode({"p": _deep(deals)}).encode()).decode()
    return [
        ("first page", "/deals/", {}),
        ("25,000 deep", f"/deals/?{urlencode({'cursor': position})}", {}),
    ]


def _ours(deals: int) -> Iterator[tuple[str, str, dict[str, str]]]:
    from pipeline.models import Stage
    from salesmgmt.accounts.models import User
    from salesmgmt.api.cursors import Cursor

    headers = {name: _token(name) for name in READERS}
    deep = _deep(deals)
    stage = Stage.objects.earliest("position")
    owner = User.objects.get(email__startswith="seller0@")
    lists = (
        ("first page", ""),
        ("by stage", urlencode({"stage": stage.pk})),
        ("by owner", urlencode({"owner": owner.pk})),
        ("25,000 deep", urlencode({"cursor": Cursor("id", deep, deep).sealed()})),
    )
    for who, signed_in in headers.items():
        for name, asked in lists:
            yield (name if who == "olga" else f"{name}, {who}"), f"{LIST}?{asked}", signed_in
    admin = headers["olga"]
    yield "by amount", f"{LIST}?order=-amount", admin
    yield "open, by close date", f"{LIST}?state=OPEN&order=close_date", admin
    yield "accounts, by part of name", "/api/v1/pipeline/accounts/?search=count%2099", admin
    for name, by in BROKEN_DOWN:
        yield f"{name} by {by}", f"{FIGURES}pipeline.{name}/?by={by}", admin


def _creating(application: object, times: int) -> Cost:
    """A deal opened over the API each time, under a key of its own."""
    from pipeline.models import Stage

    headers, number = _token("seller0"), count()
    opened = {"stage": Stage.objects.earliest("position").pk, "next_step": "Call", "next_step_date": "2999-01-01"}

    def create() -> bytes:
        key = f"bench-{next(number)}"
        posted = json.dumps({**opened, "name": f"Opened {key}"}).encode()
        return answer_to(application, LIST, {**headers, "Idempotency-Key": key}, posted)

    return cost_of_act(create, times=times)


def _bare(times: int) -> Cost:
    """The first page as one statement and its rows as JSON, without Django: what no framework can beat."""
    import orjson
    from django.db import connection
    from psycopg.rows import dict_row

    from tests.bench.floor import DealsView

    statement, parameters = DealsView.queryset.order_by("id")[:50].query.sql_with_params()
    connection.ensure_connection()
    with connection.connection.cursor(row_factory=dict_row) as cursor:
        return cost_of_act(
            lambda: orjson.dumps(cursor.execute(statement, parameters).fetchall(), default=str), times=times
        )


def _deep(deals: int) -> int:
    """The key of the row that so many rows come before."""
    from pipeline.models import Deal

    return Deal.objects.order_by("pk").values_list("pk", flat=True)[min(DEEP, deals - 100)]


def _token(name: str) -> dict[str, str]:
    from salesmgmt.accounts.models import User
    from salesmgmt.api.models import Token

    _, text = Token.objects.create(User.objects.get(email__startswith=f"{name}@"))
    return {"Authorization": f"Token {text}"}


if __name__ == "__main__":
    main()
