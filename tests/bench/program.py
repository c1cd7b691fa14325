"""`python -m tests.bench.program ours|floor DEALS REQUESTS`: measures one program in a process of its own, as JSON."""

import json
import sys
from base64 import b64encode
from urllib.parse import urlencode

import django
from django.core.wsgi import get_wsgi_application

from tests.bench.measure import Cost, cost_of

LIST = "/api/v1/pipeline/deals/"
_FIGURES, _BYS = ("won_amount", "win_rate", "deal_counts"), ("owner", "manager", "team", "region")
BROKEN_DOWN = [(name, by) for name in _FIGURES for by in _BYS]
"""Figures that add all deals up by where their owners stood on the day; 200 ms is what a page has."""


def main() -> None:
    which, deals, requests = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])
    application = get_wsgi_application()
    django.setup()
    found: dict[str, Cost] = {}
    for name, address, headers in (_ours if which == "ours" else _floor)(deals):
        found[name] = cost_of(application, address, headers, requests=requests)
    print(json.dumps({name: cost.as_dict() for name, cost in found.items()}))


def _floor(deals: int) -> list[tuple[str, str, dict[str, str]]]:
    position = b64encode(urlencode({"p": _far_in(deals)}).encode()).decode()
    return [
        ("first page", "/deals/", {}),
        ("far in", f"/deals/?{urlencode({'cursor': position})}", {}),
    ]


def _ours(deals: int) -> list[tuple[str, str, dict[str, str]]]:
    from salesmgmt.api.cursors import Cursor

    admin, manager, rep = (_token(name) for name in ("olga", "max", "rita"))
    far_in = _far_in(deals)
    by_id = urlencode({"cursor": Cursor("id", far_in, far_in).sealed()})
    return [
        ("first page", LIST, admin),
        ("far in", f"{LIST}?{by_id}", admin),
        ("first page, manager", LIST, manager),
        ("first page, rep", LIST, rep),
        ("by amount", f"{LIST}?order=-amount", admin),
        ("open, by close date", f"{LIST}?state=OPEN&order=close_date", admin),
        ("accounts, by part of name", "/api/v1/pipeline/accounts/?search=count%2099", admin),
        *((f"{name} by {by}", f"/api/v1/figures/pipeline.{name}/?by={by}", admin) for name, by in BROKEN_DOWN),
    ]


def _far_in(deals: int) -> int:
    """The key of the row that is a hundred from the end."""
    from pipeline.models import Deal

    return Deal.objects.order_by("-pk").values_list("pk", flat=True)[min(100, deals - 1)]


def _token(name: str) -> dict[str, str]:
    from salesmgmt.accounts.models import User
    from salesmgmt.api.models import Token

    _, text = Token.objects.create(User.objects.get(email__startswith=f"{name}@"))
    return {"Authorization": f"Token {text}"}


if __name__ == "__main__":
    main()
