"""`{% load ui %}`: the components of salesmgmt.web.components for templates.

{% icon "plus" %}                                       an icon of the sprite
{% avatar user %}  {% avatar user large=True %}          {% who user %}  {% who user "Rita" %}
{% chip "stalled" "bad" %}                              tones: good watch bad pay accent
{% pips 3 5 %}                                          stage 3 of 5
{% gauge days normal scale_max title=words tone="bad" width=64 %}
{% interval low mean high start=0 end=1 title=words mark=target %}
{% spark values title=words normal=target %}            how a measure went; values from the earliest on
{% progress done total "Import of contacts.csv" %}
{% fig "pipeline.win_rate" "31%" css="fig-l" team=team.pk %}   keeps the page's filters; "" or None drops one
{{ amount|money:"EUR" }}  {{ amount|whole:"EUR" }}  {{ rate|percent:1 }}  {{ count|number }}
{{ deal.close_date|day }}  {{ step.due_date|due }}  {{ event.happened_at|ago }}  {{ lead.due_at|clock }}
{% row_url "pipeline:deal" deal.pk %}  {% page_url "console:me" %}   as {% url %}, for many rows and for every page
{% keep_query cursor=page.next %}                       the page's query string with one thing changed
"""

from typing import Any

from django import template
from django.contrib.messages.storage.base import Message
from django.template import Context

from salesmgmt.web import nav
from salesmgmt.web.addresses import page_url, row_url
from salesmgmt.web.components import amounts, days, figures, icons, marks, persons, scales, sparks
from salesmgmt.web.toasts import UNDO_TAG

register = template.Library()

register.simple_tag(page_url)
register.simple_tag(row_url)
register.simple_tag(icons.icon)
register.simple_tag(persons.avatar)
register.simple_tag(persons.who)
register.simple_tag(marks.chip)
register.simple_tag(marks.pips)
register.simple_tag(marks.progress)
register.simple_tag(scales.gauge)
register.simple_tag(scales.interval)
register.simple_tag(sparks.spark)
register.filter("number", amounts.number)
register.filter("money", amounts.money)
register.filter("percent", amounts.percent)
register.filter("day", days.day)
register.filter("due", days.due)
register.filter("ago", days.ago)
register.filter("clock", days.clock)


@register.filter
def whole(amount: Any, currency: str = "") -> str:
    """An amount without its cents, for boards and lists."""
    return amounts.money(amount, currency, decimals=0)


@register.filter
def undo_url(message: Message) -> str:
    """Where the Undo button of a toast posts to; empty when the act cannot be taken back."""
    tag = message.extra_tags or ""
    return tag.removeprefix(UNDO_TAG) if tag.startswith(UNDO_TAG) else ""


@register.simple_tag(takes_context=True)
def fig(context: Context, name: str, shown: object, css: str = "", **filters: object) -> str:
    request = context.get("request")
    return figures.fig(name, shown, page_filters=request.GET if request else None, css=css, **filters)


@register.simple_tag(takes_context=True)
def keep_query(context: Context, **changes: object) -> str:
    """The page's query string with `changes`; an empty value drops that part."""
    query = context["request"].GET.copy()
    for name, value in changes.items():
        query.pop(name, None)
        if value not in ("", None):
            query[name] = str(value)
    return f"?{query.urlencode()}" if query else "?"


@register.inclusion_tag("web/components/sister_pages.html", takes_context=True)
def sister_pages(context: Context, part: str, label: str) -> dict[str, object]:
    """The pages that stand beside the one that is open, which the context calls `here`."""
    tabs, sharing = nav.tabs_for(context["request"].user, part, context.get("here", ""))
    return {
        "label": label,
        "tabs": tabs,
        "sharing": sharing,
        "opened": next((tab.label for tab in tabs if tab.current), ""),
    }
