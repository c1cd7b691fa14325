"""How well something is known of a deal: the form in its place with its history, and the act."""

from functools import partial
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_http_methods

from pipeline.domain.qualification import score_item
from pipeline.forms.process_acts import ScoreForm
from pipeline.models import Deal, QualificationItem
from pipeline.queries.qualification import history_of, qualification_of
from pipeline.views.access import deal_at
from pipeline.views.acting import in_place
from pipeline.views.record import DEAL
from salesmgmt.web.access import needing


@require_http_methods(["GET", "POST"])
@needing("pipeline.work_deals")
def score(request: HttpRequest, pk: int, item: int) -> HttpResponse:
    """GET gives the form under the item, with what was said of it before; POST says it anew."""
    deal = deal_at(request, pk)
    row = get_object_or_404(QualificationItem, pk=item, process_version=deal.stage.process_version_id)
    if request.method == "POST" and ScoreForm(request.POST, deal=deal).is_valid():
        return DEAL.act(request, pk, ScoreForm, partial(_score, item=row), f"“{row}” is scored")
    known = next(each for each in qualification_of(deal).items if each.item_id == row.pk)
    said = {"score": known.score, "evidence": known.evidence, "activity": known.activity_id}
    form = ScoreForm(request.POST or None, deal=deal, initial=said)
    shown = {"deal": deal, "item": row, "form": form, "history": history_of(deal, row)[:10]}
    return in_place(request, "pipeline/deals/score_form.html", shown, f"#item-{row.pk}")


def _score(*, deal: Deal, item: QualificationItem, **said: Any) -> Deal:
    score_item(deal=deal, item=item, **said)
    return deal
