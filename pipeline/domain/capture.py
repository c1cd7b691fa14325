"""Opens forms to everybody, and takes what is sent by them."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction

from pipeline.domain.assignment import assign_leads
from pipeline.domain.campaigns import with_its_source
from pipeline.domain.catalogue import coded
from pipeline.domain.deals import require_seller
from pipeline.domain.leads import enter_lead
from pipeline.models import Campaign, CaptureForm, CaptureReceipt, Lead
from salesmgmt.accounts.models import User
from salesmgmt.common.constraints import refusing
from salesmgmt.common.problems import Conflict, Refused
from salesmgmt.events.domain.log import append
from salesmgmt.people.models import Company
from salesmgmt.people.rules import require

EDITABLE = ("heading", "intro", "lead_source", "campaign", "owner", "is_open")
TAKEN = ("person_name", "company_name", "email", "phone", "country", "language", "employee_count", "note")
"""What somebody outside may say of themselves."""
_CODE = {"pipeline_captureform_code_key": "There is already a form of this code; choose another code."}
_HEADING = {"a_capture_form_has_a_heading": "A form needs a heading; write one."}


@transaction.atomic
def open_form(*, code: str, facts: Mapping[str, Any], by: User, at: datetime) -> CaptureForm:
    require(by, "pipeline.configure", "open forms")
    form = CaptureForm(code=coded(code))
    _write(form, facts)
    append(kind="capture_form.opened", subject=form, by=by, at=at, payload={"code": form.code})
    return form


@transaction.atomic
def edit_form(
    *, form: CaptureForm, facts: Mapping[str, Any], by: User, at: datetime, expected_version: int | None = None
) -> CaptureForm:
    """Changes what a form says, whose its leads are, or whether it takes any."""
    require(by, "pipeline.configure", "edit forms")
    form = CaptureForm.objects.select_for_update().get(pk=form.pk)
    if expected_version is not None and form.version != expected_version:
        raise Conflict(f"{form} was changed by somebody else in between; look at it again, then repeat.")
    changed = [field for field, value in facts.items() if getattr(form, field, None) != value]
    if not changed:
        return form
    form.version += 1
    _write(form, facts)
    payload = {"fields": changed, "is_open": form.is_open}
    append(kind="capture_form.edited", subject=form, by=by, at=at, payload=payload)
    return form


@transaction.atomic
def capture_lead(
    *,
    form: CaptureForm,
    facts: Mapping[str, Any],
    at: datetime,
    by: User | None = None,
    tags: Mapping[str, str] | None = None,
    key: str = "",
) -> Lead:
    """What somebody sent by a form, or what a program sent for them; nobody outside learns whether they were known.

    `tags` are those of the address that led there: only a running campaign's code counts. The same `key` of the same
    form is the same lead, however often it is sent. Raises Refused where the form is closed.
    """
    form = CaptureForm.objects.select_for_update().get(pk=form.pk)
    sent = CaptureReceipt.objects.filter(form=form, key=key).select_related("lead").first() if key else None
    if sent is not None:
        return sent.lead
    if not form.is_open:
        raise Refused(f"{form} is closed; nothing is taken there at present.", code="form_closed", field="form")
    said = {name: facts[name] for name in TAKEN if name in facts}
    if not said.get("email", "").strip() and not said.get("phone", "").strip():
        raise Refused(
            "We need an e-mail address or a phone number to answer; write one.", code="unreachable", field="email"
        )
    campaign = _campaign_of(tags or {}, at) or form.campaign
    came_by = {"campaign": campaign} if campaign else {"lead_source": form.lead_source}
    facts = {**said, **came_by}
    lead = enter_lead(facts=facts, owner=form.owner, by=by, at=at, capture_form=form)
    if key:
        CaptureReceipt.objects.create(form=form, key=key, lead=lead)
    assign_leads(leads=[lead], by=None, at=at)
    return lead


def _campaign_of(tags: Mapping[str, str], at: datetime) -> Campaign | None:
    today = Company.objects.current().day_of(at)
    named = Campaign.objects.filter(code=tags.get("utm_campaign", "")).select_related("lead_source").first()
    if named is None or named.start_date > today or (named.end_date and named.end_date <= today):
        return None
    return named


def _write(form: CaptureForm, facts: Mapping[str, Any]) -> None:
    unknown = set(facts) - set(EDITABLE)
    if unknown:
        raise Refused(f"{', '.join(sorted(unknown))} cannot be written here; write {', '.join(EDITABLE)}.")
    now = form.campaign if form.campaign_id else None
    for field, value in with_its_source(facts, now=now).items():
        setattr(form, field, value.strip() if isinstance(value, str) else value)
    require_seller(form.owner)
    with refusing(_CODE, field="code"), refusing(_HEADING, field="heading"):
        form.save()
