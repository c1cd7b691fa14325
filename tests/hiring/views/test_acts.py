"""Acts on pages: the same domain functions as the API, the sentence at the field, and nothing changed when refused."""

import json
import re
from datetime import timedelta

import pytest
from django.utils import timezone

from hiring.domain.bench import put_on_bench
from hiring.models import BenchEntry, Candidacy, Candidate, Interview, Scorecard, Touch
from salesmgmt.web.models import Undo
from tests.hiring_rows import hiring_stage, make_candidacy, make_entry
from tests.refusals import all_rows

HTMX = {"HTTP_HX_REQUEST": "true"}


@pytest.fixture
def now_entry(cast, profile) -> BenchEntry:
    """Ada, put on the bench just now."""
    now = timezone.now()
    candidacy = make_candidacy(profile, cast.max, "Ada Brandt", at=now - timedelta(days=3))
    return put_on_bench(candidacy=candidacy, tier="A", by=cast.max, at=now - timedelta(days=2))


def at(candidacy, act):
    return f"/hiring/candidacies/{candidacy.pk}/{act}/"


def trigger(answer):
    return json.loads(answer["HX-Trigger"])


def test_move_from_the_board_says_what_changed_and_how_to_take_it_back(candidacy, cast, client):
    client.force_login(cast.max)
    body = {"stage": hiring_stage("Screen").pk, "version": 1}
    answer = client.post(at(candidacy, "move") + "?as=board", body, **HTMX)
    assert (answer.status_code, answer.content) == (204, b"")
    stages = sorted([hiring_stage("Applied").pk, hiring_stage("Screen").pk])
    assert trigger(answer)["record-changed"] == {"stages": stages, "row": candidacy.pk}
    undo = f"/undo/{Undo.objects.get().pk}/"
    assert trigger(answer)["toast"] == {"text": "Cal Candidate moved to Screen", "undo": undo, "bad": False}
    assert client.post(undo, **HTMX).status_code == 204
    assert Candidacy.objects.get(pk=candidacy.pk).stage.name == "Applied"


def test_a_move_of_what_moved_on_is_a_conflict(candidacy, cast, client):
    client.force_login(cast.max)
    before = all_rows()
    body = {"stage": hiring_stage("Screen").pk, "version": 8}
    answer = client.post(at(candidacy, "move") + "?as=board", body, **HTMX)
    assert answer.status_code == 409
    assert trigger(answer)["record-refused"] == {"row": candidacy.pk, "stages": [candidacy.stage_id], "field": ""}
    assert all_rows() == before


def test_what_came_too_late_for_the_bench_stands_in_its_form_at_the_version_there_is(now_entry, cast, client):
    client.force_login(cast.max)
    before = all_rows()
    day = (timezone.now() + timedelta(days=20)).date()
    typed = {"until": f"{day:%Y-%m-%d}", "version": now_entry.version + 1}
    answer = client.post(at(now_entry.candidacy, "snooze"), typed, **HTMX)
    assert (answer.status_code, all_rows()) == (409, before)
    form = answer.context["forms"]["snooze"]
    assert (form["until"].value(), form["version"].value()) == (typed["until"], str(now_entry.version))


@pytest.mark.parametrize(
    ("act", "body", "state"),
    [
        ("reject", {"reason": "Wants to manage."}, "REJECTED"),
        ("withdraw", {"reason": "Took another offer."}, "WITHDRAWN"),
    ],
)
def test_an_end_says_why_and_can_be_opened_again(candidacy, cast, client, act, body, state):
    client.force_login(cast.max)
    answer = client.post(at(candidacy, act) + "?as=panel", {**body, "version": 1}, **HTMX)
    assert answer.status_code == 200
    assert b'id="record"' in answer.content
    assert body["reason"].encode() in answer.content
    ended = Candidacy.objects.get(pk=candidacy.pk)
    assert (ended.state, ended.end_reason) == (state, body["reason"])
    client.post(at(candidacy, "reopen"), {"stage": hiring_stage("Screen").pk, "version": ended.version})
    opened = Candidacy.objects.get(pk=candidacy.pk)
    assert (opened.state, opened.stage.name) == ("OPEN", "Screen")


@pytest.mark.parametrize(
    ("act", "body"),
    [("reject", {"reason": ""}), ("withdraw", {}), ("bench", {"tier": "Z"}), ("move", {"stage": "0"})],
)
def test_a_refused_act_changes_nothing(candidacy, cast, client, act, body):
    client.force_login(cast.max)
    before = all_rows()
    assert client.post(at(candidacy, act), {**body, "version": 1}, **HTMX).status_code == 422
    assert all_rows() == before


def test_an_interviewer_cannot_act_on_whom_they_see(candidacy, interview, cast, client):
    client.force_login(cast.ivan)
    before = all_rows()
    assert client.post(at(candidacy, "reject"), {"reason": "No", "version": 1}, **HTMX).status_code == 403
    assert client.get(at(candidacy, "facts")).status_code == 404
    assert client.get(at(candidacy, "hire")).status_code == 404
    assert all_rows() == before


