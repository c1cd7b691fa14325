"""Loading the sample company: as if people had done it all, into an empty database, once."""

import json
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db.models import F

from hiring.models import BenchEntry, Candidacy, Scorecard
from onboarding.models import Journey, JourneyItem, JourneyMilestone
from onboarding.queries.working_days import week_of
from pipeline.models import Activity, Deal, Lead, LeadStateChange, Order
from salesmgmt.accounts.models import User
from salesmgmt.common.proof import proofs
from salesmgmt.demo.domain.cast import cast
from salesmgmt.demo.domain.loading import NotEmpty
from salesmgmt.demo.domain.removing import remove_sample
from salesmgmt.demo.models import SampleCompany
from salesmgmt.demo.queries.alone import row_counts
from salesmgmt.demo.writing.people import CAST_NAMES
from salesmgmt.events.domain.consumption import drain
from salesmgmt.events.registry import consumers
from salesmgmt.figures.domain.rolling_up import refresh_all
from salesmgmt.people.choices import Role
from salesmgmt.people.rules import holds
from tests.refusals import assert_refused
from tests.salesmgmt.demo.rows import AT, END, PASSWORD, digest_of_tables, load, small_world


def read_the_log() -> None:
    """Every consumer, whatever this transaction sees, and the rollups that they marked."""
    for declared in consumers():
        while drain(declared.name, at=AT, own=True):
            pass
    refresh_all(at=AT)


def test_everything_holds_as_if_verbs_had_written_it(sample: SampleCompany):
    read_the_log()
    found = {proof.name: proof.look() for proof in proofs()}
    assert {name: finding.differences for name, finding in found.items() if finding.count} == {}
    assert sum(finding.looked_at for finding in found.values()) > 2_000


def test_readers_of_the_log_find_the_milestones_that_were_drawn(sample: SampleCompany):
    read_the_log()
    world, found = small_world(), set()
    offset = User.objects.get(email="olga@kestrel.example").pk - 1
    for milestone in JourneyMilestone.objects.select_related("journey"):
        found.add((milestone.journey.user_id - offset, milestone.kind, milestone.reached_at.date()))
    drawn = set()
    for journey in world.journeys:
        until = min(world.staff.person(journey.person).end or END, END)
        drawn |= {
            (journey.person, kind, day)
            for kind, day in (("FIRST_MEETING", journey.meeting_date), ("FIRST_DEAL", journey.deal_date))
            if day and day < until
        }
    assert {(person, kind) for person, kind, _ in found} == {(person, kind) for person, kind, _ in drawn}
    meetings = {each for each in drawn if each[1] == "FIRST_MEETING"}
    assert meetings <= found


def test_whoever_owns_a_lead_has_brought_it_where_it_is(sample: SampleCompany):
    came, brought = (LeadStateChange.objects.filter(from_state="", by=None), LeadStateChange.objects.exclude(by=None))
    assert came.count() == Lead.objects.count()
    assert set(brought.values_list("cause", flat=True)) == {"ACT"}
    assert (
        brought.filter(by=F("lead__owner")).count() == brought.count() == LeadStateChange.objects.count() - came.count()
    )


def test_due_days_are_those_of_the_office_calendar(sample: SampleCompany):
    items = JourneyItem.objects.select_related("journey__office__calendar", "plan_item")
    for item in items:
        week = week_of(item.journey.office)
        assert item.due_date == week.due_date(item.journey.start_date, item.plan_item.working_day)
    assert items.count() == 18 * Journey.objects.count() > 18


def test_same_seed_writes_the_same_tables_and_another_seed_others(sample: SampleCompany):
    remove_sample(by=None)  # the numbers of a table that was used before start anew
    load()
    first = digest_of_tables()
    remove_sample(by=None)
    load()
    assert digest_of_tables() == first
    remove_sample(by=None)
    load(seed=8)
    assert digest_of_tables()["pipeline.Deal"] != first["pipeline.Deal"]


def test_what_was_loaded_is_counted_and_the_truth_is_a_file(db, truth_file):
    sample = load()
    assert sample.row_counts == row_counts()
    assert sample.row_counts["pipeline_deal"] == Deal.objects.count() == 300
    assert Order.objects.filter(repeat_of__isnull=False).exists()
    document = json.loads(truth_file.read_text())
    assert document["arguments"] == {"end": "2026-03-03", "reps": 8, "months": 10, "deals": 300}
    assert document["truth"] == json.loads(json.dumps(sample.truth))
    assert document["truth"]["parameters"]["ramp"]["helpful_factor"] == 1.9


def test_the_cast_can_sign_in_and_nobody_else(sample: SampleCompany):
    members = {member.email: User.objects.get(email=member.email) for member in cast()}
    assert all(user.check_password(PASSWORD) for user in members.values())
    assert holds(members["rosa@kestrel.example"], Role.RECRUITER)
    with_password = {user.name for user in User.objects.all() if user.has_usable_password()}
    assert with_password == CAST_NAMES
    assert User.objects.count() > len(CAST_NAMES)


def test_somebody_works_with_it_with_no_opening_anywhere(sample: SampleCompany, client):
    assert BenchEntry.objects.standing().filter(next_touch_date__lt=END).exists()
    assert Candidacy.objects.open().exists()
    assert Scorecard.objects.filter(submitted_at__isnull=False).exists()
    assert Activity.objects.filter(kind="DEMO").exists()


def test_a_database_with_people_is_refused(cast):
    with assert_refused("database_not_empty", says="only loaded into an empty one"):
        load()
    assert not SampleCompany.objects.exists()


def test_a_second_sample_is_refused(sample: SampleCompany):
    before = digest_of_tables()
    with pytest.raises(NotEmpty, match="remove_demo"):
        load()
    assert digest_of_tables() == before


def test_command_says_what_it_loaded(db, truth_file):
    out, told = StringIO(), StringIO()
    arguments = ["--seed", "7", "--reps", "4", "--months", "3", "--deals", "40", "--password", PASSWORD, "--json"]
    call_command("load_demo", *arguments, stdout=out, stderr=told)
    document = json.loads(out.getvalue())
    assert document["rows"]["pipeline_deal"] == 40
    assert document["password"] == PASSWORD
    assert {member["email"] for member in document["cast"]} >= {"rita@kestrel.example", "nora@kestrel.example"}
    assert "Writing 40 deals." in told.getvalue()


def test_command_refuses_in_a_sentence(cast):
    with pytest.raises(CommandError, match=r"This database is not empty, .*\.$"):
        call_command("load_demo", stderr=StringIO())


def test_command_draws_a_password_on_a_database_of_ones_own(db, settings, truth_file):
    settings.EMBEDDED_DATABASE = False
    out = StringIO()
    call_command("load_demo", "--reps", "4", "--months", "3", "--deals", "40", "--json", stdout=out, stderr=StringIO())
    password = json.loads(out.getvalue())["password"]
    assert len(password) >= 12
    assert User.objects.get(email="olga@kestrel.example").check_password(password)
    assert not SampleCompany.objects.get().password_is_known
