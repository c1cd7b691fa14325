"""Leads: those that the last deals came from, and those that became none; all of one source of truth, by COPY."""

from collections.abc import Iterator

from pipeline.choices import LeadState
from pipeline.models import Deal, Lead
from salesmgmt.demo.world.leads import before_the_deal, leads
from salesmgmt.demo.writing.book import Book
from salesmgmt.demo.writing.campaigns import campaign_of
from salesmgmt.demo.writing.copying import Row, copy_rows
from salesmgmt.duplicates.domain.pairing import look_at_all
from salesmgmt.duplicates.registry import mergeable_of

CONVERTED_OF_A_REP = 4
FIELDS = (
    *(
        "person_name",
        "company_name",
        "email",
        "phone",
        "note",
        "lead_source",
        "campaign",
        "owner",
        "state",
        "rejection",
    ),
    *("created_at", "answered_at", "decided_at", "account", "contact", "deal", "external_source", "external_id"),
    "version",
)
NO_DEAL = (None, None, None, "", "")
CONVERTED_AT = 4
"""The version of a lead that was entered, taken up, accepted and converted."""


def write_leads(book: Book) -> None:
    """With the pairs among them that look the same, for the queue of duplicates."""
    copy_rows(Lead, FIELDS, [*_converted(book), *_others(book)])
    look_at_all(mergeable_of("pipeline.lead"), at=book.today_at)


def _converted(book: Book) -> Iterator[Row]:
    """Of the deals begun last, one an account; each was a lead of the contact there for some days before."""
    many = CONVERTED_OF_A_REP * len(book.world.staff.selling_on(book.world.arguments.end))
    known = "account__contacts"
    deals = Deal.objects.filter(created_at__lt=book.today_at).order_by("-created_at", "-pk")
    facts = deals.values_list(
        *("pk", "created_at", "owner_id", "lead_source_id", "campaign_id", "account_id", "account__name"),
        *(known, f"{known}__name", f"{known}__email"),
    )
    seen: set[int] = set()
    for deal, began_at, owner, source, campaign, account, company, contact, person, email in facts[: many * 2]:
        if contact is None or account in seen or len(seen) == many:
            continue
        seen.add(account)
        when = (*before_the_deal(book.world.arguments, began_at), began_at)
        who = (person, company, email, "", "", source, campaign, owner)
        yield (*who, LeadState.CONVERTED.value, "", *when, account, contact, deal, "", "", CONVERTED_AT)


def _others(book: Book) -> Iterator[Row]:
    world = book.world
    for number, lead in enumerate(leads(world.staff, world.arguments, world.truth.selling)):
        campaign = campaign_of(book, lead.source, lead.created_at.date(), number)
        who = (lead.person, lead.company, lead.email, lead.phone, "", book.lead_sources[lead.source], campaign)
        when = (lead.created_at, lead.answered_at, lead.decided_at)
        yield (*who, book.user(lead.owner), lead.state, lead.rejection, *when, *NO_DEAL, 1)
