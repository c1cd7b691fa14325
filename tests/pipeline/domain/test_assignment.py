"""Whose leads are: by rules in their order, with a log that gives the same owners again."""

import threading
from datetime import timedelta

import pytest
from django.db import connection
from psycopg.types.range import DateRange

from pipeline.domain.assignment import assign_lead, assign_leads, replayed
from pipeline.domain.assignment_rules import add_rule, edit_rule, set_capacity
from pipeline.domain.capture import capture_lead, open_form
from pipeline.domain.catalogue import add_lead_source
from pipeline.domain.leads import create_lead, take_up_lead
from pipeline.models import AssignmentLog, AssignmentRule, Lead
from pipeline.queries.lead_owner import why_this_owner
from salesmgmt.people.models import Absence, Membership, Team
from tests.pipeline.crm.test_worked_tables import tables
from tests.pipeline.evidence import last_event
from tests.refusals import assert_refused


@pytest.fixture
def rule(process, cast, at):
    """A rule over people; the earlier asked first."""

    def add(method, *people, **facts):
        number = AssignmentRule.objects.count() + 1
        facts = {"position": number, "name": f"Rule {number}", "method": method, **facts}
        return add_rule(facts=facts, people=people, by=cast.olga, at=at)

    return add


@pytest.fixture
def leads(cast, at):
    def make(count, **facts):
        return [create_lead(facts={"person_name": f"P{n}", **facts}, by=cast.max, at=at) for n in range(count)]

    return make


def owners(leads):
    known = dict(Lead.objects.values_list("pk", "owner__name"))
    return [known[lead.pk].split()[0] for lead in leads]


def test_round_robin_goes_on_where_it_stopped(rule, leads, cast, at):
    rule("ROUND_ROBIN", cast.rita, cast.nora, cast.sam)
    first, later = leads(4), leads(2)
    assign_leads(leads=first, by=None, at=at)
    assign_leads(leads=later, by=None, at=at + timedelta(days=40))
    assert owners(first + later) == ["Rita", "Nora", "Sam", "Rita", "Nora", "Sam"]
    kind, _, lead, by, payload = last_event()
    assert (kind, lead, by) == ("lead.assigned", later[1].pk, None)
    assert payload == {"from_id": cast.max.pk, "to_id": cast.sam.pk, "rule_id": AssignmentRule.objects.get().pk}


def test_capacity_counts_what_was_given_and_the_ramp(rule, leads, cast, at):
    """Rita takes 45 in 30 days and so 2 a day; Nora 30 at half her ramp, and so 1."""
    rule("CAPACITY", cast.rita, cast.nora)
    set_capacity(user=cast.rita, capacity=45, share_bp=10_000, skills=[], by=cast.olga, at=at)
    set_capacity(user=cast.nora, capacity=30, share_bp=5_000, skills=[], by=cast.olga, at=at)
    given = leads(4)
    logs = assign_leads(leads=given, by=None, at=at)
    assert owners(given) == ["Rita", "Nora", "Rita", "Max"]
    assert (logs[3].chosen, logs[3].why) == (None, "no rule found anybody")
    tomorrow = leads(1)
    assign_leads(leads=tomorrow, by=None, at=at + timedelta(days=1, minutes=1))
    assert owners(tomorrow) == ["Rita"]


def test_rules_are_asked_in_order_and_skill_falls_through(rule, leads, cast, at):
    fair = add_lead_source(code="fair", name="Fair", by=cast.olga, at=at)
    rule("SKILL", cast.rita, cast.nora, countries=["France"])
    rule("ROUND_ROBIN", cast.sam, lead_source=fair)
    rule("ROUND_ROBIN", cast.max, least_people=1_000)
    set_capacity(user=cast.nora, capacity=30, share_bp=10_000, skills=[" Language:French "], by=cast.olga, at=at)
    [able] = leads(1, country="france", language="French")
    [unable] = leads(1, country="France", language="Dutch", lead_source=fair)
    [large] = leads(1, employee_count=1_000)
    [other] = leads(1, employee_count=999)
    logs = assign_leads(leads=[able, unable, large, other], by=None, at=at)
    assert owners([able, unable, large, other]) == ["Nora", "Sam", "Max", "Max"]
    assert [(len(log.tried), log.why) for log in logs] == [
        (1, "1 of 1 skills, lightest load"),
        (2, "next in turn"),
        (1, "next in turn"),
        (0, "no rule fits"),
    ]


