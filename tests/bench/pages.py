"""`python -m tests.bench.pages REQUESTS [PERSON …]`: what the pages of a company of real size cost, person by person,
in lines of JSON; of everybody where nobody is named.

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
    "rita": (*TODAY, *PIPELINE),
    "max": (*TODAY, *PIPELINE, *HIRING, *ONBOARDING),
    "rosa": (*TODAY, *HIRING),
    "olga": (*TODAY, *PIPELINE, *HIRING, *ONBOARDING),
}
HTMX = {"HX-Request": "true"}
SEES_ALL, FIGURES_OF = "olga", ("pipeline", "hiring", "onboarding")
"""Who opens every figure of these apps, one by one."""


def main() -> None:
    django.setup()
    collect_if_changed()
    application = get_wsgi_application()
    post_worker_init(None)
    for who, address, budget, headers in _visits(sys.argv[2:] or list(VISITS)):
        found = {"who": who, "address": address, "budget": budget, **_cost(application, address, headers).as_dict()}
        print(json.dumps(found), flush=True)


def _cost(application: Any, address: str, headers: dict[str, str]) -> Cost:
    return cost_of(application, address, headers, requests=int(sys.argv[1]), warm_up=3)


def _visits(whose: list[str]) -> Iterator[tuple[str, str, int, dict[str, str]]]:
    from salesmgmt.accounts.models import User

    for who in whose:
        user = User.objects.get(email=f"{who}@kestrel.example")
        signed_in = {"Cookie": _cookie(user), "Accept": "text/html"}
        names = _names(user)
        for address, budget in VISITS[who]:
            yield who, address.format(**names), budget, {**signed_in, **(HTMX if budget == FRAGMENT else {})}
        for figure in _figures(user) if who == SEES_ALL else []:
            yield who, f"/figures/{figure}/", PAGE, signed_in


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
