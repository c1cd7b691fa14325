"""`{% load deals %}`: how a deal looks on card, row and record.

{% deal_dot deal standing %}                    its health, as a shape with its word
{% deal_gauge standing scale_max width=72 %}    days in stage against the limit
{{ deal|worth }}                                its amount, else its list value marked as such; its currency if foreign
{{ sums.in_other_currency|left_out }}           how many a sum leaves out, and why
{{ deal.amount|exact:deal.currency }}           to its last digit
{{ line.quantity|digits }}  {{ price|typed }}     a number with all its digits; as one types it
{% stage_tone place count %}                    which of the five tones a stage wears
{{ standing|tone }}                             the tone of a chip that says how it stands
"""

from decimal import Decimal
from typing import Any

from django import template
from django.utils.safestring import SafeString

from pipeline.choices import StageKind
from pipeline.figures.deals import OTHER_CURRENCY
from pipeline.models import Deal
from pipeline.queries.health import Health, Standing
from salesmgmt.common.money import currency_decimals
from salesmgmt.web.components import marks
from salesmgmt.web.components.amounts import money, number
from salesmgmt.web.components.scales import gauge
from salesmgmt.web.markup import format_html

register = template.Library()


@register.simple_tag
def deal_dot(deal: Deal, standing: Standing) -> SafeString:
    return marks.dot("won" if deal.state == StageKind.WON else standing.health.value, standing.why)


@register.simple_tag
def deal_gauge(standing: Standing, scale_max: int, width: int = 72) -> SafeString:
    tone = ("bad" if standing.health is Health.BAD else "watch") if standing.is_stalled else ""
    return gauge(standing.days, standing.limit.days, scale_max, title=standing.gauge_words, tone=tone, width=width)


@register.filter
def worth(deal: Any, currency: str | None = None) -> SafeString | str:
    """Of a deal read with its `foreign_currency`, unless the page says its currency anyway."""
    currency = currency or deal.foreign_currency
    if deal.amount is not None:
        return money(deal.amount, currency, decimals=0)
    if not deal.list_amount:
        return format_html('<span class="t-3 fw-normal">{}</span>', "not priced")
    return format_html(
        '<span class="fw-normal" title="Nobody has priced the deal; this is what its lines cost at list price">'
        '<span class="t-3">list</span> {}</span>',
        money(deal.list_amount, currency, decimals=0),
    )


@register.filter
def left_out(count: int) -> SafeString | str:
    """Nothing where a sum leaves none out."""
    if not count:
        return ""
    return format_html(
        '<span title="Left out of the sum, {}">{} in another currency</span>', OTHER_CURRENCY, number(count)
    )


@register.filter
def tone(standing: Standing) -> str:
    return "good" if standing.why == "won" else standing.health.value


@register.filter
def exact(amount: Decimal, currency: str) -> str:
    """An amount with at least its currency's digits, and more where it carries them."""
    return digits(amount, currency_decimals(currency)) + f"\N{NO-BREAK SPACE}{currency}"


@register.filter
def digits(value: Decimal, least: int = 0) -> str:
    """A number with all the digits that it carries behind the point, and `least` at least."""
    carried = -int(value.normalize().as_tuple().exponent)
    return number(value, max(least, carried))


@register.filter
def typed(value: Decimal) -> str:
    """A number as one types it: no grouping, no trailing noughts."""
    return format(value.normalize(), "f")


register.simple_tag(marks.stage_tone)
