"""`python -m tests.bench.pages REQUESTS`: what the pages of a company of real size cost, person by person, in lines
of JSON.

It reads the sample company of the database that DATABASE_URL names.
"""

import json
import sys
from collections.abc import Iterator
from typing import Any

import django
from django.core.wsgi import get_wsgi_application

from salesmgmt.embedded.gunicorn_settings import post_worker_init
from salesmgmt.embedded.static_files import collect_if_changed
from tests.bench.measure import Cost, cost_of

PAGE, FRAGMENT, LIST = 200, 100, 70
"""How many ms 19 of 20 answers may take."""
TODAY = (("/today/", PAGE), ("/today/work/", FRAGMENT), ("/today/cards/", FRAGMENT))
PIPELINE = (
    ("/pipeline/", PAGE),
    ("/pipeline/board/columns/", FRAGMENT),
    ("/pipeline/deals/", LIST),
    ("/pipeline/deals/?sort=-amount", LIST),
    ("/lists/deals/totals/?state=OPEN", FRAGMENT),
    ("/pipeline/accounts/", LIST),
    ("/pipeline/orders/", LIST),
    ("/pipeline/today/quarter/", FRAGMENT),
)
HIRING = (
    ("/hiring/", PAGE),
    ("/hiring/board/", PAGE),
    ("/hiring/board/columns/", FRAGMENT),
    ("/hiring/candidates/", LIST),
    ("/hiring/candidacies/{candidacy}/", PAGE),
    ("/hiring/candidacies/{candidacy}/timeline/", FRAGMENT),
    ("/hiring/cards/bench/", FRAGMENT),
)
ONBOARDING = (
    ("/onboarding/journeys/", LIST),
    ("/onboarding/journeys/{journey}/", PAGE),
    ("/onboarding/ramp/", PAGE),
    ("/onboarding/cards/ramp/", FRAGMENT),
)
VISITS = {
    "olga": (*TODAY, *PIPELINE, *HIRING, *ONBOARDING),
    "max": (*TODAY, *PIPELINE, *HIRING, *ONBOARDING),
    "rita": (*TODAY, *PIPELINE),
    "rosa": (*TODAY, *HIRING),
}
FIGURES_OF = ("pipeline", "hiring", "onboarding")
"""Whose figures Olga, who sees every row, opens one by one."""


def main() -> None:
    django.setup()
    collect_if_changed()
    application = get_wsgi_application()
    post_worker_init(None)
    for who, address, budget, headers in _visits():
        found = {"who": who, "address": address, "budget": budget, **_cost(application, address, headers).as_dict()}
        print(json.dumps(found), flush=True)


def _cost(application: Any, address: str, headers: dict[str, str]) -> Cost:
    return cost_of(application, address, headers, requests=int(sys.argv[1]), warm_up=3)


def _visits() -> Iterator[tuple[str, str, int, dict[str, str]]]:
    from salesmgmt.accounts.models import User

    people = {who: User.objects.get(email=f"{who}@kestrel.example") for who in VISITS}
    signed_in = {who: {"Cookie": _cookie(user), "Accept": "text/html"} for who, user in people.items()}
    for who, addresses in VISITS.items():
        names = _names(people[who])
        for address, budget in addresses:
            asked = {**signed_in[who], "HX-Request": "true"} if budget == FRAGMENT else signed_in[who]
            yield who, address.format(**names), budget, asked
    for figure in _figures(people["olga"]):
        yield "olga", f"/figures/{figure}/", PAGE, signed_in["olga"]


def _names(user: Any) -> dict[str, int]:
    """The candidacy that has seen most, and a journey, among those that the person sees."""
    from django.db.models import Count

    from hiring.models import Candidacy
    from onboarding.models import Journey

    candidacies = Candidacy.objects.visible_to(user).annotate(seen=Count("visits")).order_by("-seen", "pk")
    rows = {"candidacy": candidacies, "journey": Journey.objects.visible_to(user).order_by("-pk")}
    return {name: found.pk for name, queryset in rows.items() if (found := queryset.first())}


def _cookie(user: Any) -> str:
    from django.conf import settings
    from django.test import Client

    client = Client()
    client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
    return f"{settings.SESSION_COOKIE_NAME}={client.cookies[settings.SESSION_COOKIE_NAME].value}"


def _figures(user: Any) -> list[str]:
    from salesmgmt.figures.registry import figures_for

    return [figure.name for figure in figures_for(user) if figure.name.split(".")[0] in FIGURES_OF]


if __name__ == "__main__":
    main()
