"""The board of one role profile: its page, its columns again after something changed, and more cards of one."""

from collections.abc import Sequence
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from hiring.forms.candidate_filters import CandidacyFilters
from hiring.lists import CANDIDATES
from hiring.models import Candidacy, HiringProfile, HiringStage
from hiring.queries.board import CARDS, LONGEST_FIRST, Column, cards_after, columns_of, days_in_stage
from hiring.queries.card_facts import CardFacts, card_facts
from hiring.views.figure_links import conversion_figure
from salesmgmt.api.cursors import opened
from salesmgmt.web.access import company_at, needing
from salesmgmt.web.lists.views.showing import board_filters

MOST_CARDS = 200
SAID_BY_THE_BOARD = ("profile", "state", "stage")
LEAST_SCALE = 14


@require_GET
@needing("hiring.work_candidates")
def board(request: HttpRequest) -> HttpResponse:
    """Open candidacies by stage, narrowed by the address; no opening is needed for any of it."""
    profiles = _profiles(request)
    chosen = _chosen(profiles, request)
    context: dict[str, Any] = {"here": "candidates", "view": "board", "profile": chosen, "profiles": profiles}
    if chosen is None:
        return render(request, "hiring/board.html", context)
    filled = _columns(request, chosen)
    total = sum(column.count for column in filled)
    offered = board_filters(request, CANDIDATES, leave_out=SAID_BY_THE_BOARD)
    context |= _drawn(request, filled) | {
        **offered,
        "total": total,
        "shown_stage": _shown_stage(request, filled),
        "is_empty": not total and not offered["chips"],
        "profile_key": str(chosen.pk),
    }
    return render(request, "hiring/board.html", context)


@require_GET
@needing("hiring.work_candidates")
def columns(request: HttpRequest) -> HttpResponse:
    """The columns named by `column`, with as many cards as `cards` says, and the summary: to be put in place."""
    chosen = _chosen(_profiles(request), request)
    if chosen is None:
        raise Http404
    only = {int(pk) for pk in request.GET.getlist("column") if pk.isascii() and pk.isdigit() and len(pk) < 18}
    cards = min(max(_number(request.GET, "cards"), CARDS), MOST_CARDS)
    filled = _columns(request, chosen, cards=cards)
    context = _drawn(request, filled)
    context["columns"] = [each for each in context["columns"] if each["column"].stage.pk in only]
    context |= {"total": sum(column.count for column in filled), "shown_stage": _number(request.GET, "shown")}
    return render(request, "hiring/board/refreshed.html", context)


@require_GET
@needing("hiring.work_candidates")
def more_cards(request: HttpRequest, pk: int) -> HttpResponse:
    """The cards of a stage behind `cursor`."""
    chosen = _chosen(_profiles(request), request)
    stage = None if chosen is None else chosen.stages.in_use().filter(pk=pk).first()
    if chosen is None or stage is None:
        raise Http404
    cursor = opened(request.GET.get("cursor", ""), order=LONGEST_FIRST.name)
    page = cards_after(chosen, _candidacies(request), stage, cursor)
    context = {
        "cards": _cards(request, page.rows),
        "next": page.next.sealed() if page.next else "",
        "left": max(_number(request.GET, "left") - len(page.rows), 0),
        "stage": stage,
        "scale_max": _scale(chosen.stages.in_use()),
    }
    return render(request, "hiring/board/more.html", context)


def _profiles(request: HttpRequest) -> list[HiringProfile]:
    return list(HiringProfile.objects.hired_for_by(request.user).select_related("role_profile"))


def _chosen(profiles: list[HiringProfile], request: HttpRequest) -> HiringProfile | None:
    """The profile that the address names, else the first."""
    named = _number(request.GET, "profile")
    return next((each for each in profiles if each.pk == named), next(iter(profiles), None))


def _columns(request: HttpRequest, profile: HiringProfile, *, cards: int = CARDS) -> list[Column]:
    is_narrowed = any(_narrowing(request).get(name) for name in CandidacyFilters.base_filters)
    return columns_of(profile, _candidacies(request), at=timezone.now(), cards=cards, is_narrowed=is_narrowed)


def _candidacies(request: HttpRequest) -> Any:
    """Narrowed by the address. Whoever sees the board of a profile hires for it, and sees all of its candidacies."""
    rows = Candidacy.objects.workable_by(request.user)
    return CandidacyFilters(_narrowing(request), rows, request=request).qs


def _narrowing(request: HttpRequest) -> QueryDict:
    """The address, but for the profile, which the board knows itself."""
    query = request.GET.copy()
    for name in SAID_BY_THE_BOARD:
        query.pop(name, None)
    return query


def _drawn(request: HttpRequest, filled: list[Column]) -> dict[str, Any]:
    cards = _cards(request, [row for column in filled for row in column.candidacies])
    by_stage: dict[int, list[Any]] = {}
    for card in cards:
        by_stage.setdefault(card[0].stage_id, []).append(card)
    return {
        "columns": [
            {
                "column": column,
                "figure": conversion_figure(request, column),
                "cards": by_stage.get(column.stage.pk, []),
                "next": column.next.sealed() if column.next else "",
            }
            for column in filled
        ],
        "scale_max": _scale([column.stage for column in filled]),
    }


def _cards(request: HttpRequest, rows: Sequence[Candidacy]) -> list[tuple[Candidacy, int, CardFacts]]:
    """Each with its days in the stage and what else its card says."""
    company, now = company_at(request), timezone.now()
    today = company.day_of(now)
    facts = card_facts(rows, now=now) if rows else {}
    return [(row, days_in_stage(row, today=today, zone=company.zone), facts.get(row.pk, CardFacts())) for row in rows]


def _scale(stages: Sequence[HiringStage]) -> int:
    """Days at the end of every gauge: the same on the whole board, so that lengths compare."""
    return max([2 * (stage.normal_days or 0) for stage in stages] + [LEAST_SCALE])


def _shown_stage(request: HttpRequest, filled: list[Column]) -> int:
    """On a phone: the stage that the address names, else the first with candidates."""
    named = _number(request.GET, "shown")
    if any(column.stage.pk == named for column in filled):
        return named
    return next((column.stage.pk for column in filled if column.count), filled[0].stage.pk if filled else 0)


def _number(query: QueryDict, name: str) -> int:
    text = query.get(name, "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 18 else 0
