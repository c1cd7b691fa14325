"""Adds and edits campaigns, and says which source a row's campaign means."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from django.db import transaction

from pipeline.domain.catalogue import coded
from pipeline.models import Campaign, CampaignCost
from salesmgmt.accounts.models import User
from salesmgmt.common.constraints import refusing
from salesmgmt.common.problems import Conflict, Refused
from salesmgmt.events.domain.log import append
from salesmgmt.people.models import Company
from salesmgmt.people.rules import require

EDITABLE = ("name", "start_date", "end_date", "cost_amount")
_DAYS = {"a_campaign_ends_after_it_starts": "A campaign ends after the day it starts; correct one of the days."}
_COST = {"a_campaign_cost_is_not_negative": "A campaign costs 0 or more; correct it."}
_NAME = {"pipeline_campaign_name_key": "There is already a campaign of this name; choose another name."}
_CODE = {"pipeline_campaign_code_key": "There is already a campaign of this code; choose another code."}


@transaction.atomic
def add_campaign(*, code: str, facts: Mapping[str, Any], by: User, at: datetime) -> Campaign:
    """A campaign of `facts["lead_source"]`, its cost in the company's currency."""
    require(by, "pipeline.configure", "add campaigns")
    source, known = facts["lead_source"], known_facts({k: v for k, v in facts.items() if k != "lead_source"})
    campaign = Campaign(lead_source=source, code=coded(code), currency=Company.objects.current().currency, **known)
    with refusing(_CODE, field="code"):
        _save(campaign)
    keep_costs([campaign], at=at)
    payload = {"code": campaign.code, "lead_source_id": source.pk}
    append(kind="campaign.added", subject=campaign, by=by, at=at, payload=payload)
    return campaign


@transaction.atomic
def edit_campaign(
    *, campaign: Campaign, facts: Mapping[str, Any], by: User, at: datetime, expected_version: int | None = None
) -> Campaign:
    """Changes name, days or cost; what is not given stays, and so does its source: leads are counted by it."""
    require(by, "pipeline.configure", "edit campaigns")
    campaign = Campaign.objects.select_for_update().get(pk=campaign.pk)
    changed = say_anew(campaign, facts, expected_version)
    if not changed:
        return campaign
    _save(campaign)
    if "cost_amount" in changed:
        keep_costs([campaign], at=at)
    append(kind="campaign.edited", subject=campaign, by=by, at=at, payload={"fields": changed})
    return campaign


def with_its_source(facts: Mapping[str, Any], *, now: Campaign | None = None) -> dict[str, Any]:
    """A campaign names its source, and another source leaves the campaign; `now` is the campaign that a row has."""
    said = dict(facts)
    campaign = said.get("campaign")
    source = said.get("lead_source")
    if campaign is not None:
        if source is not None and source.pk != campaign.lead_source_id:
            raise Refused(
                f"{campaign} is a campaign of {campaign.lead_source}, not of {source}; choose one of the two.",
                code="campaign_source",
                field="campaign",
            )
        said["lead_source"] = campaign.lead_source
    elif "campaign" not in said and "lead_source" in said and now is not None and source != now.lead_source:
        said["campaign"] = None
    return said


def keep_costs(campaigns: Iterable[Campaign], *, at: datetime) -> None:
    """Each campaign costs what it says from now on; said twice at one instant, the later word counts."""
    CampaignCost.objects.bulk_create(
        (CampaignCost(campaign=each, valid_from=at, cost_amount=each.cost_amount) for each in campaigns),
        update_conflicts=True,
        unique_fields=["campaign", "valid_from"],
        update_fields=["cost_amount"],
    )


def _save(campaign: Campaign) -> None:
    with refusing(_NAME, field="name"), refusing(_COST, field="cost_amount"), refusing(_DAYS, field="end_date"):
        campaign.save()


def say_anew(campaign: Any, facts: Mapping[str, Any], expected_version: int | None) -> list[str]:
    """Sets what differs on a locked campaign, of leads or of candidates, and answers with the fields; not yet saved."""
    if expected_version is not None and campaign.version != expected_version:
        raise Conflict(f"{campaign} was changed by somebody else in between; look at it again, then repeat.")
    known = known_facts(facts)
    changed = [field for field, value in known.items() if getattr(campaign, field) != value]
    for field in changed:
        setattr(campaign, field, known[field])
    campaign.version += bool(changed)
    return changed


def known_facts(facts: Mapping[str, Any]) -> dict[str, Any]:
    """What may be said of a campaign, trimmed. Raises Refused for anything else, or no name."""
    unknown = set(facts) - set(EDITABLE)
    if unknown:
        raise Refused(f"{', '.join(sorted(unknown))} cannot be written here; write {', '.join(EDITABLE)}.")
    if "name" in facts and not facts["name"].strip():
        raise Refused("A campaign needs a name; write one.", field="name")
    return {name: value.strip() if isinstance(value, str) else value for name, value in facts.items()}
