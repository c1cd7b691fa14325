"""The pipeline's cards on Today."""

from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from pipeline.queries.quarter_card import aim_of
from pipeline.rules import leads_a_line, reads_every_deal
from salesmgmt.accounts.models import User
from salesmgmt.figures.queries.answer import answer
from salesmgmt.figures.registry import figure_for
from salesmgmt.figures.scope import Scope
from salesmgmt.figures.wording import money
from salesmgmt.web.access import company_at, needing
from salesmgmt.web.components import amounts


@require_GET
@needing("pipeline.read")
def quarter_card(request: HttpRequest) -> HttpResponse:
    """Won against target with the time gone as the mark, and what is open; 204 where there is none of all that. Who
    stands alone has a target for their own deals: those that others share with them are not won or open against it."""
    company, now = company_at(request), timezone.now()
    day = company.day_of(now)
    aim = aim_of(request.user, company=company, day=day)
    scope = Scope(user=request.user, at=now, known_company=company, owner=_alone(request.user))
    period = replace(scope, start=aim.quarter.start, end=aim.quarter.end)
    won = answer(figure_for("pipeline.won_amount", request.user), period, counting_left_out=False)
    open_now = answer(figure_for("pipeline.open_amount", request.user), scope, counting_left_out=False)
    if not (aim.people or won.main.n or open_now.main.n):
        return HttpResponse(status=204)
    won_amount = money(won.main.value or Fraction(0), company.currency)
    gone = (day - aim.quarter.start).days + 1
    pace = aim.amount * gone / aim.quarter.days
    context = {
        "aim": aim,
        "won": won_amount,
        "won_count": won.main.n,
        "open": money(open_now.main.value or Fraction(0), company.currency),
        "open_count": open_now.main.n,
        "pace": pace,
        "scale_max": max(aim.amount, won_amount),
        "currency": company.currency,
        "owner": scope.owner,
        "first": aim.quarter.start.isoformat(),
        "end": aim.quarter.end.isoformat(),
        "day": gone,
        "gauge_words": f"{whole(won_amount)} won of {whole(aim.amount)}; an even pace would be {whole(pace)} today",
    }
    return render(request, "pipeline/quarter_card.html", context)


def _alone(user: User) -> int | None:
    return None if reads_every_deal(user) or leads_a_line(user) else user.pk


def whole(amount: Decimal) -> str:
    return amounts.money(amount, decimals=0)
