"""Settings of hiring: each calls one verb, and a refusal stands where it belongs with nothing changed."""

import pytest

from hiring.models import CandidateSource, HiringProfile, HiringStage, TouchCadence
from salesmgmt.people.models import RoleProfile
from tests.hiring_rows import hiring_stage
from tests.refusals import all_rows


@pytest.fixture
def as_rosa(client, cast):
    client.force_login(cast.rosa)
    return client


def test_a_role_profile_is_set_up_with_the_standard_stages(cast, as_rosa):
    role_profile = RoleProfile.objects.create(code="se", name="Sales engineer")
    answer = as_rosa.post("/hiring/profiles/new/", {"role_profile": role_profile.pk})
    profile = HiringProfile.objects.get()
    assert answer.headers["Location"] == f"/hiring/profiles/{profile.pk}/"
    assert [stage.name for stage in profile.stages.in_use()] == ["Applied", "Screen", "Interview", "Role play", "Ready"]
    before = all_rows()
    assert as_rosa.post("/hiring/profiles/new/", {"role_profile": role_profile.pk}).status_code == 422
    assert all_rows() == before


def test_a_role_profile_begins_with_the_stages_of_another(profile, as_rosa):
    HiringStage.objects.filter(name="Screen").update(name="Call")
    role_profile = RoleProfile.objects.create(code="se", name="Sales engineer")
    as_rosa.post("/hiring/profiles/new/", {"role_profile": role_profile.pk, "like": profile.pk})
    assert role_profile.hiring.stages.in_use()[1].name == "Call"
    sdr = RoleProfile.objects.create(code="sdr", name="SDR")
    sent = {"role_profile": sdr.pk, "like": role_profile.hiring.pk}
    assert as_rosa.post("/api/v1/hiring/profiles/", sent, content_type="application/json").status_code == 201
    assert sdr.hiring.stages.in_use()[1].name == "Call"


def test_goal_form_and_pitch_are_edited_at_one_version(profile, as_rosa):
    body = {"version": 1, "bench_goal": 4, "takes_applications": "on", "pitch": "Come."}
    assert as_rosa.post(f"/hiring/profiles/{profile.pk}/", body).status_code == 302
    saved = HiringProfile.objects.get()
    assert (saved.bench_goal, saved.takes_applications, saved.pitch) == (4, True, "Come.")
    assert "/apply/enterprise-ae/" in as_rosa.get(f"/hiring/profiles/{profile.pk}/").content.decode()
    before = all_rows()
    stale = as_rosa.post(f"/hiring/profiles/{profile.pk}/", {**body, "bench_goal": 5})
    assert (stale.status_code, b"changed by somebody else" in stale.content) == (422, True)
    assert as_rosa.post(f"/hiring/profiles/{profile.pk}/", {**body, "bench_goal": 1001}).status_code == 422
    assert all_rows() == before


def test_stages_are_added_renamed_and_retired(profile, candidacy, as_rosa):
    after = hiring_stage("Screen").pk
    body = {"name": "Case", "kind": "INTERVIEW", "normal_days": "6", "after": after}
    assert as_rosa.post(f"/hiring/profiles/{profile.pk}/stages/", body).status_code == 302
    case = hiring_stage("Case")
    renamed = {"name": "Case study", "kind": "INTERVIEW", "normal_days": ""}
    assert as_rosa.post(f"/hiring/stages/{case.pk}/", renamed).status_code == 302
    names = [stage.name for stage in profile.stages.in_use()]
    assert names == ["Applied", "Screen", "Case study", "Interview", "Role play", "Ready"]
    assert as_rosa.post(f"/hiring/stages/{case.pk}/retire/").status_code == 302
    assert HiringStage.objects.get(pk=case.pk).retired_at is not None
    assert "Bring back" in as_rosa.get(f"/hiring/profiles/{profile.pk}/").content.decode()
    as_rosa.post(f"/hiring/stages/{case.pk}/bring-back/")
    assert HiringStage.objects.get(pk=case.pk).retired_at is None
    as_rosa.post(f"/hiring/stages/{case.pk}/retire/")
    before = all_rows()
    again = as_rosa.post(f"/hiring/profiles/{profile.pk}/stages/", {**body, "name": "Screen"})
    assert (again.status_code, b"has a stage of this name" in again.content) == (422, True)
    used = as_rosa.post(f"/hiring/stages/{hiring_stage('Applied').pk}/retire/")
    assert (used.status_code, b"move them to another stage first" in used.content) == (422, True)
    assert as_rosa.post(f"/hiring/stages/{case.pk}/shift/", {"to": "up"}).status_code == 422
    assert all_rows() == before


def test_a_stage_goes_one_place_and_stays_at_the_end(profile, as_rosa):
    ready = hiring_stage("Ready")
    as_rosa.post(f"/hiring/stages/{ready.pk}/shift/", {"to": "up"})
    assert [stage.name for stage in profile.stages.in_use()][-2:] == ["Ready", "Role play"]
    before = all_rows()
    first = hiring_stage("Applied")
    assert as_rosa.post(f"/hiring/stages/{first.pk}/shift/", {"to": "up"}).status_code == 302
    assert all_rows() == before


def test_hirers_are_chosen(profile, cast, as_rosa):
    as_rosa.post(f"/hiring/profiles/{profile.pk}/hirers/", {"users": [cast.max.pk, cast.mona.pk]})
    assert sorted(profile.hirers.values_list("user__name", flat=True)) == ["Max Adler", "Mona Mai"]
    before = all_rows()
    assert as_rosa.post(f"/hiring/profiles/{profile.pk}/hirers/", {"users": [cast.rita.pk]}).status_code == 422
    assert all_rows() == before


def test_cadences_are_set(profile, as_rosa):
    as_rosa.post("/hiring/cadences/", {"tier": "A", "days": "10"})
    assert TouchCadence.objects.get(tier="A").days == 10
    before = all_rows()
    assert as_rosa.post("/hiring/cadences/", {"tier": "A", "days": "0"}).status_code == 422
    assert as_rosa.post("/hiring/cadences/", {"tier": "Z", "days": "9"}).status_code == 422
    assert all_rows() == before


def test_sources_are_added_and_taken_out_of_use(profile, as_rosa):
    as_rosa.post("/hiring/sources/", {"name": "Trade fair"})
    source = CandidateSource.objects.get()
    assert (source.code, source.is_active) == ("trade-fair", True)
    as_rosa.post(f"/hiring/sources/{source.pk}/offer/", {"offered": "0"})
    assert CandidateSource.objects.get().is_active is False
    as_rosa.post(f"/hiring/sources/{source.pk}/", {"name": "Fairs"})
    source.refresh_from_db()
    assert (source.code, source.name, source.is_active) == ("trade-fair", "Fairs", False)
    before = all_rows()
    assert as_rosa.post(f"/hiring/sources/{source.pk}/", {"name": " "}).status_code == 422
    again = as_rosa.post("/hiring/sources/", {"name": "Trade fair"})
    assert (again.status_code, b"already a candidate source of this code" in again.content) == (422, True)
    assert as_rosa.post("/hiring/sources/", {"name": "…"}).status_code == 422
    assert all_rows() == before
