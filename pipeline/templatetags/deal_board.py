"""`{% load deal_board %}`: `{% deal_cards cards scale_max may_work %}`, deals on the board, each with its standing."""

from collections.abc import Iterable

from django import template
from django.utils.safestring import SafeString

from pipeline.models import Deal
from pipeline.queries.health import Health, Standing
from pipeline.templatetags.deals import deal_dot, deal_gauge, worth
from salesmgmt.web.addresses import row_url
from salesmgmt.web.components import days
from salesmgmt.web.components.amounts import money
from salesmgmt.web.components.cards import NOTHING, board_card, card_line
from salesmgmt.web.components.persons import avatar
from salesmgmt.web.markup import format_html

register = template.Library()
_CLIPPED = '<span class="clip">{}</span>'
_AGE = '<span class="age">{}</span>'


@register.simple_tag
def deal_cards(cards: Iterable[tuple[Deal, Standing]], scale_max: int, may_work: bool) -> SafeString:
    return SafeString("\n".join(_card(deal, standing, scale_max, may_move=may_work) for deal, standing in cards))


def _card(deal: Deal, standing: Standing, scale_max: int, *, may_move: bool) -> SafeString:
    amount = deal.list_amount if deal.amount is None else deal.amount
    return board_card(
        pk=deal.pk,
        name=deal.name,
        said=f"{deal.name}, {money(amount, deal.currency, decimals=0)}",
        version=deal.version,
        move=row_url("pipeline:move", deal.pk),
        page=row_url("pipeline:deal", deal.pk),
        panel=row_url("pipeline:panel", deal.pk),
        mark=deal_dot(deal, standing),
        beside=format_html('<span class="push fw-semibold nowrap">{}</span>', worth(deal)),
        lines=_what_is_next(deal, standing),
        foot=_in_its_stage(deal, standing, scale_max),
        may_move=may_move,
    )


def _what_is_next(deal: Deal, standing: Standing) -> SafeString:
    if standing.is_paused:
        until = format_html("Paused until {}", days.day(deal.paused_until))
        return card_line(format_html(_CLIPPED, until), format_html(_AGE, "paused"))
    if deal.next_step:
        return card_line(format_html(_CLIPPED, deal.next_step), format_html(_AGE, days.due(deal.next_step_date)))
    missing = format_html('<span class="age t-bad">{}</span>', "missing")
    return card_line(format_html(_CLIPPED, "No next step"), missing)


def _in_its_stage(deal: Deal, standing: Standing, scale_max: int) -> SafeString:
    tone = ""
    if standing.is_stalled:
        tone = "t-bad" if standing.health is Health.BAD else "t-watch"
    return format_html(
        '{}<span class="{}">{} d</span>{}<span class="push">{}</span>',
        deal_gauge(standing, scale_max),
        tone,
        standing.days,
        NOTHING if standing.limit.days is None else format_html("<span>{}</span>", standing.limit.short),
        avatar(deal.owner),
    )
