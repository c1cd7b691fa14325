"""The list of leads: who showed interest, and what sales makes of it."""

from typing import Any

from django import forms
from django.db.models.functions import Coalesce
from django.utils.html import format_html
from django.utils.safestring import SafeString

from pipeline.choices import LeadRejection, LeadState, ResponseStanding, lead_state_said
from pipeline.domain.assignment import assign_lead
from pipeline.domain.leads import accept_lead, give_lead, put_owner_back, put_state_back, reject_lead, state_of, whose
from pipeline.forms.lead_filters import LeadFilters
from pipeline.lists.accounts import DASH, OwnerOfMany
from pipeline.models import Campaign, Lead, LeadSource
from pipeline.queries.lead_response import RESPONSE
from pipeline.queries.people import sellers_seen_by
from pipeline.rules import can_read_pipeline, can_work_deals
from pipeline.tables.adopting import own_key
from salesmgmt.accounts.models import User
from salesmgmt.web.addresses import row_url
from salesmgmt.web.components.days import clock, day
from salesmgmt.web.components.marks import chip
from salesmgmt.web.components.persons import who
from salesmgmt.web.lists.declaration import BulkAct, Column, List, Reader, Rows, View
from salesmgmt.web.lists.filters import Between, Choice, Row, Search
from salesmgmt.web.lists.forms import BulkForm
from salesmgmt.web.lists.registry import register


def joined(leads: Rows, reader: Reader) -> Rows:
    return leads.select_related("owner", "lead_source", "campaign").annotate(
        by_score=Coalesce("score", -1), response=RESPONSE
    )


def _of(name: str) -> Any:
    return lambda lead: getattr(lead, name)


def _or_dash(name: str) -> Any:
    return lambda lead: str(getattr(lead, name) or DASH)


def _named(name: str) -> Any:
    return lambda lead: str(getattr(lead, name) or "")


def _name(lead: Lead) -> SafeString:
    """The person, or the company where nobody is named; the row opens by it."""
    return format_html('<a href="{}">{}</a>', row_url("pipeline:lead", lead.pk), lead)


def _state(lead: Lead) -> str:
    return lead_state_said(lead.state, lead.rejection)


RESPONSE_TONES = {ResponseStanding.OVERDUE: "bad", ResponseStanding.LATE: "watch", ResponseStanding.IN_TIME: "good"}


def _response(lead: Any) -> SafeString | str:
    """“due 14:20”, “overdue”, “answered in time”; nothing where nothing was promised."""
    if not lead.response:
        return DASH
    standing = ResponseStanding(lead.response)
    said = f"due {clock(lead.due_at)}" if standing == ResponseStanding.DUE else standing.label.lower()
    return chip(said, RESPONSE_TONES.get(standing, ""))


class AcceptMany(BulkForm):
    name = "accept"


class AssignMany(BulkForm):
    name = "assign"


class RejectMany(BulkForm):
    name = "reject"

    reason = forms.ChoiceField(choices=[("", "Choose a reason"), *LeadRejection.choices])


def _state_back(*, row: Lead, before: dict[str, Any], **act: Any) -> Lead:
    return put_state_back(lead=row, before=before, **act)


def _give(*, row: Lead, owner: User, **act: Any) -> Lead:
    return give_lead(lead=row, to=owner, **act)


def _owner_back(*, row: Lead, before: dict[str, Any], **act: Any) -> Lead:
    return put_owner_back(lead=row, before=before, **act)


