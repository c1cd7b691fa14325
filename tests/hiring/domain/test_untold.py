"""A rejected candidate whose letter is delayed sees what they saw before, and may withdraw before being told."""

import re
from datetime import timedelta

import pytest
from django.core import mail as outgoing
from django.utils import timezone

from hiring.domain.candidate_requests import withdraw_by_link
from hiring.domain.candidates import enter_candidate
from hiring.domain.endings import Farewell, reject, reopen
from hiring.domain.letters import send_letter
from hiring.domain.status_links import send_status_link
from hiring.models import Candidacy, CandidateMail
from hiring.queries.data_copy import data_copy
from hiring.queries.link_tokens import status_token
from hiring.queries.next_act import next_act
from hiring.queries.standing import standing_of_candidate
from hiring.queries.timeline import happenings
from salesmgmt.common.problems import Refused
from salesmgmt.events.models import Event
from tests.behind import behind
from tests.cast import AT
from tests.checksums import checksums
from tests.hiring_rows import DAY, HOUR, make_entry
from tests.refusals import assert_breaks, assert_refused


@pytest.fixture
def token(candidacy, cast, at) -> str:
    return status_token(send_status_link(candidacy=candidacy, by=cast.max, at=at))


def no(candidacy: Candidacy, cast, *, at=AT + HOUR) -> CandidateMail:
    """Rejected, and to be told in three days."""
    reject(candidacy=candidacy, reason="Too early", by=cast.max, at=at, farewell=Farewell("No.", 3))
    return CandidateMail.objects.get(kind="REJECTED")


def shown(candidacy: Candidacy, now=AT + DAY) -> list[tuple]:
    page = standing_of_candidate(candidacy.candidate, now=now)
    return [(each.words, each.next, each.can_withdraw, each.steps) for each in page.candidacies]


def copied(candidacy: Candidacy) -> list:
    """What the copy of their data says of how it goes."""
    copy = data_copy(candidacy.candidate)
    return [[(each["state"], each["ended_at"], each["stages"]) for each in copy["applications"]], copy["kept_in_touch"]]


def test_page_and_copy_say_the_same_before_and_after_a_rejection_that_is_still_to_be_told(candidacy, token, cast, at):
    make_entry(candidacy, cast.max)
    before = shown(candidacy), copied(candidacy)
    assert before[0][0][1].words == "We keep in touch with you until a seat fits."
    assert before[0][0][2]
    mail = no(candidacy, cast)
    assert (shown(candidacy), copied(candidacy)) == before
    send_letter(mail_id=mail.pk)
    assert shown(candidacy) == [("We decided not to go on this time.", None, False, ())]
    ended = at + HOUR
    [[(state, ended_at, stages)], kept] = copied(candidacy)
    assert (state, ended_at, stages[-1]["until"], kept[0]["until"]) == ("Rejected", ended, ended, ended)


def test_the_page_has_the_button_until_the_letter_leaves(candidacy, cast, client):
    now = timezone.now()
    token = status_token(send_status_link(candidacy=candidacy, by=cast.max, at=now))

    def page() -> str:
        return re.sub("[A-Za-z0-9]{64}", "", client.get(f"/status/{token}/").content.decode())  # no secrets of forms

    before = page()
    mail = no(candidacy, cast, at=now)
    assert page() == before
    assert f'action="/status/{token}/withdraw/{candidacy.pk}/"' in before
    send_letter(mail_id=mail.pk)
    assert "Withdraw this application" not in page()
    assert client.post(f"/status/{token}/withdraw/{candidacy.pk}/").status_code == 409


