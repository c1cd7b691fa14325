import pytest

from hiring.domain import profiles
from hiring.domain.candidacies import move_candidacy
from hiring.domain.kits import write_kit_part
from hiring.models import Hirer, HiringProfile, KitPart
from salesmgmt.people.models import Competency, RoleProfile
from tests.hiring_rows import hiring_stage, make_candidacy
from tests.pipeline.evidence import last_event
from tests.refusals import all_rows, assert_refused

pytestmark = pytest.mark.django_db


def stages(profile) -> list[tuple]:
    return [(stage.position, stage.name, stage.kind) for stage in profile.stages.in_use()]


def names(profile) -> list[str]:
    return [stage.name for stage in profile.stages.in_use()]


def test_set_up_brings_the_standard_stages(profile):
    assert stages(profile) == [
        (1, "Applied", "APPLICATION"),
        (2, "Screen", "INTERVIEW"),
        (3, "Interview", "INTERVIEW"),
        (4, "Role play", "INTERVIEW"),
        (5, "Ready", "READY"),
    ]
    assert (profile.bench_goal, profile.takes_applications) == (0, False)


def test_set_up_like_another_profile_brings_its_stages_in_use_and_their_kits(profile, cast, at):
    profiles.retire_stage(stage=hiring_stage("Role play"), by=cast.rosa, at=at)
    screen = hiring_stage("Screen")
    profiles.edit_stage(stage=screen, name="Call", kind="INTERVIEW", normal_days=4, by=cast.rosa, at=at)
    said = {"competency": Competency.objects.get(code="discovery"), "minutes": 20, "questions": "Why?", "good": "Asks."}
    write_kit_part(stage=screen, **said, by=cast.rosa, at=at)
    role_profile = RoleProfile.objects.create(code="sdr", name="SDR")
    made = profiles.set_up(role_profile=role_profile, like=profile, by=cast.rosa, at=at)
    assert [(stage.name, stage.normal_days) for stage in made.stages.in_use()] == [
        ("Applied", 5),
        ("Call", 4),
        ("Interview", 10),
        ("Ready", None),
    ]
    part = KitPart.objects.get(stage__profile=made)
    assert (part.stage.name, part.competency.name, part.minutes, part.questions, part.good) == (
        "Call",
        "Discovery",
        20,
        "Why?",
        "Asks.",
    )
    assert KitPart.objects.filter(stage=screen).count() == 1


def test_set_up_twice_is_refused(profile, cast, at):
    with assert_refused("hiring_hiringprofile_role_profile_id_key", "role_profile"):
        profiles.set_up(role_profile=profile.role_profile, by=cast.rosa, at=at)


@pytest.mark.parametrize("name", ["max", "ivan", "rita"])
def test_set_up_is_for_admins_and_recruiters(cast, at, name):
    role_profile = RoleProfile.objects.create(code="sdr", name="SDR")
    with assert_refused("not_allowed"):
        profiles.set_up(role_profile=role_profile, by=getattr(cast, name), at=at)


def test_edit_says_which_fields_changed(profile, cast, at):
    edited = profiles.edit(
        profile=profile, facts={"bench_goal": 4, "takes_applications": True, "pitch": "Sell."}, by=cast.rosa, at=at
    )
    assert (edited.bench_goal, edited.takes_applications, edited.version) == (4, True, 2)
    payload = {"fields": ["bench_goal", "takes_applications", "pitch"], "bench_goal": 4, "takes_applications": True}
    assert last_event() == ("hiring_profile.edited", "hiring.hiringprofile", profile.pk, cast.rosa.pk, payload)


def test_edit_to_what_it_is_changes_nothing(profile, cast, at):
    before = all_rows()
    profiles.edit(profile=profile, facts={"bench_goal": 0}, by=cast.rosa, at=at)
    assert all_rows() == before


def test_edit_refuses_what_it_does_not_know_or_may_not_be(profile, cast, at):
    with assert_refused("refused", says="role_profile cannot be edited here"):
        profiles.edit(profile=profile, facts={"role_profile": None}, by=cast.rosa, at=at)
    with assert_refused("a_bench_goal_is_at_most_1000", "bench_goal"):
        profiles.edit(profile=profile, facts={"bench_goal": 1001}, by=cast.rosa, at=at)
    with assert_refused("conflict"):
        profiles.edit(profile=profile, facts={"bench_goal": 1}, by=cast.rosa, at=at, expected_version=7)


def test_add_stage_stands_after_another(profile, cast, at):
    profiles.add_stage(profile=profile, name="Case", after=hiring_stage("Screen"), by=cast.rosa, at=at)
    profiles.add_stage(profile=profile, name="Sourced", after=None, by=cast.rosa, at=at)
    assert names(profile) == ["Sourced", "Applied", "Screen", "Case", "Interview", "Role play", "Ready"]
    assert [stage.position for stage in profile.stages.in_use()] == [1, 2, 3, 4, 5, 6, 7]