def test_replaying_the_log_gives_the_same_owners(rule, leads, cast, at):
    rule("SKILL", cast.nora, cast.sam, countries=["France"])
    rule("CAPACITY", cast.rita, cast.nora, cast.sam)
    set_capacity(user=cast.sam, capacity=90, share_bp=7_000, skills=["segment:small"], by=cast.olga, at=at)
    assign_leads(leads=[*leads(5), *leads(3, country="France", employee_count=5)], by=None, at=at)
    set_capacity(user=cast.sam, capacity=0, share_bp=0, skills=[], by=cast.olga, at=at)
    logs = list(AssignmentLog.objects.select_related("lead"))
    assert [replayed(log) for log in logs] == [log.chosen_id for log in logs]
    assert {log.chosen_id for log in logs} == {None, cast.rita.pk, cast.nora.pk, cast.sam.pk}


TERRITORIES = tables("assignment.md")[1]


@pytest.mark.parametrize("row", TERRITORIES, ids=[str(number) for number, _ in enumerate(TERRITORIES)])
def test_the_worked_table_of_territories(rule, leads, cast, at, row):
    """Rita is Ada, Nora Ben, and Sam Cem."""
    paris = Team.objects.create(name="Paris", parent=cast.north)
    teams = {"North": cast.north, "South": cast.south, "Paris": paris}
    people = {"Ada": cast.rita, "Ben": cast.nora, "Cem": cast.sam}
    Membership.objects.filter(user=cast.max).update(team=cast.south)
    for name, user in people.items():
        Membership.objects.filter(user=user).update(team=teams[row[f"{name} is in"]])
    given = rule("ROUND_ROBIN", team=cast.north, countries=["Belgium", "France"])
    if row["last"]:
        AssignmentRule.objects.update(cursor=people[row["last"]].pk)
    if row["away"]:
        days = DateRange(at.date(), at.date() + timedelta(days=1))
        Absence.objects.create(user=people[row["away"]], valid=days, kind="LEAVE")
    [log] = assign_leads(leads=leads(1, country=row["lead from"]), by=None, at=at)
    assert {user.pk: name for name, user in people.items()}.get(log.chosen_id, "nobody") == row["chosen"]
    assert replayed(log) == log.chosen_id
    assert [step["team"] for step in log.tried] == [given.team_id] * (row["lead from"] != "Spain")


def test_a_territory_by_capacity_is_replayed_after_its_team_has_changed(rule, leads, cast, at):
    rule("CAPACITY", team=cast.north, countries=["France"])
    set_capacity(user=cast.rita, capacity=90, share_bp=10_000, skills=[], by=cast.olga, at=at)
    logs = assign_leads(leads=leads(4, country="France"), by=None, at=at)
    chosen = [log.chosen_id for log in logs]
    assert chosen == [cast.max.pk, cast.rita.pk, cast.nora.pk, cast.rita.pk]
    Membership.objects.filter(user=cast.rita).update(team=cast.south)
    assert [replayed(log) for log in AssignmentLog.objects.order_by("pk")] == chosen
    [later] = assign_leads(leads=leads(1, country="France"), by=None, at=at)
    assert cast.rita.pk not in {each["person"] for each in later.tried[0]["candidates"]}


def test_a_rule_is_for_people_or_for_a_team(rule, cast, at):
    with assert_refused("team_or_people", "people", says="The members of North take the leads"):
        rule("ROUND_ROBIN", cast.rita, team=cast.north)
    given = rule("ROUND_ROBIN", team=cast.north, countries=[" France ", "France", ""])
    assert given.countries == ["France"]
    with assert_refused("nobody", "people", says="choose people or a team"):
        edit_rule(rule=given, facts={"team": None}, by=cast.olga, at=at)
    AssignmentRule.objects.update(cursor=7)
    edit_rule(rule=given, facts={"team": None}, people=[cast.rita], by=cast.olga, at=at)
    row = AssignmentRule.objects.get()
    assert (row.cursor, row.team, [seat.user for seat in row.seats.all()]) == (0, None, [cast.rita])
    edit_rule(rule=row, facts={"team": cast.south}, by=cast.olga, at=at)
    row.refresh_from_db()
    assert (row.team, row.seats.count(), last_event()[4]["fields"]) == (cast.south, 0, ["team", "people"])


