"""Offer letters as PDF, once a version and for good; rejections with words and a delay; invitations by hand."""

import re
from datetime import date, timedelta
from io import BytesIO

import pypdf
import pytest
from django.core import mail as outgoing
from icalendar import Calendar

from hiring.domain import interviews, letters
from hiring.domain.answers import offer_of_link
from hiring.domain.endings import Farewell, reject, reopen
from hiring.domain.letter_texts import write_letter_text
from hiring.domain.letters import send_due_letters, send_letter
from hiring.domain.offers import OfferFacts, ask_for_offer, draft_offer, revise_offer, send_offer
from hiring.models import CandidateMail, LetterText, OfferLetter
from salesmgmt.common.problems import NotAllowed
from salesmgmt.events.models import Job
from tests.hiring_rows import DAY, HOUR, make_candidacy, token_in
from tests.refusals import assert_refused

FACTS = OfferFacts(6_000_000, 4_000_000, "EUR", date(2026, 5, 1), date(2026, 3, 20))


def words_in(letter: OfferLetter) -> str:
    with letter.stored.content.open("rb") as file:
        pages = pypdf.PdfReader(BytesIO(file.read())).pages
        return " ".join(" ".join(page.extract_text() for page in pages).split())


def sent(offer, cast, at):
    offer = ask_for_offer(offer=offer, by=cast.max, at=at)
    return send_offer(offer=offer, by=cast.max, at=at)


def test_each_version_that_is_sent_has_its_letter_and_mail_and_the_first_stays(candidacy, cast, at):
    candidacy.candidate.name = "Zoë Łuczak"
    candidacy.candidate.save()
    own = "Dear {name}, {pay}, from {start}. Until {until}. {sender}"
    write_letter_text(profile=candidacy.profile, kind="OFFER", text=own, by=cast.rosa, at=at)
    offer = sent(draft_offer(candidacy=candidacy, facts=FACTS, by=cast.max, at=at), cast, at)
    first = OfferLetter.objects.get()
    said = words_in(first)
    assert "Dear Zoë Łuczak, 60,000.00 EUR base pay and 40,000.00 EUR variable pay on target a year" in said
    assert "Until 20 March 2026. Max Adler" in said
    assert "Offer 1, version 1".replace("1,", f"{offer.pk},") in said
    (mail,) = CandidateMail.objects.all()
    assert send_letter(mail_id=mail.pk) == {"sent": True}
    (message,) = outgoing.outbox
    assert offer_of_link(token_in(message.body, "offer")) == offer
    ((name, content, kind),) = message.attachments
    assert (name, kind, content[:5]) == ("offer.pdf", "application/pdf", b"%PDF-")
    write_letter_text(profile=candidacy.profile, kind="OFFER", text="", by=cast.rosa, at=at)
    raised = OfferFacts(6_500_000, 0, "EUR", FACTS.start_date, FACTS.expires_date)
    offer = sent(revise_offer(offer=offer, facts=raised, by=cast.max, at=at), cast, at)
    second, again = OfferLetter.objects.all()
    assert (second.number, again, words_in(again)) == (2, first, said)
    assert "Your pay is 65,000.00 EUR a year." in words_in(second)


def test_a_mail_comes_as_text_and_as_html_with_a_button_for_its_address(candidacy, cast, at):
    """Whatever somebody is called, it stays words."""
    candidacy.candidate.name = "<b>Zoë</b> & Łuczak"
    candidacy.candidate.save()
    offer = sent(draft_offer(candidacy=candidacy, facts=FACTS, by=cast.max, at=at), cast, at)
    send_letter(mail_id=CandidateMail.objects.get().pk)
    (message,) = outgoing.outbox
    ((html, kind),) = message.alternatives
    assert kind == "text/html"
    (address,) = re.findall('<a class="button" href="([^"]*)">Read and answer our offer</a>', html)
    assert offer_of_link(token_in(address, "offer")) == offer
    assert "Hello &lt;b&gt;Zoë&lt;/b&gt; &amp; Łuczak," in html
    assert message.body.startswith("Hello <b>Zoë</b> & Łuczak,\n\nWe would like you to work with us")


def test_an_offer_on_paper_has_no_letter_and_no_mail(candidacy, cast, at):
    offer = ask_for_offer(offer=draft_offer(candidacy=candidacy, facts=FACTS, by=cast.max, at=at), by=cast.max, at=at)
    send_offer(offer=offer, by=cast.max, at=at, on_paper=True)
    assert not OfferLetter.objects.exists()
    assert not CandidateMail.objects.exists()


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("{salary}", "letter_place"),
        ("{name!r}", "letter_place"),
        ("{name", "letter_braces"),
        ("x" * 8001, "letter_too_long"),
    ],
)
def test_the_words_of_a_letter_name_only_what_there_is(profile, cast, at, text, code):
    with assert_refused(code, "text"):
        write_letter_text(profile=profile, kind="OFFER", text=text, by=cast.rosa, at=at)
    with pytest.raises(NotAllowed):
        write_letter_text(profile=profile, kind="OFFER", text="Dear {name}", by=cast.max, at=at)
    assert not LetterText.objects.exists()


