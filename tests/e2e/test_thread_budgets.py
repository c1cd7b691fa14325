"""What pages cost on the public export: queries, bytes of HTML, and the same for whoever looks."""

import gzip
from datetime import date, timedelta
from decimal import Decimal
from types import SimpleNamespace

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from compensation.domain.assignments import assign_plan
from compensation.domain.plans import draft_plan
from compensation.domain.publishing import publish_plan_version
from compensation.domain.runs import start_run
from hiring.domain.touches import log_touch
from hiring.models import Candidacy
from onboarding.domain.items import tick
from onboarding.domain.plans import ItemFacts, draft_next_version
from onboarding.models import Journey
from pipeline.choices import Measure
from pipeline.domain.targets import set_target
from pipeline.models import Deal
from salesmgmt.accounts.models import User
from salesmgmt.common.period import Period
from salesmgmt.events.domain import running
from salesmgmt.imports.models import ImportBatch
from salesmgmt.people.choices import Role
from salesmgmt.people.domain.roles import grant_role
from salesmgmt.people.models import Company
from tests import hiring_rows as hiring
from tests.compensation.rows import document
from tests.crm_data import maven
from tests.onboarding.rows import make_plan, make_profile, start

pytestmark = [pytest.mark.django_db, pytest.mark.xdist_group("budgets")]
QUERIES = 12
HTML_KB = 60
QUARTER = Period(date(2017, 4, 1), date(2017, 7, 1))
PEOPLE = {"admin": "Olga Ost", "manager": "Melvin Marxen", "rep": "Darcel Schlecht"}
PAGES = {
    "today": "/today/",
    "what needs you": "/today/work/",
    "notifications": "/notifications/",
    "the bell": "/notifications/latest/",
    "quarter card": "/pipeline/today/quarter/",
    "board": "/pipeline/",
    "deals": "/pipeline/deals/",
    "open deals": "/pipeline/deals/?state=OPEN",
    "deal": "/pipeline/deals/{deal}/",
    "open deal": "/pipeline/deals/{open_deal}/",
    "panel": "/pipeline/deals/{open_deal}/panel/",
    "accounts": "/pipeline/accounts/",
    "account": "/pipeline/accounts/{account}/",
    "quotas": "/pipeline/targets/?day=2017-05-01",
    "set-up": "/pipeline/settings/",
    "figures": "/figures/",
    "won by manager": "/figures/pipeline.won_amount/?by=manager",
    "win rate by quarter": "/figures/pipeline.win_rate/?by=quarter",
    "counts by stage": "/figures/pipeline.deal_counts/?by=stage",
    "why": "/figures/pipeline.won_amount/why/",
    "bench": "/hiring/",
    "candidate board": "/hiring/board/",
    "candidates": "/hiring/candidates/",
    "candidacy": "/hiring/candidacies/{candidacy}/",
    "bench panel": "/hiring/candidacies/{benched}/panel/",
    "hire": "/hiring/candidacies/{candidacy}/hire/",
    "plan interview": "/hiring/candidacies/{candidacy}/interviews/new/",
    "my interviews": "/hiring/interviews/",
    "scorecard": "/hiring/interviews/{interview}/scorecard/",
    "hiring set-up": "/hiring/profiles/",
    "hiring profile": "/hiring/profiles/{hiring_profile}/",
    "statements": "/compensation/",
    "statement": "/compensation/statements/{statement}/",
    "line": "/compensation/statements/{statement}/?line={line}",
    "plans": "/compensation/plans/",
    "plan": "/compensation/plans/versions/{plan}/",
    "assignments": "/compensation/assignments/",
    "runs": "/compensation/runs/",
    "run": "/compensation/runs/{run}/",
    "own journey": "/onboarding/",
    "item": "/onboarding/items/{item}/",
    "assigned items": "/onboarding/items/",
    "journeys": "/onboarding/journeys/",
    "journey": "/onboarding/journeys/{journey}/",
    "journey panel": "/onboarding/journeys/{journey}/panel/",
    "new journey": "/onboarding/journeys/new/",
    "onboarding plans": "/onboarding/plans/",
    "onboarding plan": "/onboarding/plans/versions/{onboarding_plan}/",
    "onboarding draft": "/onboarding/plans/versions/{onboarding_draft}/",
    "ramp": "/onboarding/ramp/",
    "people": "/settings/people/",
    "person": "/settings/people/{person}/",
    "import": "/settings/imports/{batch}/",
    "imports": "/settings/imports/crm/",
    "you": "/settings/me/",
}
HIRING = {name for name, address in PAGES.items() if address.startswith("/hiring/")}
OF_ADMINS = {"set-up", "runs", "run", "people", "person", "import", "imports", "hiring set-up", "hiring profile"}
OF_MANAGERS = {"journeys", "new journey", "onboarding plans", "onboarding plan", "onboarding draft", "ramp", *HIRING}
ELSEWHERE = {
    "admin": {"own journey", "scorecard"},
    "manager": OF_ADMINS | {"own journey"},
    "rep": OF_ADMINS | OF_MANAGERS,
}
"""Pages that a person has not, or is led on from."""