LEADS = register(
    List(
        code="leads",
        nouns=("lead", "leads"),
        title="Leads",
        sub="Who showed interest, and whether sales takes it",
        url_name="pipeline:leads",
        page="pipeline/page.html",
        here={"here": "leads"},
        visible=can_read_pipeline,
        rows=lambda reader: Lead.objects.visible_to(reader.user),
        joined=joined,
        columns=(
            Column("person", "Lead", _name, _of("person_name"), css="wrap-s", on_phone=True),
            Column("company", "Company", _or_dash("company_name"), _of("company_name"), css="wrap-s", on_phone=True),
            Column("state", "State", _state, _state, css="wrap-s"),
            Column(
                "score",
                "Score",
                lambda lead: DASH if lead.score is None else lead.score,
                order="by_score",
                first="-",
                css="num",
            ),
            Column(
                "response",
                "Response",
                _response,
                lambda lead: ResponseStanding(lead.response).label if lead.response else "",
                on_phone=True,
            ),
            Column("lead_source", "Lead source", _or_dash("lead_source"), _named("lead_source")),
            Column("campaign", "Campaign", _or_dash("campaign"), _named("campaign"), css="wrap-s", shown=False),
            Column("country", "Country", _or_dash("country"), _of("country"), shown=False),
            Column(
                "employee_count", "People", _or_dash("employee_count"), _of("employee_count"), css="num", shown=False
            ),
            Column("email", "E-mail", _or_dash("email"), _of("email")),
            Column("phone", "Phone", _or_dash("phone"), _of("phone")),
            Column(
                "created",
                "Came in",
                lambda lead: day(lead.created_at),
                _of("created_at"),
                order="created_at",
                first="-",
                css="t-2",
            ),
            Column("owner", "Owner", lambda lead: who(lead.owner, lead.owner.short_name), lambda lead: lead.owner.name),
            Column(
                "owner_email",
                "Owner's e-mail",
                lambda lead: lead.owner.email,
                lambda lead: lead.owner.email,
                shown=False,
            ),
            Column("note", "Note", _or_dash("note"), _of("note"), css="wrap-s", shown=False),
            Column("external_id", "Id in its source", _of("external_id"), own_key, shown=False),
        ),
        filterset=LeadFilters,
        filters=(
            Search(name="search", title="Person or company"),
            Row(name="owner", title="Owner", rows=sellers_seen_by, any_words="Anybody"),
            Choice(name="state", title="State", choices=LeadState.choices, any_words="Any state"),
            Row(
                name="lead_source",
                title="Lead source",
                rows=LeadSource.objects.visible_to,
                any_words="Any source",
                key="code",
            ),
            Between(name="score", title="Score", suffixes=("_from", "_to"), field=forms.IntegerField),
            Row(name="campaign", title="Campaign", rows=Campaign.objects.visible_to, any_words="Any", key="code"),
            Choice(name="response", title="Response", choices=ResponseStanding.choices, any_words="Any"),
            Choice(name="rejection", title="Rejected because", choices=LeadRejection.choices, any_words="Any reason"),
        ),
        search="Person or company",
        order="-created",
        views=(
            View("All", ""),
            View("New", "state=NEW"),
            View("Likely", "state=NEW&score_from=50"),
            View("Response overdue", "response=OVERDUE"),
            View("Working", "state=WORKING"),
            View("Accepted", "state=ACCEPTED"),
        ),
        acts=(
            BulkAct(
                name="accept",
                title="Accept",
                button="Accept them",
                done="{count} accepted",
                form=AcceptMany,
                do=lambda *, row, **act: accept_lead(lead=row, **act),
                before=state_of,
                restore=_state_back,
                allowed=can_work_deals,
            ),
            BulkAct(
                name="reject",
                title="Reject",
                button="Reject them",
                done="{count} rejected",
                form=RejectMany,
                do=lambda *, row, **act: reject_lead(lead=row, **act),
                before=state_of,
                restore=_state_back,
                allowed=can_work_deals,
            ),
            BulkAct(
                name="assign",
                title="Assign",
                button="Assign by the rules",
                done="{count} given as the rules say",
                form=AssignMany,
                do=lambda *, row, **act: assign_lead(lead=row, **act),
                before=whose,
                restore=_owner_back,
                allowed=can_work_deals,
                gives_away=True,
            ),
            BulkAct(
                name="owner",
                title="Give to",
                button="Give",
                done="{count} given to somebody else",
                form=OwnerOfMany,
                do=_give,
                before=whose,
                restore=_owner_back,
                allowed=can_work_deals,
                gives_away=True,
            ),
        ),
        link=lambda lead: row_url("pipeline:lead", lead.pk),
        actions="pipeline/leads/new_button.html",
        empty="pipeline/leads/none.html",
        imported_as="leads",
    )
)