def test_a_touch_is_logged_and_taken_back(now_entry, cast, client):
    client.force_login(cast.max)
    candidacy = now_entry.candidacy
    body = {"kind": "COFFEE", "note": "Open from February.", "version": now_entry.version}
    answer = client.post(at(candidacy, "touch") + "?as=panel", body, **HTMX)
    touch = Touch.objects.get()
    assert (touch.kind, touch.note, touch.user) == ("COFFEE", "Open from February.", cast.max)
    assert b"Open from February." in answer.content
    assert b"Open from February." in client.get(at(candidacy, "timeline"), **HTMX).content
    undo = trigger(answer)["toast"]["undo"]
    assert undo == f"/undo/{Undo.objects.get().pk}/"
    assert client.post(undo, **HTMX).status_code == 204
    assert Touch.objects.count() == 0
    assert BenchEntry.objects.get().next_touch_date == now_entry.next_touch_date


def test_the_acts_of_the_bench(now_entry, cast, client):
    client.force_login(cast.max)
    candidacy = now_entry.candidacy
    until = (timezone.now() + timedelta(days=40)).date()

    def act(name, **body):
        entry = BenchEntry.objects.get()
        assert client.post(at(candidacy, name), {**body, "version": entry.version}, **HTMX).status_code == 200
        return BenchEntry.objects.get()

    assert act("snooze", until=until).next_touch_date == until
    assert act("tier", tier="C").tier == "C"
    assert act("dates", ready_date=until, consent_until=until).consent_until == until
    assert act("hand-over", owner=cast.rosa.pk).owner == cast.rosa
    assert act("take-off", reason="Moved abroad.").left_at is not None
    before = all_rows()
    late = client.post(at(candidacy, "touch"), {"kind": "CALL", "note": "On a page from before."}, **HTMX)
    assert (late.status_code, "has left the bench in between" in late.content.decode()) == (409, True)
    assert all_rows() == before


@pytest.mark.parametrize(
    ("act", "body"),
    [
        ("snooze", {"until": "2001-01-01"}),
        ("touch", {"kind": "CALL", "happened_at": "2999-01-01T10:00"}),
        ("hand-over", {"owner": "{rita}"}),
        ("take-off", {"reason": ""}),
        ("dates", {"consent_until": "2001-01-01"}),
    ],
)
def test_a_refused_act_of_the_bench_stands_at_its_field(now_entry, cast, client, act, body):
    client.force_login(cast.max)
    before = all_rows()
    body = {name: str(cast.rita.pk) if value == "{rita}" else value for name, value in body.items()}
    answer = client.post(at(now_entry.candidacy, act), {**body, "version": now_entry.version}, **HTMX)
    assert answer.status_code == 422
    assert b'class="err"' in answer.content
    assert all_rows() == before


def test_a_stale_act_of_the_bench_shows_how_it_stands_now(now_entry, cast, client):
    client.force_login(cast.max)
    before = all_rows()
    answer = client.post(at(now_entry.candidacy, "tier"), {"tier": "B", "version": 9}, **HTMX)
    assert answer.status_code == 409
    assert b"changed on the bench in between" in answer.content
    assert all_rows() == before


def test_facts_are_edited_where_they_stand(candidacy, cast, client):
    client.force_login(cast.max)
    assert b"hx-post" in client.get(at(candidacy, "facts")).content
    body = {"name": "Cal Carver", "email": "cal@carver.example", "version": candidacy.candidate.version}
    answer = client.post(at(candidacy, "facts"), body, **HTMX)
    assert answer.status_code == 200
    assert b"Cal Carver" in answer.content
    before = all_rows()
    refused = client.post(at(candidacy, "facts"), {**body, "name": "", "version": 2}, **HTMX)
    assert (refused.status_code, refused["HX-Retarget"]) == (422, "#facts")
    assert client.post(at(candidacy, "facts"), {**body, "name": "Other"}, **HTMX).status_code == 409
    assert all_rows() == before


def test_a_candidate_is_entered_once_for_a_profile(profile, cast, client):
    client.force_login(cast.max)
    body = {"name": "Ada Brandt", "email": "ada@post.example", "profile": profile.pk}
    answer = client.post("/hiring/candidates/new/", body)
    candidacy = Candidacy.objects.get()
    assert answer.headers["Location"] == f"/hiring/candidacies/{candidacy.pk}/"
    assert (candidacy.candidate.name, candidacy.owner, candidacy.stage.name) == ("Ada Brandt", cast.max, "Applied")
    before = all_rows()
    warned = client.post("/hiring/candidates/new/", body)
    assert (warned.status_code, b"This may be here already" in warned.content) == (409, True)
    again = client.post("/hiring/candidates/new/", body | {"anyway": "1"})
    assert (again.status_code, b"open that candidacy instead" in again.content) == (422, True)
    assert all_rows() == before