@pytest.fixture(scope="module")
def rows(django_db_setup, django_db_blocker):
    """The export, everybody on a plan with a quota, and the quarter calculated, and a bench: once for this module."""
    with django_db_blocker.unblock(), maven():
        at = timezone.now()
        names = {**_pay(at=at), **_onboard(at=at), **_hire(at=at)}
        connection.check_constraints()
        yield names


def _pay(at):
    olga = User.objects.get(email="olga@maven.example")
    olga.name = PEOPLE["admin"]
    olga.save()
    grant_role(user=olga, role=Role.COMP_ADMIN, team=None, start_date=None, by=olga, at=at)
    Company.objects.update(managers_see_pay=True)
    draft = draft_plan(name="AE", document=document("USD"), first_day=date(2017, 1, 1), by=olga, at=at)
    plan = publish_plan_version(version=draft, by=olga, at=at)
    for user in User.objects.filter(role_grants__role=Role.REP):
        assign_plan(user=user, plan_version=plan, first_day=date(2017, 1, 1), by=olga, at=at)
        set_target(user=user, measure=Measure.BOOKINGS, period=QUARTER, full_amount=Decimal(90_000), by=olga, at=at)
    run = start_run(day=QUARTER.start, by=olga, at=at)
    assert running.run(job_id=run.job_id, at=at)
    statement = run.statements.get(user__name=PEOPLE["rep"])
    line = statement.lines.first()
    deal = Deal.objects.get(pk=line.credit.deal_id)
    return {
        "statement": statement.pk,
        "line": line.pk,
        "deal": deal.pk,
        "open_deal": Deal.objects.filter(state="OPEN", owner=deal.owner_id).exclude(account=None).first().pk,
        "account": deal.account_id,
        "plan": plan.pk,
        "run": run.pk,
        "person": statement.user_id,
        "batch": ImportBatch.objects.get().pk,
    }


def _hire(at):
    """A hundred candidates of a profile that the manager hires for, sixty of them on the bench, all seen and scored."""
    people = {name: User.objects.get(name=said) for name, said in PEOPLE.items()}
    olga, melvin = people["admin"], people["manager"]
    profile = hiring.make_profile(SimpleNamespace(olga=olga, max=melvin), "Mid-market AE")
    start = at - timedelta(days=40)
    for number in range(100):
        candidacy = hiring.make_candidacy(profile, melvin, f"C{number} Candidate", at=start)
        interview = hiring.make_interview(
            candidacy, melvin, [melvin], scheduled_at=start - timedelta(hours=number), at=start
        )
        if number:
            hiring.submit(interview, melvin, at=at)
        if number > 39:
            touch = {"kind": "CALL", "happened_at": at - timedelta(days=number % 30), "by": melvin, "at": at}
            log_touch(entry=hiring.make_entry(candidacy, melvin, at=start), **touch)
    rows = Candidacy.objects.order_by("pk")
    return {
        "candidacy": rows[1].pk,
        "benched": rows[99].pk,
        "interview": rows[0].interviews.get().pk,
        "hiring_profile": profile.pk,
    }


def _onboard(at):
    """Every rep is on a journey of forty items with half of them done; the plan has a next version in work."""
    olga = User.objects.get(email="olga@maven.example")
    profile = make_profile("Account manager", by=olga)
    facts = [ItemFacts(title=f"Step {day}", working_day=day, why="It helps.", minutes=30) for day in range(1, 41)]
    plan = make_plan(profile, *facts, by=olga, at=at)
    first_day = at.date() - timedelta(days=28)
    for user in User.objects.filter(role_grants__role=Role.REP):
        journey = start(user, first_day, by=olga, at=at, role_profile=profile)
        for item in journey.items.all()[:20]:
            tick(item=item, by=user, at=at)
    journey = Journey.objects.get(user__name=PEOPLE["rep"])
    return {
        "journey": journey.pk,
        "item": journey.items.first().pk,
        "onboarding_plan": plan.pk,
        "onboarding_draft": draft_next_version(plan=plan.plan, by=olga, at=at).pk,
    }


@pytest.mark.parametrize(
    ("who", "page"),
    [(who, page) for who in PEOPLE for page in PAGES if page not in ELSEWHERE[who]],
)
def test_page_keeps_its_budget(rows, who, page):
    client = Client()
    client.force_login(User.objects.get(name=PEOPLE[who]))
    address = PAGES[page].format(**rows)
    client.get(address)
    with CaptureQueriesContext(connection) as queries:
        reply = client.get(address)
    assert reply.status_code == 200, reply.content[:300]
    counted = [query["sql"] for query in queries if not query["sql"].startswith(("SAVEPOINT", "RELEASE"))]
    assert len(counted) <= QUERIES, "\n".join(counted)
    assert len(gzip.compress(reply.content)) <= HTML_KB * 1024
