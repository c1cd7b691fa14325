"""`{% load hiring_need %}`: what a bench has to hold, in words and on its scale.

{% need_gauge need %}                 ready and warm against needed
{% leaver_rate need team %}           leavers a year, where the rate comes from, and how sure it is
{{ need.lead|lead_words }}            how long a hire takes, and how that is known
{{ need.people|tenths }}              a number with one digit after the point, none where it is whole
"""

from fractions import Fraction

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString

from hiring.engine.improving import Improving
from hiring.engine.need import FEWEST_PEOPLE, Lead
from hiring.queries.bench_need import ProfileNeed, TeamNeed
from hiring.queries.bench_quality import Course, Rung
from hiring.queries.course_picture import CoursePicture, draw_course
from salesmgmt.common.money import divide_rounded
from salesmgmt.web.components.amounts import percent
from salesmgmt.web.components.scales import gauge

register = template.Library()


@register.filter
def tenths(value: Fraction | float | int) -> str:
    """“3.6”, “4”."""
    return one_decimal(value).removesuffix(".0")


@register.filter
def one_decimal(value: Fraction | float | int) -> str:
    """“3.6”, “4.0”, where numbers stand below each other."""
    exact = Fraction(value)
    whole, rest = divmod(divide_rounded(exact.numerator * 10, exact.denominator), 10)
    return f"{whole}.{rest}"


@register.simple_tag
def rung(rung: Rung) -> SafeString:
    """3.6 of 5 people, or how many are too few."""
    if rung.mean is None:
        return format_html('<span class="t-3">too few ({})</span>', rung.n)
    return format_html('{} <span class="t-3">({})</span>', one_decimal(rung.mean), rung.n)


@register.simple_tag
def course_picture(course: Course) -> CoursePicture:
    return draw_course(course)


@register.filter
def share(value: Fraction | float) -> str:
    exact = Fraction(value)
    tenths_of_percent = divide_rounded(exact.numerator * 1000, exact.denominator)
    return f"{tenths_of_percent // 10}.{tenths_of_percent % 10}%"


@register.simple_tag
def expected_of(improving: Improving) -> str:
    """How many of those who start in time get ready."""
    return tenths(improving.inflow * improving.overall)


@register.simple_tag
def need_gauge(need: ProfileNeed, width: int = 200) -> SafeString:
    ready, needed = need.stock.ready_warm, need.need.people
    words = f"{need.profile}: {ready} ready and warm, {tenths(needed)} needed"
    tone = "watch" if need.missing else "good"
    scale_max = max(float(needed) * 1.5, ready, 1)
    return gauge(ready, float(needed), scale_max, title=words, tone=tone, width=width)


@register.simple_tag
def leaver_rate(need: ProfileNeed, team: TeamNeed) -> SafeString:
    rate, history = team.rate, need.places.history
    if team.noted is not None:
        said = f"noted by {team.noted.noted_by}: {team.noted.note}"
        return format_html(
            '{} <span class="t-12 t-2 break hide-s">{}</span>', percent(float(team.noted.yearly_rate)), said
        )
    if rate is None or rate.low is None or rate.high is None:
        return format_html(
            '<span class="t-3">too few to tell: {} people, {} at least</span>', history.people, FEWEST_PEOPLE
        )
    years = tenths(Fraction(history.person_days, 365))
    ends = f"{percent(float(rate.low))} to {percent(float(rate.high))}"
    said = f"{history.leavers} left in {years} years of {history.people} people, {ends}"
    return format_html('{} <span class="t-12 t-2 hide-s">{}</span>', percent(float(rate.yearly)), said)


@register.filter
def lead_words(lead: Lead) -> str:
    if lead.days is None:
        return "no lead time known: give its stages their normal days"
    if lead.is_history:
        return f"a hire takes {lead.days} days, median of {lead.hires} hires"
    return f"a hire takes {lead.days} days, the normal times of its stages ({lead.hires} hires are too few)"
