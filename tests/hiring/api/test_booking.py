"""Booking links, hours, feeds, kits, debriefs and interviewers over the API; the blind rule holds there, too."""

from hiring.models import AvailabilityWindow, BookingLink, KitPart
from salesmgmt.people.models import Competency
from tests.hiring.api.test_hiring import API, posted
from tests.hiring_rows import hiring_stage, submit
from tests.refusals import all_rows


def test_a_link_is_sent_and_revoked(candidacy, cast, as_):
    client = as_(cast.max)
    body = {"candidacy": candidacy.pk, "who": "POOL", "people": [cast.ivan.pk, cast.max.pk], "minutes": 30}
    link = posted(client, "booking-links/", body, status=201)
    assert (link["minutes"], link["notice_hours"], link["interview"]) == (30, 24, None)
    assert link["people"] == sorted([cast.ivan.pk, cast.max.pk])
    assert client.get(link["address"].removeprefix("http://localhost:8000")).status_code == 200
    assert posted(client, f"booking-links/{link['id']}/revoke/")["revoked_at"]
    before = all_rows()
    refused = posted(client, "booking-links/", {**body, "people": [cast.rita.pk]}, status=422)
    assert refused["code"] == "refused"
    assert posted(client, "booking-links/", {**body, "days": 0}, status=400)
    assert all_rows() == before
    assert BookingLink.objects.count() == 1


def test_hours_are_read_and_replaced_by_whose_they_are(cast, as_):
    client = as_(cast.ivan)
    usual = client.get(f"{API}availability/").json()
    assert (usual["zone"], usual["is_own"], len(usual["windows"]), usual["per_day"]) == ("Europe/Berlin", False, 5, 4)
    window = {"weekday": 2, "from_minute": 540, "to_minute": 600}
    own = posted(client, "availability/", {"windows": [window], "per_day": 2, "per_week": 3}, how="put")
    assert own == {"zone": "Europe/Berlin", "is_own": True, "windows": [window], "per_day": 2, "per_week": 3}
    wrong = posted(
        client, "availability/", {"windows": [window] * 2, "per_day": 2, "per_week": 3}, how="put", status=422
    )
    assert wrong["code"] == "windows_of_a_person_do_not_overlap"
    assert AvailabilityWindow.objects.count() == 1


def test_a_feed_is_made_and_revoked_and_its_address_kept_nowhere(cast, as_):
    client = as_(cast.ivan)
    made = client.post(f"{API}interview-feed/", HTTP_IDEMPOTENCY_KEY="feed-1")
    again = client.post(f"{API}interview-feed/", HTTP_IDEMPOTENCY_KEY="feed-1")
    assert (made.status_code, again.json()["address"]) == (201, "")
    path = made.json()["address"].removeprefix("http://localhost:8000")
    assert client.get(path).status_code == 200
    assert client.delete(f"{API}interview-feed/").status_code == 204
    assert client.get(path).status_code == 404
    assert client.get(f"{API}interview-feed/").json() == {"made_at": None}


def test_a_kit_part_is_written_replaced_and_removed(profile, cast, as_):
    client, stage = as_(cast.rosa), hiring_stage("Screen")
    closing = Competency.objects.get(code="closing")
    body = {"stage": stage.pk, "competency": closing.pk, "minutes": 10, "questions": "Why now?"}
    part = posted(client, "kit-parts/", body, status=201)
    assert posted(client, "kit-parts/", {**body, "minutes": 12, "version": 1}, status=201)["version"] == 2
    assert posted(client, "kit-parts/", {**body, "version": 1}, status=409)["code"] == "conflict"
    assert client.get(f"{API}kit-parts/?stage={stage.pk}").json()["results"][0]["minutes"] == 12
    assert client.delete(f"{API}kit-parts/{part['id']}/").status_code == 204
    assert not KitPart.objects.exists()


def test_debriefs_and_interviewers_are_blind(interview, candidacy, cast, as_):
    card = submit(interview, cast.ivan, discovery=1, recommendation="STRONG_NO")
    path = f"{API}candidacies/{candidacy.pk}/debrief/"
    for reader in (cast.max, cast.rosa, cast.olga):
        found = as_(reader).get(path).json()
        assert (found["scorecards"], found["hidden"], found["missing"]) == ([], 1, ["Max Adler"])
        assert set(found["recommended"].values()) == {0}
        assert {each["count"] for line in found["lines"] for each in line["counts"]} == {0}
    for reader in (cast.mona, cast.rita):
        assert as_(reader).get(path).status_code == 404
    submit(interview, cast.max)
    found = as_(cast.max).get(path).json()
    assert card.pk in found["scorecards"]
    assert (found["recommended"]["STRONG_NO"], found["recommended"]["YES"], found["missing"]) == (1, 1, [])
    rows = {row["name"]: row for row in as_(cast.max).get(f"{API}interviewers/").json()["results"]}
    assert set(rows) == {"Ivan Ilic", "Max Adler"}
    assert (rows["Ivan Ilic"]["agreement"], rows["Ivan Ilic"]["leniency"]) == (None, None)  # too few
    assert as_(cast.ivan).get(f"{API}interviewers/").json()["results"] == []