def test_an_interview_is_planned_moved_and_cancelled(candidacy, cast, client):
    client.force_login(cast.max)
    body = {
        "stage": candidacy.stage_id,
        "scheduled_at": "2999-03-02T11:00",
        "minutes": 30,
        "panel": [cast.ivan.pk, cast.max.pk],
    }
    assert client.post(at(candidacy, "interviews/new"), body).status_code == 302
    interview = Interview.objects.get()
    assert interview.scheduled_at.isoformat() == "2999-03-02T10:00:00+00:00"
    assert sorted(interview.panel.values_list("user__name", flat=True)) == ["Ivan Ilic", "Max Adler"]
    moved = {"scheduled_at": "2999-03-03T11:00", "minutes": 30, "version": 1}
    assert client.post(f"/hiring/interviews/{interview.pk}/reschedule/", moved).status_code == 302
    panel = {"panel": [cast.rosa.pk], "version": 2}
    assert client.post(f"/hiring/interviews/{interview.pk}/panel/", panel).status_code == 302
    assert interview.panel.get().user == cast.rosa
    before = all_rows()
    assert client.post(at(candidacy, "interviews/new"), {**body, "panel": []}).status_code == 422
    assert client.post(f"/hiring/interviews/{interview.pk}/panel/", {"panel": [], "version": 3}).status_code == 422
    assert client.post(f"/hiring/interviews/{interview.pk}/held/").status_code == 422
    assert all_rows() == before
    assert client.post(f"/hiring/interviews/{interview.pk}/cancel/", {"version": 3}).status_code == 302
    assert Interview.objects.get().state == "CANCELLED"


def card_of(interview, **changes):
    """A whole scorecard as the form sends it: discovery rated, closing not seen."""
    rated = {c.code: c.pk for c in interview.candidacy.profile.role_profile.competencies.all()}
    said = {
        f"value-{rated['discovery']}": "4",
        f"evidence-{rated['discovery']}": "Asked first.",
        f"value-{rated['closing']}": "0",
        "recommendation": "YES",
        "summary": "Listens.",
        "version": "0",
        "act": "submit",
    }
    return {**said, **changes}


def test_a_scorecard_is_kept_as_a_draft_and_submitted_for_good(interview, cast, client):
    client.force_login(cast.ivan)
    address = f"/hiring/interviews/{interview.pk}/scorecard/"
    assert client.post(address, card_of(interview, act="draft", recommendation="")).status_code == 302
    draft = Scorecard.objects.get()
    assert (draft.submitted_at, draft.ratings.get().value) == (None, 4)
    assert b"Asked first." in client.get(address).content
    answer = client.post(address, card_of(interview, version=draft.version))
    assert answer.headers["Location"] == f"/hiring/candidacies/{interview.candidacy_id}/"
    assert Scorecard.objects.get().submitted_at is not None
    before = all_rows()
    assert client.get(address).status_code == 302
    again = client.post(address, card_of(interview, version=Scorecard.objects.get().version, summary="Changed"))
    assert (again.status_code, b"stays as it is" in again.content) == (422, True)
    assert all_rows() == before


def test_an_interview_whose_time_has_passed_was_held_or_did_not_take_place(interview, cast, client):
    client.force_login(cast.max)
    page = client.get(f"/hiring/candidacies/{interview.candidacy_id}/").content.decode()
    for address in ("held", "cancel"):
        assert f'action="/hiring/interviews/{interview.pk}/{address}/"' in page
    client.post(f"/hiring/interviews/{interview.pk}/cancel/", {"version": 1})
    assert Interview.objects.get().state == "CANCELLED"


def test_enter_on_a_rating_keeps_a_draft(interview, cast, client):
    """It presses the first button of the form, and submitting is for good."""
    client.force_login(cast.ivan)
    text = client.get(f"/hiring/interviews/{interview.pk}/scorecard/").content.decode()
    assert re.findall('name="act" value="([a-z]+)"', text) == ["draft", "submit"]


def test_a_scorecard_lacking_something_says_so_and_keeps_nothing(interview, cast, client):
    client.force_login(cast.ivan)
    address = f"/hiring/interviews/{interview.pk}/scorecard/"
    whole = card_of(interview)
    evidence = next(name for name in whole if name.startswith("evidence-"))
    before = all_rows()
    bare = client.post(address, {**whole, evidence: " "})
    assert (bare.status_code, b"needs what you saw or heard" in bare.content) == (422, True)
    silent = client.post(address, {**whole, "recommendation": ""})
    assert (silent.status_code, b"whether you would hire them" in silent.content) == (422, True)
    stale = client.post(address, {**whole, "version": "7"})
    assert (stale.status_code, b"changed this scorecard elsewhere" in stale.content) == (422, True)
    assert all_rows() == before


def test_only_the_panel_writes_scorecards(interview, cast, client):
    client.force_login(cast.rosa)
    before = all_rows()
    address = f"/hiring/interviews/{interview.pk}/scorecard/"
    assert client.post(address, card_of(interview)).status_code == 404
    assert all_rows() == before


def test_the_panel_of_the_bench_speaks_of_the_standing_entry(cast, candidacy, client):
    make_entry(candidacy, cast.max)
    client.force_login(cast.max)
    page = client.get(f"/hiring/candidacies/{candidacy.pk}/panel/").content.decode()
    assert "A: every 14 days" in page
    assert Candidate.objects.count() == 1
