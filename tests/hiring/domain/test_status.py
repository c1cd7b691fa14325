"""A candidate sees where they stand by a link, withdraws, and asks for their data."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone

from hiring.choices import RequestKind
from hiring.domain.booking import link_of
from hiring.domain.booking_links import send_link
from hiring.domain.candidacies import move_candidacy
from hiring.domain.candidate_requests import ask_by_link, settle_request, withdraw_by_link
from hiring.domain.endings import Farewell, reject, reopen
from hiring.domain.letters import send_letter
from hiring.domain.offers import OfferFacts, ask_for_offer, draft_offer
from hiring.domain.status_links import candidate_of_link, send_status_link
from hiring.models import (
    BenchEntry,
    BookingLink,
    Candidacy,
    CandidateMail,
    CandidateRequest,
    Interview,
    Offer,
    StatusLink,
)
from hiring.queries.data_copy import data_copy
from hiring.queries.link_tokens import consent_token, status_token
from hiring.queries.standing import standing_of_candidate
from salesmgmt.approvals.domain.chains import set_chain
from salesmgmt.common.problems import NotAllowed
from salesmgmt.events.models import Event
from salesmgmt.outbox.models import Notification
from salesmgmt.outbox.telling import told
from tests.hiring_rows import DAY, HOUR, hiring_stage, make_candidacy, make_entry, make_interview, submit, token_in
from tests.refusals import assert_refused


@pytest.fixture
def token(candidacy, cast, at) -> str:
    return status_token(send_status_link(candidacy=candidacy, by=cast.max, at=at))


def words(candidacy, now) -> list[tuple[str, str]]:
    page = standing_of_candidate(candidacy.candidate, now=now)
    return [(each.words, each.next.words if each.next else "") for each in page.candidacies]


def test_the_latest_link_opens_the_page_for_half_a_year(candidacy, token, cast, at):
    assert candidate_of_link(token, at=at) == candidacy.candidate
    assert candidate_of_link(token, at=at + 180 * DAY) is None
    again = status_token(send_status_link(candidacy=candidacy, by=cast.max, at=at))
    assert (candidate_of_link(token, at=at), candidate_of_link(again, at=at)) == (None, candidacy.candidate)
    assert candidate_of_link(consent_token(StatusLink.objects.latest("pk")), at=at) is None
    with pytest.raises(NotAllowed):
        send_status_link(candidacy=candidacy, by=cast.mona, at=at)


def test_it_tells_in_plain_words_what_comes_next_and_nothing_that_anybody_rated(candidacy, cast, at):
    waits = "We will write to you; nothing is to be done by you now."
    assert words(candidacy, at) == [("We have your application and read it.", waits)]
    make_entry(candidacy, cast.max)
    interview = make_interview(candidacy, cast.max, [cast.ivan], scheduled_at=at + DAY)
    assert words(candidacy, at)[0][1] == "Your interview is on Tuesday, 3 March at 09:00 (UTC)."
    submit(interview, cast.ivan, at=at + 2 * DAY)
    assert words(candidacy, at + 2 * DAY)[0][1] == "We keep in touch with you until a seat fits."


def test_it_says_how_far_they_are_on_the_way(candidacy, cast, at):
    def steps() -> dict[str, str]:
        return dict(standing_of_candidate(candidacy.candidate, now=at).candidacies[0].steps)

    assert steps() == {"Application": "now", "Interviews": "", "Ready for a seat": ""}
    candidacy = move_candidacy(candidacy=candidacy, to=hiring_stage("Role play"), by=cast.max, at=at + HOUR)
    assert steps() == {"Application": "done", "Interviews": "now", "Ready for a seat": ""}
    reject(candidacy=candidacy, reason="No", by=cast.max, at=at + DAY)
    assert steps() == {}


def test_an_interview_is_told_on_the_clock_that_they_chose_and_leads_to_its_change(candidacy, cast, client, at):
    """Else on the company's, which is not the one of whoever is not signed in."""
    token = status_token(send_status_link(candidacy=candidacy, by=cast.max, at=timezone.now()))
    interview = make_interview(candidacy, cast.max, [cast.ivan], scheduled_at=timezone.now() + 30 * DAY)
    by_hand = client.get(f"/status/{token}/").content.decode()
    assert "(Europe/Berlin)." in by_hand
    assert f"{interview.scheduled_at.astimezone(ZoneInfo('Europe/Berlin')):at %H:%M}" in by_hand
    link = send_link(candidacy=candidacy, who="POOL", people=[cast.ivan], by=cast.max, at=at)
    BookingLink.objects.update(interview=interview, zone="Asia/Kolkata")
    by_link = client.get(f"/status/{token}/").content.decode()
    assert f"{interview.scheduled_at.astimezone(ZoneInfo('Asia/Kolkata')):at %H:%M} (Asia/Kolkata)." in by_link
    assert link_of(token_in(by_link, "book")) == link
    assert "Move it or call it off" in by_link
    Interview.objects.update(scheduled_at=timezone.now() + 2 * HOUR)
    late = client.get(f"/status/{token}/").content.decode()
    assert ("Move it or call it off" in late, "See the appointment" in late) == (False, True)


def test_a_rejection_shows_once_its_mail_has_left(candidacy, cast, at):
    reject(candidacy=candidacy, reason="Too early", by=cast.max, at=at, farewell=Farewell("No.", 3))
    assert words(candidacy, at + DAY)[0][0] == "We have your application and read it."
    send_letter(mail_id=CandidateMail.objects.get().pk)
    assert words(candidacy, at + 3 * DAY) == [("We decided not to go on this time.", "")]
    assert not standing_of_candidate(candidacy.candidate, now=at).candidacies[0].can_withdraw


