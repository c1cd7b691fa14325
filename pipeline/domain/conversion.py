"""Makes an accepted lead an account, a contact and a deal, and takes that back."""

from collections.abc import Sequence
from datetime import date, datetime

from django.db import transaction
from django.db.models import Model

from pipeline.choices import LeadState, TaskState
from pipeline.domain.accounts import add_contact, create_account
from pipeline.domain.deals import create_deal
from pipeline.domain.lead_history import keep_changed, take_change_back
from pipeline.domain.leads import lock_lead, save_lead
from pipeline.domain.stage_actions import call_off_actions
from pipeline.domain.to_do import take_along, take_back_to_lead
from pipeline.models import Account, Contact, Deal, DealAction, DealVersion, Lead, Stage, StageStay, Task
from pipeline.queries.conversion import foreseen
from salesmgmt.accounts.models import User
from salesmgmt.common.problems import Conflict, Refused
from salesmgmt.events.domain.log import append
from salesmgmt.web.domain.undoing import offer_undo


@transaction.atomic
def convert_lead(
    *,
    lead: Lead,
    stage: Stage,
    next_step: str,
    next_step_date: date | None,
    by: User,
    at: datetime,
    account: Account | None = None,
    expected_version: int | None = None,
) -> Lead:
    """Opens a deal for the lead's owner by its source and campaign, at `account` or a new one; a day to take it back.

    A contact of that account with the lead's e-mail address is used, else one is made.
    """
    lead = lock_lead(lead=lead, by=by, expected_version=expected_version)
    if lead.state != LeadState.ACCEPTED:
        said = lead.get_state_display().lower()
        raise Refused(f"{lead} is {said}, and only an accepted lead is converted; accept it first.", code="lead_state")
    made: dict[str, int] = {}
    plan = foreseen(lead, account)
    if account is None:
        facts = {"owner": lead.owner, "lead_source": lead.lead_source}
        account = create_account(name=plan.account_name, facts=facts, by=by, at=at)
        made["account"] = account.version
    contact = plan.contact
    if contact is None:
        ways = {"email": lead.email, "phone": lead.phone}
        contact = add_contact(account=account, name=plan.contact_name, facts=ways, by=by, at=at)
        made["contact"] = contact.version
    deal = create_deal(
        name=plan.deal_name,
        stage=stage,
        next_step=next_step,
        next_step_date=next_step_date,
        owner=lead.owner,
        facts={"account": account, "lead_source": lead.lead_source, "campaign": lead.campaign},
        by=by,
        at=at,
    )
    made["deal"] = deal.version
    along = take_along(lead=lead, deal=deal, by=by, at=at)
    lead.state, lead.account, lead.contact, lead.deal = LeadState.CONVERTED, account, contact, deal
    became = {"account_id": account.pk, "contact_id": contact.pk, "deal_id": deal.pk}
    save_lead(lead, "lead.converted", became, by=by, at=at)
    keep_changed([(lead, LeadState.ACCEPTED)], by=by, at=at)
    params = {"lead_id": lead.pk, "version": lead.version, "made": made, "tasks": along}
    offer_undo(verb="pipeline.convert_lead", subject=lead, params=params, by=by, at=at)
    return lead


@transaction.atomic
def revert_conversion(
    *,
    lead: Lead,
    made: dict[str, int],
    by: User,
    at: datetime,
    expected_version: int,
    tasks: Sequence[Sequence[int]] = (),
) -> Lead:
    """The lead is accepted again, and what its conversion made is gone, while nobody has worked on any of it.

    `made` names what was made and `tasks` what was to be done for the lead, each with the version it had then.
    """
    lead = lock_lead(lead=lead, by=by, expected_version=expected_version)
    rows: list[Deal | Contact | Account] = []
    for name, model in (("deal", Deal), ("contact", Contact), ("account", Account)):
        if name in made:
            row = model.objects.select_for_update().get(pk=getattr(lead, f"{name}_id"))
            if row.version != made[name]:
                raise Conflict(f"{row} was changed since {lead} was converted; close the deal instead.")
            rows.append(row)
    became = {f"{name}_id": getattr(lead, f"{name}_id") for name in ("account", "contact", "deal")}
    take_back_to_lead(lead=lead, deal=Deal.objects.get(pk=lead.deal_id), moved=tasks)
    lead.state, lead.account, lead.contact, lead.deal = LeadState.ACCEPTED, None, None, None
    save_lead(lead, "lead.conversion_reverted", became, by=by, at=at)
    take_change_back(lead, by=by, at=at)
    for row in rows:
        _require_alone(row, lead)
        made_at = {}
        if isinstance(row, Deal):
            call_off_actions(row, happened_at=row.stage_entered_at, by=by, at=at)
            made_at = {"created_at": row.created_at}
        append(kind=f"{row._meta.model_name}.taken_back", subject=row, by=by, at=at, payload=made_at)
        row.delete()
    return lead


def _require_alone(row: Model, lead: Lead) -> None:
    """Nothing was hung on it since. The versions of a deal, the stays folded from them and what its stage does by
    itself are its own, and so are the steps of the playbook that opened with it, until somebody does or changes one."""
    for relation in row._meta.related_objects:
        related = relation.related_model
        if related in (DealVersion, StageStay, DealAction):
            continue
        hung = related._base_manager.filter(**{relation.field.name: row})
        if related is Task:
            hung = hung.exclude(step__isnull=False, state=TaskState.OPEN, version=1)
        if hung.exists():
            noun = related._meta.verbose_name_plural
            raise Conflict(f"{row} has {noun} since {lead} was converted; close the deal instead.")
