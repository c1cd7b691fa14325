"""`{% load fairness %}`: what is said of a group, drawn and in words.

{% impact_scale impact %}             the ratio to the highest group's rate, with the mark of four fifths
{{ impact|finding_words }}            the verdict
{{ impact.fisher|chance }}            a probability, as far as it can be told
"""

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString

from salesmgmt.statistics.adverse_impact import Finding, Impact
from salesmgmt.web.components.amounts import percent
from salesmgmt.web.components.scales import gauge

register = template.Library()
FOUR_FIFTHS, LEAST_SAID = 0.8, 0.001
_WORDS = {
    Finding.HIGHEST: "highest rate",
    Finding.WITHIN: "within four fifths",
    Finding.UNDER: "under four fifths",
    Finding.BY_ONE: "one selection would turn it round",
    Finding.SMALL_SHARE: "too small a share",
    Finding.TOO_FEW: "too few",
}


@register.filter
def finding_words(impact: Impact) -> str:
    hinges = impact.hinges_on_one and impact.finding in {Finding.UNDER, Finding.WITHIN}
    return _WORDS[impact.finding] + (", hinges on one selection" if hinges else "")


@register.filter
def rate(impact: Impact) -> str:
    return percent(impact.group.selected / impact.group.considered, 1)


@register.simple_tag
def impact_scale(impact: Impact) -> SafeString:
    if impact.ratio is None:
        return SafeString("")
    said = percent(impact.ratio, 1)
    tone = "bad" if impact.finding == Finding.UNDER else "good"
    words = f"{impact.group.name}: {said} of the highest rate, the line is at 80%"
    drawn = gauge(min(impact.ratio, 1.0), FOUR_FIFTHS, 1, title=words, tone=tone, width=96)
    return format_html('<span class="row-x">{} {}</span>', drawn, said)


@register.filter
def chance(value: float | None) -> str:
    if value is None:
        return "\N{EN DASH}"
    return f"< {LEAST_SAID}" if value < LEAST_SAID else f"{value:.3f}"
