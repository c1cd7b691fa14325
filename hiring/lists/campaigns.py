"""The list of campaigns of candidate sources: what each costs, and what it brought so far."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Any

from hiring.forms.campaigns import CandidateCampaignFilters
from hiring.lists.drawn import linked
from hiring.models import CandidateCampaign, CandidateSource
from hiring.queries.campaign_return import Brought, brought_by_campaign, hour_cost, interview_cost
from hiring.rules import can_configure_hiring
from salesmgmt.common.money import currency_decimals, divide_rounded, from_minor
from salesmgmt.web.addresses import row_url
from salesmgmt.web.components.amounts import money
from salesmgmt.web.components.days import day
from salesmgmt.web.lists.declaration import Column, List, Reader
from salesmgmt.web.lists.filters import Row, Search
from salesmgmt.web.lists.registry import register

DASH = "–"


@dataclass(frozen=True, slots=True)
class CampaignRow:
    """A campaign with what it brought, and what interviewers cost who sat with those who came by it."""

    row: CandidateCampaign
    brought: Brought
    interviewers: Decimal

    @property
    def spent(self) -> Decimal | None:
        """Its own cost and that of interviewers; None while its own is not known."""
        return None if self.row.cost_amount is None else self.row.cost_amount + self.interviewers

    @property
    def each(self) -> Decimal | None:
        """For a hire, in the digits of the currency; None without a hire."""
        if self.spent is None or not self.brought.hired:
            return None
        exact = Fraction(self.spent) * 10 ** currency_decimals(self.row.currency) / self.brought.hired
        return from_minor(divide_rounded(exact.numerator, exact.denominator), self.row.currency)


def dressed(campaigns: Sequence[CandidateCampaign], reader: Reader) -> list[CampaignRow]:
    brought, hourly = brought_by_campaign(campaigns), hour_cost(reader.company.currency)
    found = []
    for row in campaigns:
        of = brought.get(row.pk, Brought())
        found.append(CampaignRow(row, of, interview_cost(of.minutes, hourly, row.currency)))
    return found


def _amount(value: Decimal | None) -> Any:
    return DASH if value is None else money(value, decimals=0)


CANDIDATE_CAMPAIGNS = register(
    List(
        code="candidate_campaigns",
        imported_as="hiring.candidate_campaigns",
        nouns=("campaign", "campaigns"),
        title="Campaigns",
        sub="What candidate sources are worked with, what it costs, and whom it brought",
        url_name="hiring:campaigns",
        page="hiring/page.html",
        here={"here": "campaigns"},
        visible=can_configure_hiring,
        rows=lambda reader: CandidateCampaign.objects.visible_to(reader.user),
        joined=lambda rows, reader: rows.select_related("source"),
        dress=dressed,
        columns=(
            Column(
                "name",
                "Campaign",
                lambda each: linked("hiring:campaign", each.row.pk, each.row),
                lambda each: each.row.name,
                order="name",
                css="wrap-s",
                on_phone=True,
            ),
            Column("source", "Source", lambda each: each.row.source, lambda each: each.row.source.name),
            Column("code", "Code", lambda each: each.row.code, lambda each: each.row.code, css="t-2"),
            Column(
                "starts",
                "Starts",
                lambda each: day(each.row.start_date),
                lambda each: each.row.start_date,
                order="start_date",
                first="-",
                css="t-2",
            ),
            Column(
                "ends",
                "Over on",
                lambda each: day(each.row.end_date) if each.row.end_date else "open",
                lambda each: each.row.end_date,
                css="t-2",
            ),
            Column(
                "cost", "Cost", lambda each: _amount(each.row.cost_amount), lambda each: each.row.cost_amount, css="num"
            ),
            Column(
                "interviewers",
                "Interviewers",
                lambda each: _amount(each.interviewers),
                lambda each: each.interviewers,
                css="num",
            ),
            Column(
                "applicants",
                "Applicants",
                lambda each: each.brought.applicants,
                lambda each: each.brought.applicants,
                css="num",
                on_phone=True,
            ),
            Column("ready", "Got ready", lambda each: each.brought.ready, lambda each: each.brought.ready, css="num"),
            Column("hired", "Hired", lambda each: each.brought.hired, lambda each: each.brought.hired, css="num"),
            Column("each", "Cost per hire", lambda each: _amount(each.each), lambda each: each.each, css="num"),
            Column("currency", "Currency", lambda each: each.row.currency, lambda each: each.row.currency, shown=False),
        ),
        filterset=CandidateCampaignFilters,
        filters=(
            Search(name="search", title="Name"),
            Row(
                name="source",
                title="Source",
                rows=CandidateSource.objects.visible_to,
                any_words="Any source",
                key="code",
            ),
        ),
        search="Name",
        order="-starts",
        link=lambda campaign: row_url("hiring:campaign", campaign.pk),
        actions="hiring/campaigns/new_button.html",
        empty="hiring/campaigns/none.html",
    )
)