def test_a_rejection_without_a_mail_shows_at_once_though_an_earlier_one_never_left(candidacy, cast, at):
    reject(candidacy=candidacy, reason="Too early", by=cast.max, at=at, farewell=Farewell("No.", 3))
    candidacy = reopen(candidacy=candidacy, by=cast.max, at=at + DAY)
    reject(candidacy=candidacy, reason="Told them", by=cast.max, at=at + 2 * DAY)
    assert words(candidacy, at + 2 * DAY) == [("We decided not to go on this time.", "")]


def test_withdrawing_ends_what_runs_and_what_waits_for_a_yes(candidacy, token, cast, at):
    make_entry(candidacy, cast.max)
    set_chain(kind="hiring.offer", approvers=["COMP_ADMIN"], by=cast.carla, at=at)
    facts = OfferFacts(6_000_000, 0, "EUR", date(2026, 5, 1), date(2026, 3, 20))
    ask_for_offer(offer=draft_offer(candidacy=candidacy, facts=facts, by=cast.max, at=at), by=cast.max, at=at)
    gone = withdraw_by_link(token=token, candidacy_id=candidacy.pk, at=at + DAY)
    assert (gone.state, gone.end_reason) == ("WITHDRAWN", "They withdrew by their page.")
    assert (Offer.objects.get().state, BenchEntry.objects.get().left_at) == ("WITHDRAWN", at + DAY)
    assert Event.objects.get(kind="candidacy.withdrawn").actor_id is None
    assert withdraw_by_link(token=token, candidacy_id=candidacy.pk, at=at + 2 * DAY).ended_at == at + DAY


def test_nobody_withdraws_for_somebody_else(candidacy, token, profile, cast, at):
    other = make_candidacy(profile, cast.max, "Bo Berg")
    with assert_refused("status_link"):
        withdraw_by_link(token=token, candidacy_id=other.pk, at=at)
    with assert_refused("status_link"):
        withdraw_by_link(token="x", candidacy_id=candidacy.pk, at=at)
    assert Candidacy.objects.open().count() == 2


def test_the_law_gives_a_month_from_the_day_in_the_companys_zone(candidacy):
    late = datetime(2026, 1, 30, 23, 30, tzinfo=UTC)
    asked = CandidateRequest(candidate=candidacy.candidate, kind=RequestKind.COPY, asked_at=late)
    assert asked.due_date("Europe/Berlin") == date(2026, 2, 28)  # they asked on the 31st there
    asked.asked_at = late.replace(month=3, day=4)
    assert (asked.due_date("Europe/Berlin"), asked.due_date("UTC")) == (date(2026, 4, 5), date(2026, 4, 4))


def test_who_asks_for_a_copy_is_answered_by_hand(candidacy, token, at):
    ask_by_link(token=token, kind=RequestKind.COPY, at=at)
    said = {(each.title, each.body) for each in told(list(Notification.objects.all())).values()}
    act = "Send it to them, then settle it under Requests with a note of what you sent."
    title = "Cal Candidate asks for what interviewers wrote about them"
    assert (title, f"The law gives you a month, until 2 Apr. {act}") in said


def test_what_they_ask_for_is_there_once_is_told_and_settled_with_a_note(candidacy, token, cast, at):
    asked = ask_by_link(token=token, kind=RequestKind.ERASURE, at=at)
    assert ask_by_link(token=token, kind=RequestKind.ERASURE, at=at + DAY).pk == asked.pk
    notices = list(Notification.objects.filter(kind="hiring.candidate_asked"))
    assert {each.person for each in notices} == {cast.rosa, cast.olga}
    assert {said.title for said in told(notices).values()} == {"Cal Candidate asks for erasure of their data"}
    act = "A privacy officer erases them under Requests, which settles it."
    assert {said.body for said in told(notices).values()} == {f"The law gives you a month, until 2 Apr. {act}"}
    with assert_refused("note_missing", "note"):
        settle_request(request=asked, note=" ", by=cast.rosa, at=at)
    with pytest.raises(NotAllowed):
        settle_request(request=asked, note="Done.", by=cast.max, at=at)
    done = settle_request(request=asked, note="Erased.", by=cast.rosa, at=at + DAY)
    assert (done.done_by, done.note) == (cast.rosa, "Erased.")
    with assert_refused("settled"):
        settle_request(request=asked, note="Again.", by=cast.rosa, at=at + DAY)
    assert ask_by_link(token=token, kind=RequestKind.ERASURE, at=at + 2 * DAY).pk != asked.pk
    assert CandidateRequest.objects.open().count() == 1


def test_the_copy_has_what_happened_and_not_what_others_wrote(candidacy, cast, at):
    interview = make_interview(candidacy, cast.max, [cast.ivan])
    submit(interview, cast.ivan, summary="Qz-summary", evidence="Qz-evidence")
    make_entry(candidacy, cast.max, consent_until=at.date() + timedelta(days=90))
    copy = data_copy(candidacy.candidate)
    assert copy["about_you"]["email"] == "cal@post.example"
    assert [each["stage"] for each in copy["applications"][0]["stages"]] == ["Applied"]
    assert copy["kept_in_touch"][0]["consent_until"] == date(2026, 5, 31)
    assert "Qz-" not in str(copy)
