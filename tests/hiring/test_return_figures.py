"""What stages cost, what candidates become, offers accepted and interviews sat in: exact values."""

from datetime import date

from hiring.domain.answers import accept_offer, decline_offer
from hiring.domain.candidacies import move_candidacy
from hiring.domain.interviews import mark_held
from hiring.domain.offers import OfferFacts, ask_for_offer, draft_offer, send_offer
from hiring.queries.link_tokens import offer_token
from tests.hiring.test_worked_tables import ask
from tests.hiring_rows import DAY, HOUR, hiring_stage, make_candidacy, make_entry, make_interview


def test_a_stage_costs_days_and_the_minutes_of_all_who_sat(candidacy, profile, cast, at):
    other = make_candidacy(profile, cast.max, "Ada Brandt")
    interview = make_interview(candidacy, cast.max, [cast.ivan, cast.max])
    mark_held(interview=interview, by=cast.max, at=at + 2 * HOUR)
    make_interview(other, cast.max, [cast.ivan], scheduled_at=at + 5 * DAY)  # still to come
    move_candidacy(candidacy=candidacy, to=hiring_stage("Screen"), by=cast.max, at=at + 4 * DAY)
    groups = ask(cast, "hiring.stage_cost", by="stage")["groups"]
    found = {group["label"].partition(",")[0]: group["measures"] for group in groups}
    assert (found["Applied"]["days"]["value"], found["Applied"]["days"]["n"]) == (4.0, 1)
    assert (found["Applied"]["minutes"]["value"], found["Applied"]["minutes"]["n"]) == (45, 2)
    assert found["Screen"]["days"]["value"] is None
    load = ask(cast, "hiring.interview_load", by="interviewer")
    assert (load["value"], load["measures"]["minutes"]["value"]) == (3, 135)
    assert {group["label"]: group["measures"]["seats"]["value"] for group in load["groups"]} == {
        "Ivan Ilic": 2,
        "Max Adler": 1,
    }


def test_half_leave_a_stage_by_those_included_who_are_still_there(candidacy, profile, cast, at):
    """Of three, one leaves after 4 days and one after 6; the mean of who left would be 5, and nothing is left out."""
    other, _ = (make_candidacy(profile, cast.max, name) for name in ("Ada Brandt", "Bea Fontaine"))
    for each, days in ((candidacy, 4), (other, 6)):
        move_candidacy(candidacy=each, to=hiring_stage("Screen"), by=cast.max, at=at + days * DAY)
    asked = ask(cast, "hiring.time_in_stage", by="stage", as_of="2026-03-12")
    found = {group["label"].partition(",")[0]: group["measures"]["time"] for group in asked["groups"]}
    assert (found["Applied"]["value"], found["Applied"]["n"]) == (6.0, 3)
    assert found["Screen"]["value"] is None
    before = ask(cast, "hiring.time_in_stage", as_of="2026-03-07")
    assert (before["value"], before["measures"]["time"]["n"]) == (None, 4)  # of a move to come nothing is known


def test_what_candidates_become_and_what_they_answer(profile, cast, at):
    facts = OfferFacts(6_000_000, 0, "EUR", date(2026, 5, 1), date(2026, 3, 20))
    candidacies = [make_candidacy(profile, cast.max, name) for name in ("Ada", "Bo", "Cy", "Di")]
    make_entry(candidacies[0], cast.max)
    for place, candidacy in enumerate(candidacies[:3]):
        offer = draft_offer(candidacy=candidacy, facts=facts, by=cast.max, at=at)
        offer = ask_for_offer(offer=offer, by=cast.max, at=at)
        token = offer_token(send_offer(offer=offer, by=cast.max, at=at, on_paper=True))
        if place < 2:
            (accept_offer, decline_offer)[place](token=token, at=at + DAY)
    returned = ask(cast, "hiring.source_return")
    assert (returned["value"], returned["measures"]["ready"]["value"], returned["measures"]["ready"]["n"]) == (
        0,
        0.25,
        4,
    )
    asked = ask(cast, "hiring.offer_acceptance", user=cast.max)
    assert (asked["value"], asked["measures"]["accepted"]["n"]) == (0.5, 2)
