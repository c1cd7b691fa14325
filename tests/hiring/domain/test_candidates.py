import pytest

from hiring.domain.applications import apply
from hiring.domain.candidates import edit_candidate, enter_candidate
from hiring.domain.profiles import edit, set_hirers
from hiring.models import Candidacy, Candidate, StageVisit
from salesmgmt.events.models import Event
from tests.hiring_rows import DAY, hiring_stage, make_candidacy, make_profile
from tests.pipeline.evidence import last_event
from tests.refusals import all_rows, assert_refused

FACTS = {"name": "Ada Brandt", "email": "ada@post.example", "headline": "AE at Acme"}


@pytest.fixture
def open_form(profile, cast, at):
    return edit(profile=profile, facts={"takes_applications": True}, by=cast.rosa, at=at)


def test_enter_candidate_begins_in_the_first_stage(profile, cast, at):
    candidacy = enter_candidate(profile=profile, facts=FACTS, by=cast.max, at=at)
    candidate = candidacy.candidate
    assert (candidate.name, candidate.email, candidate.created_by, candidate.version) == (
        "Ada Brandt",
        "ada@post.example",
        cast.max,
        1,
    )
    assert (candidacy.stage.name, candidacy.owner, candidacy.origin, candidacy.applied_at) == (
        "Applied",
        cast.max,
        "HAND",
        at,
    )
    assert list(StageVisit.objects.values_list("entered_at", "left_at", "entered_by")) == [(at, None, cast.max.pk)]
    payload = {
        "profile_id": profile.pk,
        "stage_id": hiring_stage("Applied").pk,
        "origin": "HAND",
        "owner_id": cast.max.pk,
    }
    assert last_event() == ("candidacy.opened", "hiring.candidacy", candidacy.pk, cast.max.pk, payload)


def test_enter_candidate_may_begin_in_another_stage(profile, cast, at):
    stage = hiring_stage("Interview")
    assert enter_candidate(profile=profile, facts=FACTS, stage=stage, by=cast.max, at=at).stage == stage


def test_enter_candidate_again_is_the_same_person_with_blanks_filled_in(profile, cast, at):
    first = enter_candidate(profile=profile, facts=FACTS, by=cast.max, at=at)
    sdr = make_profile(cast, "SDR")
    facts = {"name": "A. Brandt", "email": "ADA@post.example", "headline": "Boss", "phone": "030 1"}
    second = enter_candidate(profile=sdr, facts=facts, by=cast.rosa, at=at)
    assert second.candidate == first.candidate
    candidate = Candidate.objects.get()
    assert (candidate.name, candidate.headline, candidate.phone) == ("Ada Brandt", "AE at Acme", "030 1")


def test_enter_candidate_who_runs_there_already_is_refused_and_says_where(profile, cast, at):
    enter_candidate(profile=profile, facts=FACTS, by=cast.max, at=at)
    with assert_refused("runs_already", "email", says="Ada Brandt runs for Enterprise AE already, in Applied"):
        enter_candidate(profile=profile, facts={**FACTS, "phone": "030 1"}, by=cast.max, at=at)


def test_enter_candidate_without_an_address_is_somebody_new_each_time(profile, cast, at):
    for _ in range(2):
        enter_candidate(profile=profile, facts={"name": "Ada Brandt", "email": ""}, by=cast.max, at=at)
    assert Candidate.objects.filter(email=None).count() == 2


def test_enter_candidate_refuses_bad_facts(profile, cast, at):
    with assert_refused("a_candidate_has_a_name", "name"):
        enter_candidate(profile=profile, facts={"name": " "}, by=cast.max, at=at)
    with assert_refused("a_candidate_email_has_an_at", "email"):
        enter_candidate(profile=profile, facts={"name": "Ada", "email": "ada"}, by=cast.max, at=at)
    with assert_refused("refused", says="salary cannot be edited here"):
        enter_candidate(profile=profile, facts={"name": "Ada", "salary": 1}, by=cast.max, at=at)


@pytest.mark.parametrize("name", ["mona", "ivan", "rita", "finn", "api_user"])
def test_enter_candidate_is_for_those_who_hire_for_the_profile(profile, cast, at, name):
    with assert_refused("not_allowed"):
        enter_candidate(profile=profile, facts=FACTS, by=getattr(cast, name), at=at)


def test_enter_candidate_for_an_owner_who_does_not_hire_for_it_is_refused(profile, cast, at):
    with assert_refused("keeper", "owner"):
        enter_candidate(profile=profile, facts=FACTS, owner=cast.mona, by=cast.max, at=at)


def test_edit_candidate_says_the_fields_and_never_the_words(candidacy, cast, at):
    edited = edit_candidate(candidate=candidacy.candidate, facts={"phone": "030 1"}, by=cast.max, at=at)
    assert (edited.phone, edited.version) == ("030 1", 2)
    assert last_event()[4] == {"fields": ["phone"]}
    before = all_rows()
    edit_candidate(candidate=edited, facts={"phone": "030 1"}, by=cast.max, at=at)
    assert all_rows() == before


