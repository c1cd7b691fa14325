"""The company itself: what there are few of, through the verbs that an admin uses."""

from datetime import date, timedelta
from decimal import Decimal

from pipeline.choices import ForecastCategory, StageKind
from pipeline.domain.catalogue import add_lead_source, add_product, set_unit_cost
from pipeline.domain.processes import StageFacts, draft_process, publish_version
from pipeline.models import CloseReason
from salesmgmt.accounts.models import User
from salesmgmt.demo.world.company import World
from salesmgmt.demo.world.facts import OFFICES, PROFILES, TEAMS
from salesmgmt.demo.world.interviews import COMPETENCIES
from salesmgmt.demo.world.selling import CATEGORIES
from salesmgmt.demo.world.staff import CAST
from salesmgmt.demo.world.words.firms import PRODUCTS
from salesmgmt.demo.writing.book import CURRENCY, ZONE, Book
from salesmgmt.demo.writing.campaigns import make_campaigns
from salesmgmt.demo.writing.process import write_rules
from salesmgmt.people.domain.calendars import create_calendar, create_office, edit_office
from salesmgmt.people.domain.company import edit_company
from salesmgmt.people.domain.fiscal_periods import open_fiscal_year
from salesmgmt.people.domain.founding import found_company
from salesmgmt.people.domain.role_profiles import create_competency, create_role_profile, weigh
from salesmgmt.people.domain.teams import create_team
from salesmgmt.people.models import Office, Team

COMPANY = "Kestrel Systems"
WEIGHTS = {"enterprise-ae": (25, 30, 20, 15, 10), "mid-market-ae": (35, 15, 15, 20, 15)}
COST_SHARES = (Decimal("0.55"), Decimal("0.62"), Decimal("0.48"))
"""What products cost the company, of their list price, in turn."""
NORMAL_SHARE = 1.4
"""What is normal in a stage: so much more than the mean of the days in it."""


def found(world: World, *, password: str) -> Book:
    """An empty database becomes a company with its first admin, offices, teams, kinds of job and way of selling."""
    name, _, _, _ = CAST[0]
    found_company(
        name=COMPANY,
        currency=CURRENCY,
        zone=ZONE,
        admin_name=name,
        admin_email=world.staff.person(1).email,
        admin_password=password,
        at=Book(world, User()).founded_at,
    )
    admin = User.objects.get()
    book = Book(world, admin, users=admin.pk - 1)
    edit_company(name=COMPANY, zone=ZONE, managers_see_pay=True, **_act(book))
    _open_years(book)
    _make_places(book)
    _describe_jobs(book)
    _set_up_selling(book)
    return book


def _act(book: Book) -> dict[str, object]:
    return {"by": book.by, "at": book.founded_at}


def _open_years(book: Book) -> None:
    """All fiscal years up to the one that today is in, and the next one when it is near."""
    day, last = book.first_day, book.world.arguments.end + timedelta(days=60)
    while day.year <= last.year:
        open_fiscal_year(day=date(day.year, 1, 1), **_act(book))
        day = date(day.year + 1, 1, 1)


def _make_places(book: Book) -> None:
    (first_office, zone), *others = OFFICES
    head = Team.objects.get()
    office = Office.objects.select_related("calendar").get()
    edit_office(office=office, name=first_office, zone=zone, calendar=office.calendar, **_act(book))
    for name, zone in others:
        calendar = create_calendar(name=f"{name}, Monday to Friday", weekdays=[1, 2, 3, 4, 5], **_act(book))
        create_office(name=name, zone=zone, calendar=calendar, **_act(book))
    for name in TEAMS:
        create_team(name=name, parent=head, **_act(book))
    book.offices = dict(Office.objects.values_list("name", "pk"))
    book.teams = {**dict(Team.objects.values_list("name", "pk")), "": head.pk}


def _describe_jobs(book: Book) -> None:
    competencies = [create_competency(code=code, name=name, **_act(book)) for code, name in COMPETENCIES]
    book.competencies = [competency.pk for competency in competencies]
    for code, name in PROFILES:
        profile = create_role_profile(code=code, name=name, **_act(book))
        book.profiles[code] = profile.pk
        for competency, weight in zip(competencies, WEIGHTS[code], strict=True):
            weigh(profile=profile, competency=competency, weight=weight, from_date=book.first_day, **_act(book))


def _set_up_selling(book: Book) -> None:
    truth = book.world.truth.selling
    open_stages = [
        StageFacts(
            step.name,
            default_probability=Decimal(str(chance)),
            forecast_category=ForecastCategory(category),
            normal_days=round(step.days.mean * 7 / 5 * NORMAL_SHARE),
        )
        for step, chance, category in zip(truth.steps, ("0.22", "0.32", "0.45", "0.70"), CATEGORIES, strict=False)
    ]
    closing = [
        StageFacts("Won", StageKind.WON, Decimal(1), ForecastCategory.CLOSED),
        StageFacts("Lost", StageKind.LOST, Decimal(0), ForecastCategory.OMITTED),
    ]
    version = draft_process(name="Kestrel sales process", stages=[*open_stages, *closing], **_act(book))
    write_rules(version, book)
    publish_version(version=version, **_act(book))
    book.stages = list(version.stages.order_by("position").values_list("pk", flat=True))
    book.reasons = dict(CloseReason.objects.values_list("code", "pk"))
    for source in truth.sources:
        book.lead_sources[source.code] = add_lead_source(code=source.code, name=source.name, **_act(book)).pk
    make_campaigns(book)
    for name, series, price in PRODUCTS:
        product = add_product(name=name, series=series, list_price=Decimal(price), **_act(book))
        cost = Decimal(price) * COST_SHARES[len(book.products) % len(COST_SHARES)]
        set_unit_cost(product=product, unit_cost=cost, **_act(book))
        book.costs[product.pk] = cost
        book.products[name] = product.pk