def test_withdrawing_before_being_told_keeps_the_decision_and_stops_the_letter(candidacy, token, cast, at):
    make_entry(candidacy, cast.max)
    mail = no(candidacy, cast)
    before = checksums()
    gone = withdraw_by_link(token=token, candidacy_id=candidacy.pk, reason="Moved ", at=at + DAY)
    after = checksums()
    assert {table for table in after if after[table] != before[table]} == {
        "hiring_candidacy"
    }  # nothing is counted anew
    assert (gone.state, gone.ended_at, gone.end_reason) == ("REJECTED", at + HOUR, "Too early")
    assert (gone.withdrew_at, gone.withdrew_reason, gone.version) == (at + DAY, "Moved", 3)
    assert [send_letter(mail_id=mail.pk) for _ in range(2)] == [{"sent": False}] * 2
    assert outgoing.outbox == []
    told = Event.objects.get(kind="candidacy.withdrawn_untold")
    assert (told.actor_id, told.payload) == (None, {"stage_id": gone.stage_id})
    assert withdraw_by_link(token=token, candidacy_id=candidacy.pk, at=at + 2 * DAY).withdrew_at == at + DAY
    assert Event.objects.filter(kind="candidacy.withdrawn_untold").count() == 1


def test_who_withdrew_before_being_told_reads_that_everywhere(candidacy, token, cast, at):
    make_entry(candidacy, cast.max)
    no(candidacy, cast)
    gone = withdraw_by_link(token=token, candidacy_id=candidacy.pk, at=at + DAY)
    assert shown(candidacy, at + 9 * DAY) == [("You withdrew.", None, False, ())]
    [[(state, ended_at, stages)], kept] = copied(candidacy)
    assert (state, ended_at, stages[-1]["until"], kept[0]["until"]) == ("Withdrawn", *[at + DAY] * 3)
    latest, *_ = happenings(gone, viewer=cast.max)
    words = "withdrew, before being told of the rejection"
    assert (latest.at, latest.what, latest.note) == (at + DAY, words, "They withdrew by their page.")
    act = next_act(gone, [], None, now=at + 2 * DAY, today=at.date())
    assert act.says == "Rejected: Too early. They withdrew on 3 March, before being told; no mail leaves"
    assert not act.doing


def test_who_said_no_is_not_opened_again_and_runs_anew(candidacy, token, profile, cast, at):
    no(candidacy, cast)
    gone = withdraw_by_link(token=token, candidacy_id=candidacy.pk, at=at + DAY)
    with assert_refused("withdrew_untold", says="Cal Candidate withdrew on 3 March 2026, before being told"):
        reopen(candidacy=gone, by=cast.max, at=at + 2 * DAY)
    facts = {"name": "Cal Candidate", "email": candidacy.candidate.email}
    anew = enter_candidate(profile=profile, facts=facts, by=cast.max, at=at + 2 * DAY)
    assert (anew.candidate, anew.is_open) == (candidacy.candidate, True)


def test_a_rejection_that_was_told_or_had_no_letter_leaves_nothing_to_withdraw(candidacy, token, cast, at):
    send_letter(mail_id=no(candidacy, cast).pk)
    with assert_refused("closed"):
        withdraw_by_link(token=token, candidacy_id=candidacy.pk, at=at + DAY)
    again = reopen(candidacy=candidacy, by=cast.max, at=at + DAY)
    reject(candidacy=again, reason="Told them", by=cast.max, at=at + DAY + HOUR)
    with assert_refused("closed"):
        withdraw_by_link(token=token, candidacy_id=candidacy.pk, at=at + 2 * DAY)


def test_only_who_was_rejected_withdraws_untold(candidacy, at):
    with assert_breaks("who_withdraws_before_being_told_was_rejected"):
        Candidacy.objects.update(withdrew_at=at)


@pytest.mark.django_db(transaction=True)
def test_the_letter_leaves_before_they_withdraw_or_never(candidacy, token, cast):
    """Whoever comes second waits for the first, and finds out."""
    mail, later = no(candidacy, cast), AT + DAY
    with pytest.raises(Refused) as caught:
        behind(
            lambda: send_letter(mail_id=mail.pk),
            lambda: withdraw_by_link(token=token, candidacy_id=candidacy.pk, at=later),
        )
    assert (caught.value.code, len(outgoing.outbox)) == ("closed", 1)
    CandidateMail.objects.filter(pk=mail.pk).update(sent_at=None)
    sent = behind(
        lambda: withdraw_by_link(token=token, candidacy_id=candidacy.pk, at=later + timedelta(hours=1)),
        lambda: send_letter(mail_id=mail.pk),
    )
    assert (sent, len(outgoing.outbox)) == ({"sent": False}, 1)
