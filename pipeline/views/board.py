"""The board: its page, its columns again after something changed, and more cards of one."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from pipeline.forms.deal_filters import DealFilters
from pipeline.lists import DEALS
from pipeline.models import Deal
from pipeline.queries.board import CARDS, LARGEST_FIRST, Column, cards_after, columns_of
from pipeline.queries.health import limit_of, standing_of
from pipeline.queries.processes import Course, courses
from pipeline.views.figure_links import open_amount, won_context
from salesmgmt.api.cursors import opened
from salesmgmt.web.access import company_at, needing
from salesmgmt.web.lists.views.showing import board_filters

MOST_CARDS = 200


@require_GET
@needing("pipeline.read")
def board(request: HttpRequest) -> HttpResponse:
    """Open deals of one process by stage, narrowed by the address."""
    found = courses()
    course = _chosen(found, request)
    context: dict[str, Any] = {"course": course, "courses": found, "here": "board"}
    if course is None:
        return render(request, "pipeline/board.html", context)
    columns, total = columns_of(_deals(request), course.open_stages)
    context |= (
        _drawn(request, course, columns)
        | won_context(request)
        | {
            **board_filters(request, DEALS, leave_out=("state", "stage")),
            "total": total,
            "total_figure": open_amount(request.user, request.GET, total.worth),
            "shown_stage": _shown_stage(request, columns),
            "is_empty": not total.count and not request.GET and not Deal.objects.visible_to(request.user).exists(),
        }
    )
    return render(request, "pipeline/board.html", context)


@require_GET
@needing("pipeline.read")
def columns(request: HttpRequest) -> HttpResponse:
    """The columns named by `column`, with as many cards as `cards` says, and the summary: to be put in place."""
    course = _chosen(courses(), request)
    if course is None:
        raise Http404
    only = [int(pk) for pk in request.GET.getlist("column") if pk.isascii() and pk.isdigit()]
    cards = min(max(_number(request.GET, "cards"), CARDS), MOST_CARDS)
    filled, total = columns_of(_deals(request), course.open_stages, only=only, cards=cards)
    context = _drawn(request, course, filled) | {
        "course": course,
        "total": total,
        "total_figure": open_amount(request.user, request.GET, total.worth),
        "shown_stage": _number(request.GET, "shown"),
    }
    return render(request, "pipeline/board/refreshed.html", context)


@require_GET
@needing("pipeline.read")
def more_cards(request: HttpRequest, pk: int) -> HttpResponse:
    """The cards of a stage behind `cursor`."""
    found = ((course, stage) for course in courses() for stage in course.open_stages if stage.pk == pk)
    course, stage = next(found, (None, None))
    if course is None or stage is None:
        raise Http404
    page = cards_after(_deals(request), stage, opened(request.GET.get("cursor", ""), order=LARGEST_FIRST.name))
    context = {
        "cards": _stood(request, page.rows),
        "next": page.next.sealed() if page.next else "",
        "left": max(_number(request.GET, "left") - len(page.rows), 0),
        "stage": stage,
        "scale_max": _scale(course),
        "may_work": request.user.has_perm("pipeline.work_deals"),
    }
    return render(request, "pipeline/board/more.html", context)


def _chosen(found: list[Course], request: HttpRequest) -> Course | None:
    """The process that the address names, else the one published last."""
    named = _number(request.GET, "process")
    return next((each for each in found if each.version.pk == named), next(iter(found), None))


def _deals(request: HttpRequest) -> Any:
    """The board shows open deals by stage, so it is not narrowed to a state or a stage."""
    query = request.GET.copy()
    for name in ("state", "stage"):
        query.pop(name, None)
    return DealFilters(query, Deal.objects.visible_to(request.user)).qs


def _drawn(request: HttpRequest, course: Course, filled: list[Column]) -> dict[str, Any]:
    return {
        "columns": [
            {
                "column": column,
                "cards": _stood(request, column.deals),
                "next": column.next.sealed() if column.next else "",
                "figure": open_amount(request.user, request.GET, column.sums.worth, stage=column.stage),
            }
            for column in filled
        ],
        "scale_max": _scale(course),
        "may_work": request.user.has_perm("pipeline.work_deals"),
    }


def _stood(request: HttpRequest, deals: list[Deal]) -> list[tuple[Deal, Any]]:
    company = company_at(request)
    today = company.day_of(timezone.now())
    return [(deal, standing_of(deal, today=today, zone=company.zone, limit=limit_of(deal.stage))) for deal in deals]


def _scale(course: Course) -> int:
    """Days at the end of every gauge: the same on the whole board, so that lengths compare."""
    return max(2 * course.longest, 30)


def _shown_stage(request: HttpRequest, filled: list[Column]) -> int:
    """On a phone: the stage that the address names, else the first with deals."""
    named = _number(request.GET, "shown")
    if any(column.stage.pk == named for column in filled):
        return named
    return next((column.stage.pk for column in filled if column.sums.count), filled[0].stage.pk if filled else 0)


def _number(query: QueryDict, name: str) -> int:
    text = query.get(name, "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 18 else 0
