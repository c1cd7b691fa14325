"""Leads: those that the last deals came from, and those that became none; all of one source of truth, by COPY."""

from collections.abc import Iterator, Sequence

from pipeline.choices import LeadState
from pipeline.domain.assignment_rules import add_rule
from pipeline.domain.capture import open_form
from pipeline.domain.lead_history import keep_acts_of_owners
from pipeline.domain.lead_response import set_response_target
from pipeline.domain.scoring import run_scoring
from pipeline.models import Deal, Lead, LeadSource
from salesmgmt.accounts.models import User
from salesmgmt.demo.world.leads import before_the_deal, company_of, leads, phone_of
from salesmgmt.demo.writing.book import Book
from salesmgmt.demo.writing.campaigns import campaign_of
from salesmgmt.demo.writing.copying import Row, copy_rows
from salesmgmt.duplicates.domain.pairing import look_at_all
from salesmgmt.duplicates.registry import mergeable_of
from salesmgmt.people.models import Team
from salesmgmt.people.queries.working_time import LOOK_AHEAD, office_time_of

CONVERTED_OF_A_REP = 4
FIELDS = (
    *("person_name", "company_name", "email", "phone", "note", "lead_source", "campaign", "owner"),
    *("country", "employee_count", "state", "rejection", "created_at", "answered_at", "decided_at"),
    *("account", "contact", "deal", "external_source", "external_id", "version"),
    *("assigned_at", "due_at", "response_minutes"),
)
NO_DEAL = (None, None, None, "", "")
TARGET = 8 * 60
"""Office minutes within which leads are answered: a working day."""
NEAR = ["Germany", "Netherlands", "Sweden"]
MANY = 8
"""Who take turns."""
CONVERTED_AT = 4
"""The version of a lead that was entered, taken up, accepted and converted."""


def write_leads(book: Book) -> None:
    """With the pairs among them that look the same, for the queue of duplicates."""
    hand_out_leads(book)
    rows = [*_converted(book), *_others(book)]
    copy_rows(Lead, FIELDS, list(_promised(rows, book)))  # asks for offices, which a connection that copies cannot
    keep_acts_of_owners(at=book.today_at)
    run_scoring(at=book.today_at)
    look_at_all(mergeable_of("pipeline.lead"), at=book.today_at)


def _promised(rows: Sequence[Row], book: Book) -> Iterator[Row]:
    """Each was given to its owner as it came in, and was to be answered within the target."""
    owner, came, answered = (FIELDS.index(name) for name in ("owner", "created_at", "answered_at"))
    since = min(row[came] for row in rows).date()
    offices = office_time_of({row[owner] for row in rows}, since=since, until=book.today_at.date() + LOOK_AHEAD)
    for row in rows:
        office, began, end = offices[row[owner]], row[came], row[answered]
        yield (*row, began, office.after(began, TARGET), office.minutes_between(began, end) if end else None)


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
    seed = book.world.arguments.seed
    for deal, began_at, owner, source, campaign, account, company, contact, person, email in facts[: many * 2]:
        if contact is None or account in seen or len(seen) == many:
            continue
        seen.add(account)
        when = (*before_the_deal(book.world.arguments, began_at), began_at)
        phone = phone_of(book.world.arguments, began_at)
        who = (person, company, email, phone, "", source, campaign, owner, *company_of(seed, company))
        yield (*who, LeadState.CONVERTED.value, "", *when, account, contact, deal, "", "", CONVERTED_AT)


def _others(book: Book) -> Iterator[Row]:
    world = book.world
    for number, lead in enumerate(leads(world.staff, world.arguments, world.truth.selling)):
        campaign = campaign_of(book, lead.source, lead.created_at.date(), number)
        who = (lead.person, lead.company, lead.email, lead.phone, "", book.lead_sources[lead.source], campaign)
        when = (lead.created_at, lead.answered_at, lead.decided_at)
        company = company_of(world.arguments.seed, lead.company)
        yield (*who, book.user(lead.owner), *company, lead.state, lead.rejection, *when, *NO_DEAL, 1)


def _territory() -> dict[str, object]:
    """Of the first team below the head, the countries nearest to it."""
    team = Team.objects.filter(parent__isnull=False).earliest("pk")
    name, facts = f"Territory of {team.name}", {"method": "CAPACITY", "countries": NEAR, "team": team}
    return {"position": 2, "name": name, **facts}


def hand_out_leads(book: Book) -> None:
    """A public form, and rules that give what comes in to those who sell today."""
    staff, world = book.world.staff, book.world
    people = User.objects.in_bulk([book.user(person.number) for person in staff.selling_on(world.arguments.end)])
    act = {"by": book.by, "at": book.founded_at}
    sellers = [people[pk] for pk in sorted(people)][:MANY]
    sources = LeadSource.objects.in_bulk(field_name="code")
    fairs = {"position": 1, "name": "Fairs, by capacity", "method": "CAPACITY", "lead_source": sources["trade-fair"]}
    set_response_target(campaign=None, minutes=TARGET, **act)
    add_rule(facts=fairs, people=sellers, **act)
    add_rule(facts=_territory(), people=[], **act)
    add_rule(facts={"position": 3, "name": "All others in turn", "method": "ROUND_ROBIN"}, people=sellers, **act)
    facts = {
        "heading": "Talk to Kestrel Systems",
        "intro": "Say what you would like to know, and one of us answers within a working day.",
        "lead_source": sources["website"],
        "owner": sellers[0],
    }
    open_form(code="talk", facts=facts, **act)