def test_edit_candidate_refuses_the_address_of_another_and_an_old_version(profile, candidacy, cast, at):
    make_candidacy(profile, cast.max, "Ada Brandt")
    with assert_refused("hiring_candidate_email_key", "email"):
        edit_candidate(candidate=candidacy.candidate, facts={"email": "ADA@post.example"}, by=cast.max, at=at)
    with assert_refused("conflict"):
        edit_candidate(candidate=candidacy.candidate, facts={"phone": "1"}, by=cast.max, at=at, expected_version=8)


@pytest.mark.parametrize("email", ["cal@post.example\nBcc: all@post.example", "cal @post.example", "a\rb@post.example"])
def test_an_address_with_a_line_break_comes_in_by_no_door(open_form, candidacy, cast, at, client, email):
    """Else it would write lines of its own into the head of a mail."""
    says = "one word, without blanks or line breaks"
    with assert_refused("a_candidate_email_is_one_word", "email", says=says):
        edit_candidate(candidate=candidacy.candidate, facts={"email": email}, by=cast.max, at=at)
    with assert_refused("a_candidate_email_is_one_word", "email", says=says):
        make_candidacy(open_form, cast.max, "Dot Doe", email=email)
    with assert_refused("a_candidate_email_is_one_word", "email", says=says):
        apply(profile=open_form, facts={"name": "Dot Doe", "email": email}, at=at)
    client.force_login(cast.max)
    address = f"/api/v1/hiring/candidates/{candidacy.candidate_id}/"
    before = all_rows()
    answer = client.patch(address, {"email": email}, content_type="application/json", HTTP_IF_MATCH="*")
    assert (answer.status_code, "email" in answer.content.decode()) == (400, True)
    assert all_rows() == before


def test_edit_candidate_by_somebody_who_does_not_hire_for_them_is_not_allowed(profile, candidacy, cast, at):
    with assert_refused("not_allowed"):
        edit_candidate(candidate=candidacy.candidate, facts={"phone": "1"}, by=cast.mona, at=at)
    set_hirers(profile=profile, users=[cast.mona], by=cast.rosa, at=at)
    assert edit_candidate(candidate=candidacy.candidate, facts={"phone": "1"}, by=cast.mona, at=at).phone == "1"


def test_apply_enters_somebody_whom_nobody_owns_yet(open_form, at):
    apply(profile=open_form, facts={**FACTS, "about": "I sell."}, at=at)
    candidacy = Candidacy.objects.select_related("candidate").get()
    assert (candidacy.origin, candidacy.owner, candidacy.stage.name) == ("FORM", None, "Applied")
    assert (candidacy.candidate.about, candidacy.candidate.created_by) == ("I sell.", None)
    assert {event.actor_id for event in Event.objects.filter(kind__startswith="candida")} == {None}


def test_apply_answers_the_same_whether_or_not_the_address_is_known(open_form, candidacy, cast, at):
    """Known or not, running or not: nothing is answered, and nothing that we know is overwritten."""
    known = {"name": "Somebody Else", "email": "cal@post.example", "headline": "Changed", "about": "I sell."}
    answers = [apply(profile=open_form, facts={**FACTS, **facts}, at=at + DAY) for facts in ({}, known, known)]
    assert answers == [None, None, None]
    cal = Candidate.objects.get(email="cal@post.example")
    assert (cal.name, cal.headline) == ("Cal Candidate", "")
    assert cal.about == "3 March 2026, applying for Enterprise AE:\nI sell."
    assert cal.candidacies.count() == 1
    assert last_event() == ("candidacy.applied_again", "hiring.candidacy", candidacy.pk, None, {})


def test_apply_to_another_profile_opens_a_candidacy_of_the_same_person(open_form, candidacy, cast, at):
    sdr = edit(profile=make_profile(cast, "SDR"), facts={"takes_applications": True}, by=cast.rosa, at=at)
    apply(profile=sdr, facts={"name": "Cal", "email": "cal@post.example"}, at=at)
    assert Candidate.objects.count() == 1
    assert Candidacy.objects.get(profile=sdr).origin == "FORM"


def test_apply_to_a_closed_form_is_refused(profile, at):
    with assert_refused("form_closed", says="Enterprise AE takes no applications at present"):
        apply(profile=profile, facts=FACTS, at=at)


@pytest.mark.parametrize(
    ("facts", "code", "field"),
    [
        ({"name": "", "email": "cal@post.example"}, "a_candidate_has_a_name", "name"),
        ({"name": "Ada", "email": "", "phone": " "}, "an_applicant_can_be_reached", "email"),
        ({"name": "Ada", "email": "ada"}, "a_candidate_email_has_an_at", "email"),
    ],
)
def test_apply_refuses_what_would_be_refused_of_anybody(open_form, candidacy, at, facts, code, field):
    with assert_refused(code, field):
        apply(profile=open_form, facts=facts, at=at)
