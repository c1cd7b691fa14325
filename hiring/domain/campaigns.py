"""Adds and edits campaigns of candidate sources, and says what an hour of interviewing costs."""

from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.db import transaction

from hiring.domain.sources import require_offered
from hiring.models import CandidateCampaign, InterviewHourCost
from pipeline.domain.campaigns import known_facts, say_anew
from pipeline.domain.catalogue import coded
from salesmgmt.accounts.models import User
from salesmgmt.common.constraints import refusing
from salesmgmt.events.domain.log import append
from salesmgmt.people.models import Company
from salesmgmt.people.rules import require

_DAYS = {
    "a_candidate_campaign_ends_after_it_starts": "A campaign ends after the day it starts; correct one of the days."
}
_COST = {"a_candidate_campaign_cost_is_not_negative": "A campaign costs 0 or more; correct it."}
_NAME = {"hiring_candidatecampaign_name_key": "There is already a campaign of this name; choose another name."}
_CODE = {"hiring_candidatecampaign_code_key": "There is already a campaign of this code; choose another code."}


@transaction.atomic
def add_campaign(*, code: str, facts: Mapping[str, Any], by: User, at: datetime) -> CandidateCampaign:
    """A campaign of `facts["source"]`, its cost in the company's currency."""
    require(by, "hiring.configure", "add campaigns")
    source, known = facts["source"], known_facts({name: value for name, value in facts.items() if name != "source"})
    require_offered(source)
    currency = Company.objects.current().currency
    campaign = CandidateCampaign(source=source, code=coded(code), currency=currency, **known)
    with refusing(_CODE, field="code"):
        _save(campaign)
    payload = {"code": campaign.code, "source_id": source.pk}
    append(kind="candidate_campaign.added", subject=campaign, by=by, at=at, payload=payload)
    return campaign


@transaction.atomic
def edit_campaign(
    *,
    campaign: CandidateCampaign,
    facts: Mapping[str, Any],
    by: User,
    at: datetime,
    expected_version: int | None = None,
) -> CandidateCampaign:
    """Changes name, days or cost; what is not given stays, and so do code and source: candidates came by them."""
    require(by, "hiring.configure", "edit campaigns")
    campaign = CandidateCampaign.objects.select_for_update().get(pk=campaign.pk)
    changed = say_anew(campaign, facts, expected_version)
    if not changed:
        return campaign
    _save(campaign)
    append(kind="candidate_campaign.edited", subject=campaign, by=by, at=at, payload={"fields": changed})
    return campaign


@transaction.atomic
def set_hour_cost(*, hourly_amount: Decimal, by: User, at: datetime) -> InterviewHourCost:
    """What an hour of any interviewer costs, in the company's currency: past interviews are counted with it, too."""
    require(by, "hiring.configure", "say what an hour of interviewing costs")
    currency = Company.objects.current().currency
    known = InterviewHourCost.objects.filter(hourly_amount=hourly_amount, currency=currency).first()
    if known is not None:
        return known
    said = {"hourly_amount": hourly_amount, "currency": currency, "set_by": by, "set_at": at}
    sentence = {"an_interview_hour_costs_0_or_more": "An hour costs 0 or more; correct it."}
    with refusing(sentence, field="hourly_amount"):
        cost, _ = InterviewHourCost.objects.update_or_create(is_the_one=True, defaults=said)
    append(kind="interview_hour_cost.set", subject=cost, by=by, at=at, payload={"currency": currency})
    return cost


def campaign_of_code(code: str) -> CandidateCampaign | None:
    """Of the code in an address, as a stranger's browser sends it; None for one that nobody gave."""
    return CandidateCampaign.objects.filter(code=code.strip().lower()[:40]).first() if code else None


def _save(campaign: CandidateCampaign) -> None:
    with refusing(_NAME, field="name"), refusing(_COST, field="cost_amount"), refusing(_DAYS, field="end_date"):
        campaign.save()