def test_a_rejection_is_told_when_its_day_has_come_and_not_once_they_run_again(candidacy, cast, at):
    reject(candidacy=candidacy, reason="Too early", by=cast.max, at=at, farewell=Farewell("", 3))
    mail = CandidateMail.objects.get()
    assert mail.text.startswith("Thank you for the time that you took for us.")
    assert "as Enterprise AE this time" in mail.text
    assert [send_due_letters(at=at + days * DAY) for days in (2, 3, 3)] == [0, 1, 1]
    assert Job.objects.filter(kind="hiring.write_to_candidate").count() == 1
    reopen(candidacy=candidacy, by=cast.max, at=at + DAY)
    assert send_letter(mail_id=mail.pk) == {"sent": False}
    assert outgoing.outbox == []
    candidacy.refresh_from_db()
    reject(candidacy=candidacy, reason="No", by=cast.max, at=at + 4 * DAY, farewell=Farewell("Not this time."))
    last = CandidateMail.objects.latest("pk")
    assert send_letter(mail_id=last.pk) == {"sent": True}
    assert "Not this time." in outgoing.outbox[0].body
    assert "No\n" not in outgoing.outbox[0].body  # why is ours
    assert send_letter(mail_id=mail.pk) == {"sent": False}  # what was taken back stays so
    assert len(outgoing.outbox) == 1


def test_letters_with_nothing_left_to_say_are_in_nobodys_way(candidacy, profile, cast, at, monkeypatch):
    monkeypatch.setattr(letters, "SWEPT_AT_ONCE", 1)
    other = make_candidacy(profile, cast.max, "Bo Berg", email="bo@berg.example", at=at)
    for each in (candidacy, other):
        reject(candidacy=each, reason="Too early", by=cast.max, at=at, farewell=Farewell("", 3))
    reopen(candidacy=candidacy, by=cast.max, at=at + DAY)
    overtaken, waits = CandidateMail.objects.order_by("pk")
    later = at + 3 * DAY
    for mail, found in ((overtaken, {"sent": False}), (waits, {"sent": True})):
        assert send_due_letters(at=later) == 1
        assert Job.objects.filter(effect_key=f"hiring.write_to_candidate.{mail.pk}").exists()
        assert [send_letter(mail_id=mail.pk) for _ in range(2)] == [found, {"sent": False}]
    assert send_due_letters(at=later) == 0
    assert [message.to for message in outgoing.outbox] == [["bo@berg.example"]]


def test_a_farewell_within_bounds(candidacy, cast, at):
    with assert_refused("farewell_days", "days"):
        reject(candidacy=candidacy, reason="No", by=cast.max, at=at, farewell=Farewell("", 31))
    candidacy.refresh_from_db()
    assert candidacy.is_open


def test_nobody_is_to_be_told_by_mail_who_has_no_address(profile, cast, at):
    candidacy = make_candidacy(profile, cast.max, "Bo Berg", email="", phone="+49 30 1")
    with assert_refused("farewell_address", "days", says="Bo Berg has no e-mail address"):
        reject(candidacy=candidacy, reason="No", by=cast.max, at=at, farewell=Farewell(""))
    assert reject(candidacy=candidacy, reason="No", by=cast.max, at=at).state == "REJECTED"


def test_who_was_invited_by_hand_hears_of_another_time_and_of_its_end(candidacy, cast, at):
    given = {"candidacy": candidacy, "panel": [cast.ivan], "by": cast.max, "at": at}
    untold = interviews.plan_by_hand(scheduled_at=at + 5 * HOUR, **given)
    interviews.cancel(interview=untold, by=cast.max, at=at)
    assert not CandidateMail.objects.exists()
    interview = interviews.plan_by_hand(scheduled_at=at + DAY, invite=True, place="Room Alster", **given)
    first = CandidateMail.objects.get()
    assert send_letter(mail_id=first.pk) == {"sent": True}
    interview = interviews.reschedule(interview=interview, scheduled_at=at + 2 * DAY, by=cast.max, at=at)
    interviews.cancel(interview=interview, by=cast.max, at=at)
    _, moved, off = CandidateMail.objects.all()
    assert send_letter(mail_id=moved.pk) == {"sent": False}  # it was called off since
    assert send_letter(mail_id=off.pk) == {"sent": True}
    invited, cancelled = outgoing.outbox
    assert "Room Alster" in invited.body
    events = [Calendar.from_ical(message.attachments[0][1]).walk("VEVENT")[0] for message in (invited, cancelled)]
    assert events[0]["UID"] == events[1]["UID"]
    assert [str(event["STATUS"]) for event in events] == ["CONFIRMED", "CANCELLED"]
    assert [int(event["SEQUENCE"]) for event in events] == [1, 3]
    assert timedelta(minutes=45) == events[0].decoded("DTEND") - events[0].decoded("DTSTART")