def test_who_is_away_or_sells_no_longer_is_not_chosen(rule, leads, cast, at):
    rule("ROUND_ROBIN", cast.rita, cast.nora, cast.sam)
    Absence.objects.create(user=cast.rita, valid=DateRange(at.date(), at.date() + timedelta(days=3)), kind="LEAVE")
    cast.nora.is_active = False
    cast.nora.save()
    given = leads(2)
    assign_leads(leads=given, by=None, at=at)
    assert owners(given) == ["Sam", "Sam"]


def test_what_comes_by_a_form_is_given_at_once(rule, cast, at):
    rule("ROUND_ROBIN", cast.nora)
    web = add_lead_source(code="web", name="Web", by=cast.olga, at=at)
    facts = {"heading": "Talk", "lead_source": web, "owner": cast.rita}
    form = open_form(code="talk", facts=facts, by=cast.olga, at=at)
    lead = capture_lead(form=form, facts={"person_name": "Ada", "email": "ada@post.example"}, at=at)
    assert Lead.objects.get(pk=lead.pk).owner == cast.nora


def test_only_managers_see_the_numbers_of_others(rule, leads, cast, at):
    rule("ROUND_ROBIN", cast.rita, cast.nora)
    [lead] = leads(1)
    assign_lead(lead=lead, by=cast.max, at=at, expected_version=1)
    lead = Lead.objects.get()
    assert (lead.owner, lead.version) == (cast.rita, 2)
    seen = {viewer: why_this_owner(lead, viewer=viewer) for viewer in (cast.rita, cast.max)}
    assert (seen[cast.rita].people, seen[cast.rita].considered) == (2, [])
    assert [each.name for each in seen[cast.max].considered] == ["Rita Sandoval", "Nora Nye"]


def test_refusals(rule, leads, cast, at):
    first, second = leads(2)
    with assert_refused("no_rule"):
        assign_lead(lead=first, by=cast.max, at=at)
    given = rule("ROUND_ROBIN", cast.rita)
    take_up_lead(lead=second, by=cast.max, at=at)
    with assert_refused("lead_state"):
        assign_lead(lead=second, by=cast.max, at=at)
    with assert_refused("nobody", "people"):
        edit_rule(rule=given, facts={}, people=[], by=cast.olga, at=at)
    with assert_refused("owner", "owner"):
        edit_rule(rule=given, facts={}, people=[cast.finn], by=cast.olga, at=at)
    with assert_refused("an_assignment_method_is_known", "method"):
        edit_rule(rule=given, facts={"method": "LUCK"}, by=cast.olga, at=at)
    with assert_refused("skill", "skills"):
        set_capacity(user=cast.rita, capacity=1, share_bp=1, skills=["german"], by=cast.olga, at=at)
    with assert_refused("a_ramp_share_is_at_most_whole", "share_bp"):
        set_capacity(user=cast.rita, capacity=1, share_bp=10_001, skills=[], by=cast.olga, at=at)
    with assert_refused("not_allowed"):
        edit_rule(rule=given, facts={"name": "Mine"}, by=cast.max, at=at)


@pytest.mark.django_db(transaction=True)
def test_two_at_once_follow_each_other(rule, leads, cast, at):
    rule("ROUND_ROBIN", cast.rita, cast.nora)
    given = leads(6)

    def assign(some):
        try:
            for lead in some:
                assign_leads(leads=[lead], by=None, at=at)
        finally:
            connection.close()

    threads = [threading.Thread(target=assign, args=(given[number::2],)) for number in (0, 1)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(owners(given)) == ["Nora"] * 3 + ["Rita"] * 3
    logs = AssignmentLog.objects.order_by("pk")
    assert [log.tried[0]["cursor"] for log in logs] == [0, 1, 2, 1, 2, 1]
