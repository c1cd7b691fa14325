"""`{% load hiring_board %}`: `{% candidacy_cards cards scale_max %}`, candidacies on the board, each with its days in
the stage and what else is said of it."""

from collections.abc import Iterable

from django import template
from django.utils.safestring import SafeString

from hiring.models import Candidacy, HiringStage
from hiring.queries.card_facts import CardFacts
from hiring.templatetags.hiring import moment, stage_gauge, tier_mark
from salesmgmt.web.addresses import row_url
from salesmgmt.web.components.cards import NOTHING, board_card, card_line
from salesmgmt.web.components.persons import avatar
from salesmgmt.web.markup import format_html

register = template.Library()
_CLIPPED = '<span class="clip">{}</span>'
_PUSHED = '<span class="push">{}</span>'


@register.simple_tag
def candidacy_cards(cards: Iterable[tuple[Candidacy, int, CardFacts]], scale_max: int) -> SafeString:
    return SafeString("\n".join(_card(*card, scale_max) for card in cards))


def _card(candidacy: Candidacy, days: int, facts: CardFacts, scale_max: int) -> SafeString:
    candidate = candidacy.candidate
    return board_card(
        pk=candidacy.pk,
        name=candidate.name,
        said=candidate.name,
        version=candidacy.version,
        move=row_url("hiring:move", candidacy.pk),
        page=row_url("hiring:candidacy", candidacy.pk),
        panel=row_url("hiring:panel", candidacy.pk),
        mark=avatar(candidate, named=False),
        beside=format_html(_PUSHED, tier_mark(facts.tier)) if facts.tier else NOTHING,
        lines=SafeString(_headline(candidate.headline) + _what_is_next(facts)),
        foot=_in_its_stage(candidacy, candidacy.stage, days, scale_max),
    )


def _headline(said: str) -> SafeString:
    return card_line(format_html(_CLIPPED, said)) if said else NOTHING


def _what_is_next(facts: CardFacts) -> SafeString:
    parts = []
    if facts.interview_at:
        parts.append(format_html(_CLIPPED, format_html("Interview {}", moment(facts.interview_at))))
    if facts.missing:
        scorecards = "scorecard" if facts.missing == 1 else "scorecards"
        parts.append(format_html('<span class="t-bad">{} {} missing</span>', facts.missing, scorecards))
    return card_line(*parts) if parts else NOTHING


def _in_its_stage(candidacy: Candidacy, stage: HiringStage, days: int, scale_max: int) -> SafeString:
    normal = stage.normal_days
    return format_html(
        '{}<span class="{}">{} d</span>{}{}',
        stage_gauge(days, normal, scale_max),
        "t-watch" if normal and days > normal else "",
        days,
        format_html("<span>normal {}</span>", normal) if normal else NOTHING,
        format_html(_PUSHED, avatar(candidacy.owner)) if candidacy.owner else NOTHING,
    )
