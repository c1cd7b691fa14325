"""Hiring over the API: a candidate from entry to hire, and that refusals say what they mean and change nothing."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from hiring.models import BenchEntry, Candidacy, HiringStage, Scorecard
from salesmgmt.events.models import Event
from salesmgmt.people.models import Competency
from tests.hiring_rows import hiring_stage, make_candidacy, make_entry, make_profile
from tests.onboarding.rows import make_plan
from tests.refusals import all_rows

API = "/api/v1/hiring/"


def posted(client, path: str, body: dict | None = None, *, status: int = 200, how: str = "post") -> dict:
    answer = getattr(client, how)(f"{API}{path}", body or {}, format="json")
    assert answer.status_code == status, answer.content
    return answer.json() if answer.content else {}


def taken_back(client):
    """Takes the last act back that may be; the words."""
    latest = client.get("/api/v1/undos/").json()["results"][0]
    return client.post(f"/api/v1/undos/{latest['id']}/take-back/").json()["words"]


def test_from_entry_to_hire(profile, cast, as_):
    make_plan(None, by=cast.olga)
    client, today = as_(cast.max), timezone.now().date()
    body = {"profile": profile.pk, "name": "Ada Brandt", "email": "ada@post.example", "headline": "AE at Acme"}
    candidacy = posted(client, "candidacies/", body, status=201)
    path = f"candidacies/{candidacy['id']}/"
    assert (candidacy["stage_name"], candidacy["origin"], candidacy["owner"]) == ("Applied", "HAND", cast.max.pk)
    posted(client, f"{path}move/", {"stage": hiring_stage("Screen").pk, "version": candidacy["version"]})
    taken_back(client)
    assert client.get(f"{API}{path}").json()["stage_name"] == "Applied"
    assert [visit["stage_name"] for visit in client.get(f"{API}{path}visits/").json()["results"]] == [
        "Screen",
        "Applied",
    ]
    body = {"candidacy": candidacy["id"], "scheduled_at": "2026-03-02T10:00:00Z", "panel": [cast.max.pk]}
    interview = posted(client, "interviews/", body, status=201)
    discovery = {"competency": Competency.objects.get(code="discovery").pk, "value": 4, "evidence": "Asked well."}
    card = posted(client, "scorecards/", {"interview": interview["id"], "ratings": [discovery]}, status=201)
    body = {"ratings": [discovery], "recommendation": "YES", "summary": "Good.", "version": card["version"]}
    card = posted(client, f"scorecards/{card['id']}/", body, how="put")
    card = posted(client, f"scorecards/{card['id']}/submit/", {"version": card["version"]})
    assert (card["recommendation"], card["ratings"][0]["competency_name"]) == ("YES", "Discovery")
    entry = posted(client, "bench-entries/", {"candidacy": candidacy["id"], "tier": "A"}, status=201)
    assert (entry["warmth"], entry["word"], entry["profile"]) == ("1.0000", "hot", profile.pk)
    body = {"entry": entry["id"], "kind": "CALL", "happened_at": timezone.now().isoformat()}
    posted(client, "touches/", body, status=201)
    assert taken_back(client) == "The touch is taken back"
    joining = {
        "start_date": today.isoformat(),
        "team": cast.north.pk,
        "manager": cast.max.pk,
        "email": "ada@kestrel.example",
    }
    hired = posted(client, f"{path}hire/", joining)
    assert (hired["state"], hired["hired_user"] is not None) == ("HIRED", True)
    left = client.get(f"{API}bench-entries/{entry['id']}/").json()
    assert (left["warmth"], left["word"], left["leave_reason"]) == (None, None, "Hired")


def test_hire_without_a_plan_is_refused_with_the_way_out(candidacy, cast, as_):
    before = all_rows()
    body = {"start_date": "2026-04-01", "team": cast.north.pk, "manager": cast.max.pk, "email": "cal@kestrel.example"}
    answer = posted(as_(cast.max), f"candidacies/{candidacy.pk}/hire/", body, status=422)
    assert (answer["code"], "publish one under Onboarding, Plans" in answer["detail"]) == ("no_published_plan", True)
    assert all_rows() == before


def test_acts_at_an_old_version_are_conflicts(candidacy, entry, cast, as_):
    before = all_rows()
    for path, body in (
        (f"candidacies/{candidacy.pk}/move/", {"stage": hiring_stage("Screen").pk, "version": 9}),
        (f"candidacies/{candidacy.pk}/reject/", {"reason": "No", "version": 9}),
        (f"bench-entries/{entry.pk}/change-tier/", {"tier": "B", "version": 9}),
        (f"bench-entries/{entry.pk}/take-off/", {"reason": "No", "version": 9}),
    ):
        posted(as_(cast.max), path, body, status=409)
    assert all_rows() == before


def test_lists_narrow_and_order(profile, cast, as_):
    for name in ("Ada Brandt", "Bo Berg", "Cy Cole"):
        make_candidacy(profile, cast.max, name, location="Berlin" if name[0] == "B" else "")
    make_entry(Candidacy.objects.get(candidate__name="Cy Cole"), cast.max)
    client = as_(cast.rosa)

    def names(query: str) -> list[str]:
        return [row["candidate_name"] for row in client.get(f"{API}candidacies/?{query}").json()["results"]]

    assert names("order=name") == ["Ada Brandt", "Bo Berg", "Cy Cole"]
    assert names("search=berlin") == ["Bo Berg"]
    assert names("on_bench=true") == ["Cy Cole"]
    assert names(f"profile={profile.pk}&state=REJECTED") == []
    assert names(f"owner={cast.rosa.pk}") == []
    assert client.get(f"{API}candidacies/?salary=1").status_code == 400


@pytest.mark.parametrize("count", [1, 3])
def test_lists_take_the_same_queries_for_one_row_and_for_three(profile, cast, as_, count):
    from tests.hiring_rows import make_interview, submit

    for number in range(count):
        candidacy = make_candidacy(profile, cast.max, f"Cal{number} Candidate")
        make_entry(candidacy, cast.max)
        submit(make_interview(candidacy, cast.max, [cast.max]), cast.max)
    client = as_(cast.max)
    expected = {"candidacies": 3, "candidates": 3, "interviews": 6, "scorecards": 5, "bench-entries": 3, "profiles": 4}
    done = {}
    for name in expected:
        with CaptureQueriesContext(connection) as caught:
            found = client.get(f"{API}{name}/").json()["results"]
        assert len(found) == (1 if name == "profiles" else count)
        done[name] = len(caught)
    assert done == expected


def test_setup_is_written_by_those_who_configure(profile, cast, as_):
    client = as_(cast.rosa)
    stage = posted(
        client, "stages/", {"profile": profile.pk, "name": "Case", "after": hiring_stage("Screen").pk}, status=201
    )
    order = [row.pk for row in HiringStage.objects.in_use().order_by("-position")]
    posted(client, f"profiles/{profile.pk}/reorder/", {"stages": order})
    assert client.get(f"{API}stages/{stage['id']}/").json()["position"] == 4
    assert posted(client, "cadences/", {"tier": "A", "days": 7}, how="put") == {"tier": "A", "days": 7}
    cadences = client.get(f"{API}cadences/").json()["results"]
    assert [row["days"] for row in cadences] == [7, 30, 90]
    source = posted(client, "sources/", {"code": "referral", "name": "Referral"}, status=201)
    posted(client, f"sources/{source['id']}/", {"name": "Referral", "is_active": False}, how="put")
    other = make_profile(cast, "SDR")
    edited = posted(client, f"profiles/{other.pk}/", {"bench_goal": 3, "version": 1}, how="patch")
    assert (edited["bench_goal"], edited["name"]) == (3, "SDR")


def test_a_seat_in_an_interview_is_not_enough_to_act(profile, interview, candidacy, cast, as_):
    from hiring.domain.interviews import change_panel

    change_panel(interview=interview, panel=[cast.mona, cast.ivan], by=cast.rosa, at=interview.scheduled_at)
    for user in (cast.mona, cast.ivan):
        client = as_(user)
        assert client.get(f"{API}candidacies/{candidacy.pk}/").status_code == 200
        posted(client, f"candidacies/{candidacy.pk}/move/", {"stage": hiring_stage("Screen").pk}, status=403)
        posted(client, "bench-entries/", {"candidacy": candidacy.pk, "tier": "A"}, status=403)
    assert not BenchEntry.objects.exists()
    assert not Scorecard.objects.exists()


def test_what_is_said_about_a_candidate_is_read_one_by_one_and_each_time_a_look(candidacy, cast, as_):
    client, path = as_(cast.max), f"{API}candidates/{candidacy.candidate_id}/"
    [line] = client.get(f"{API}candidates/").json()["results"]
    expanded = client.get(f"{API}candidacies/?expand=candidate").json()["results"][0]["candidate"]
    assert line == expanded
    assert line["name"] == "Cal Candidate"
    assert "about" not in line
    refused = client.get(f"{API}candidates/?fields=name,about")
    assert refused.status_code == 400
    assert "There is no about to choose here" in refused.json()["detail"]
    assert not Event.objects.filter(kind="candidate.looked_at").exists()
    assert client.get(path).json() == {**line, "about": ""}
    edited = posted(client, path.removeprefix(API), {"about": "Sells.", "version": line["version"]}, how="patch")
    assert edited["about"] == "Sells."
    looks = Event.objects.filter(kind="candidate.looked_at", subject_id=candidacy.candidate_id)
    assert list(looks.values_list("payload", "actor")) == [({"how": "API"}, cast.max.pk)] * 2
