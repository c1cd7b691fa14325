"""Small marks that carry a state in shape, word and colour: chips, health dots, stage pips, progress."""

from functools import lru_cache

from django.utils.html import format_html_join
from django.utils.safestring import SafeString

from salesmgmt.web.markup import format_html

HEALTH_WORDS = {"good": "healthy", "watch": "watch", "bad": "needs you", "won": "won", "": "lost"}
PIP_STEP, PIP_WIDTH, PIP_HEIGHT, PIP_EDGE = 5.5, 4, 8, 0.5
STAGE_TONES = 5


def chip(text: object, tone: str = "") -> SafeString:
    """One or two words in lower case. `tone` is good, watch, bad, pay, accent or nothing."""
    return format_html('<span class="{}">{}</span>', f"chip {tone}".strip(), text)


@lru_cache(maxsize=256)
def dot(health: str, word: str = "") -> SafeString:
    """Health as circle, diamond or square. `word` replaces the usual one."""
    said = word or HEALTH_WORDS.get(health, health)
    return format_html(
        '<span class="{}" role="img" aria-label="{}" title="{}"></span>', f"dot {health}".strip(), said, said
    )


def stage_tone(index: int, total: int) -> int:
    """Which of the five tones the `index`-th (from 1) of `total` stages wears; the last always wears the fifth."""
    if total <= 1:
        return STAGE_TONES
    return 1 + round((index - 1) * (STAGE_TONES - 1) / (total - 1))


@lru_cache(maxsize=256)
def pips(index: int, total: int) -> SafeString:
    """How far along: `index` of `total` small blocks filled. Decorative: the stage's name stands beside it."""
    filled = f"f{stage_tone(index, total)}"
    blocks = format_html_join(
        "",
        '<rect class="{}" x="{}" width="{}" height="{}" rx="1"/>',
        ((filled if place < index else "f0", f"{place * PIP_STEP:g}", PIP_WIDTH, PIP_HEIGHT) for place in range(total)),
    )
    width = f"{max(total, 1) * PIP_STEP - PIP_EDGE:g}"
    return format_html(
        '<svg class="pips" width="{}" height="{}" viewBox="0 0 {} {}" aria-hidden="true">{}</svg>',
        width,
        PIP_HEIGHT,
        width,
        PIP_HEIGHT,
        blocks,
    )


def progress(done: int, total: int, label: str, tone: str = "") -> SafeString:
    """A bar for work in progress (jobs, imports); measures use a gauge instead."""
    return format_html(
        '<progress class="{}" value="{}" max="{}" aria-label="{}">{} of {}</progress>',
        f"bar {tone}".strip(),
        done,
        max(total, 1),
        label,
        done,
        total,
    )
