"""The list of campaigns: what each costs, and when it runs."""

from datetime import date
from typing import Any

from django.utils.html import format_html
from django.utils.safestring import SafeString

from pipeline.forms.campaigns import CampaignFilters
from pipeline.lists.accounts import DASH
from pipeline.models import Campaign, LeadSource
from pipeline.rules import can_read_pipeline
from salesmgmt.web.addresses import row_url
from salesmgmt.web.components.amounts import money
from salesmgmt.web.components.days import day
from salesmgmt.web.lists.declaration import Column, List, Reader, Rows
from salesmgmt.web.lists.filters import Row, Search
from salesmgmt.web.lists.registry import register


def _of(name: str) -> Any:
    return lambda campaign: getattr(campaign, name)


def _name(campaign: Campaign) -> SafeString:
    return format_html('<a href="{}">{}</a>', row_url("pipeline:campaign", campaign.pk), campaign)


def _cost(campaign: Campaign) -> Any:
    return DASH if campaign.cost_amount is None else money(campaign.cost_amount, decimals=0)


def _day(value: date | None, otherwise: str) -> Any:
    return otherwise if value is None else day(value)


def joined(campaigns: Rows, reader: Reader) -> Rows:
    return campaigns.select_related("lead_source")


CAMPAIGNS = register(
    List(
        code="campaigns",
        nouns=("campaign", "campaigns"),
        title="Campaigns",
        sub="What lead sources are worked with, what it costs, and what sales makes of it",
        url_name="pipeline:campaigns",
        page="pipeline/page.html",
        here={"here": "campaigns"},
        visible=can_read_pipeline,
        rows=lambda reader: Campaign.objects.visible_to(reader.user),
        joined=joined,
        columns=(
            Column("name", "Campaign", _name, _of("name"), order="name", css="wrap-s", on_phone=True),
            Column("lead_source", "Lead source", _of("lead_source"), lambda each: each.lead_source.name, on_phone=True),
            Column("code", "Code", _of("code"), _of("code"), css="t-2"),
            Column(
                "starts",
                "Starts",
                lambda each: day(each.start_date),
                _of("start_date"),
                order="start_date",
                first="-",
                css="t-2",
                on_phone=True,
            ),
            Column("ends", "Over on", lambda each: _day(each.end_date, "open"), _of("end_date"), css="t-2"),
            Column("cost", "Cost", _cost, _of("cost_amount"), css="num"),
            Column("currency", "Currency", _of("currency"), _of("currency"), shown=False),
        ),
        filterset=CampaignFilters,
        filters=(
            Search(name="search", title="Name"),
            Row(
                name="lead_source",
                title="Lead source",
                rows=LeadSource.objects.visible_to,
                any_words="Any source",
                key="code",
            ),
        ),
        search="Name",
        order="-starts",
        link=lambda campaign: row_url("pipeline:campaign", campaign.pk),
        actions="pipeline/campaigns/new_button.html",
        empty="pipeline/campaigns/none.html",
        imported_as="campaigns",
    )
)