def test_add_stage_refuses_a_name_twice_and_a_stage_elsewhere(profile, cast, at):
    with assert_refused("a_hiring_stage_name_is_taken_once", "name"):
        profiles.add_stage(profile=profile, name="Screen ", after=None, by=cast.rosa, at=at)
    with assert_refused("a_hiring_stage_has_a_name", "name"):
        profiles.add_stage(profile=profile, name=" ", after=None, by=cast.rosa, at=at)
    other = profiles.set_up(role_profile=RoleProfile.objects.create(code="sdr", name="SDR"), by=cast.rosa, at=at)
    with assert_refused("refused", "after"):
        profiles.add_stage(profile=profile, name="Case", after=hiring_stage("Screen", other), by=cast.rosa, at=at)


def test_edit_stage(profile, cast, at):
    edited = profiles.edit_stage(
        stage=hiring_stage("Screen"), name="Phone screen", kind="INTERVIEW", normal_days=3, by=cast.rosa, at=at
    )
    assert (edited.name, edited.normal_days) == ("Phone screen", 3)
    with assert_refused("hiring_stage_kind_is_known", "name"):
        profiles.edit_stage(stage=edited, name="Phone screen", kind="ODD", normal_days=3, by=cast.rosa, at=at)


def test_retire_stage_keeps_it_for_histories(profile, cast, at):
    profiles.retire_stage(stage=hiring_stage("Role play"), by=cast.rosa, at=at)
    assert names(profile) == ["Applied", "Screen", "Interview", "Ready"]
    assert hiring_stage("Role play").retired_at == at


def test_a_stage_is_brought_back_where_it_stood(profile, cast, at):
    profiles.retire_stage(stage=hiring_stage("Screen"), by=cast.rosa, at=at)
    before = all_rows()
    profiles.bring_stage_back(stage=hiring_stage("Role play"), by=cast.rosa, at=at)
    assert all_rows() == before
    screen = profiles.bring_stage_back(stage=hiring_stage("Screen"), by=cast.rosa, at=at)
    assert names(profile) == ["Applied", "Screen", "Interview", "Role play", "Ready"]
    assert last_event()[:3] == ("hiring_stage.brought_back", "hiring.hiringstage", screen.pk)


def test_a_stage_whose_name_is_taken_by_now_stays_retired(profile, cast, at):
    screen = profiles.retire_stage(stage=hiring_stage("Screen"), by=cast.rosa, at=at)
    profiles.add_stage(profile=profile, name="Screen", after=None, by=cast.rosa, at=at)
    with assert_refused("a_hiring_stage_name_is_taken_once", "name"):
        profiles.bring_stage_back(stage=screen, by=cast.rosa, at=at)


def test_retire_stage_with_people_in_it_is_refused(profile, cast, at):
    candidacy = make_candidacy(profile, cast.max)
    move_candidacy(candidacy=candidacy, to=hiring_stage("Screen"), by=cast.max, at=at)
    with assert_refused("stage_in_use", says="1 candidate is in Screen"):
        profiles.retire_stage(stage=hiring_stage("Screen"), by=cast.rosa, at=at)


def test_retire_the_last_stage_is_refused(profile, cast, at):
    for name in ("Applied", "Screen", "Interview", "Role play"):
        profiles.retire_stage(stage=hiring_stage(name), by=cast.rosa, at=at)
    with assert_refused("last_stage"):
        profiles.retire_stage(stage=hiring_stage("Ready"), by=cast.rosa, at=at)


def test_reorder_names_every_stage_once(profile, cast, at):
    known = list(profile.stages.in_use())
    profiles.reorder(profile=profile, stages=known[::-1], by=cast.rosa, at=at)
    assert names(profile) == ["Ready", "Role play", "Interview", "Screen", "Applied"]
    with assert_refused("refused", "stages"):
        profiles.reorder(profile=profile, stages=known[:4], by=cast.rosa, at=at)


def test_set_hirers_lets_managers_see_the_candidates(profile, cast, at):
    profiles.set_hirers(profile=profile, users=[cast.mona], by=cast.rosa, at=at)
    assert [row.user for row in Hirer.objects.all()] == [cast.mona]
    assert list(HiringProfile.objects.hired_for_by(cast.mona)) == [profile]
    assert not HiringProfile.objects.hired_for_by(cast.max).exists()
    with assert_refused("refused", "users", says="Rita Sandoval is no manager or recruiter"):
        profiles.set_hirers(profile=profile, users=[cast.rita], by=cast.rosa, at=at)
