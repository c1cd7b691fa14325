"""Help is asked of anybody in the company, who sees what was shared and no more, and answers by link or signed in."""

from datetime import UTC, datetime, timedelta

import pytest
from django.test import Client

from pipeline.choices import HelpKind
from pipeline.domain.help import answer_help, ask_help, withdraw_help
from pipeline.models import Deal, HelpRequest
from pipeline.queries.help import shared_facts, token_of
from pipeline.queries.help_waiting import help_waiting, is_asked
from salesmgmt.accounts.models import User
from salesmgmt.outbox.models import Notification
from salesmgmt.outbox.telling import told
from tests.pipeline.evidence import last_event
from tests.pipeline.test_process_figures import ask as figure
from tests.pipeline_rows import make_deal
from tests.refusals import assert_refused

HOUR, DAY = timedelta(hours=1), timedelta(days=1)


def ask(deal: Deal, helper: User, at, **said) -> HelpRequest:
    said = {"kind": HelpKind.LEGAL, "question": "May we accept clause 9?", "due_date": (at + 2 * DAY).date(), **said}
    return ask_help(deal=deal, helper=helper, by=deal.owner, at=at, **said)


def said_to(person: User) -> list[str]:
    rows = Notification.objects.filter(person=person, kind__startswith="pipeline.help").select_related("person")
    return [telling.title for telling in told(rows).values()]


def test_who_is_asked_sees_the_question_and_what_is_shared_of_the_deal(deal, cast, at):
    request = ask(deal, cast.stranger, at, shared=["AMOUNT", "NAME"])
    assert shared_facts(request) == [("Name of the deal", "Helix Robotics"), ("Amount", "1,000.00 EUR")]
    assert list(HelpRequest.objects.visible_to(cast.stranger)) == [request]
    assert not Deal.objects.visible_to(cast.stranger).exists()
    assert not HelpRequest.objects.visible_to(cast.mona).exists()
    assert said_to(cast.stranger) == ["Rita Sandoval asks you for help"]
    assert last_event()[0::4] == (
        "deal.help_asked",
        {"help_id": request.pk, "kind": "LEGAL", "user_id": cast.stranger.pk, "due_date": "2026-03-04"},
    )


def test_today_shows_what_one_is_asked_until_it_is_answered(deal, cast, at):
    request = ask(deal, cast.stranger, at)
    asked = User.objects.get(pk=cast.stranger.pk)
    found = help_waiting(asked, at.date() + 3 * DAY, 5)
    assert (is_asked(asked), found.total, [item.urgency for item in found.items]) == (True, 1, ["late"])
    answer_help(request=request, answer="Yes, if capped.", by=cast.stranger, at=at + HOUR)
    assert not is_asked(User.objects.get(pk=cast.stranger.pk))
    assert said_to(cast.stranger) == []
    assert said_to(cast.rita) == ["Stan Stranger has answered"]


def test_only_who_was_asked_answers_and_once(deal, cast, at):
    request = ask(deal, cast.stranger, at)
    with assert_refused("not_allowed"):
        answer_help(request=request, answer="Yes", by=cast.rita, at=at)
    with assert_refused("answer", "answer"):
        answer_help(request=request, answer=" ", by=cast.stranger, at=at)
    answer_help(request=request, answer="Yes", by=cast.stranger, at=at)
    with assert_refused("help_closed", says="answered already"):
        answer_help(request=request, answer="No", by=cast.stranger, at=at)
    with assert_refused("help_closed"):
        withdraw_help(request=request, by=cast.rita, at=at)


@pytest.mark.parametrize(
    ("said", "code", "field"),
    [
        ({"due_date": datetime(2026, 3, 1, tzinfo=UTC).date()}, "due_date", "due_date"),
        ({"question": " "}, "help_is_asked_by_a_question", "question"),
        ({"helper": "rita"}, "nobody_asks_themselves_for_help", "question"),
    ],
)
def test_what_cannot_be_asked(deal, cast, at, said, code, field):
    helper = getattr(cast, said.pop("helper", "stranger"))
    with assert_refused(code, field):
        ask(deal, helper, at, **said)


def test_by_link_one_answers_without_signing_in_and_reads_nothing_else(deal, cast, at):
    request = ask(deal, cast.stranger, at)
    address = f"/pipeline/help/link/{token_of(request)}/"
    page = Client().get(address).content.decode()
    assert "May we accept clause 9?" in page
    assert "An answer cannot be taken back" in page
    assert "Helix" not in page
    assert "1,000" not in page
    assert Client().post(address, {"answer": ""}).status_code == 422
    assert Client().post(address, {"answer": "Yes, if capped."}).status_code == 302
    row = HelpRequest.objects.get()
    assert (row.answer, row.state) == ("Yes, if capped.", "answered")
    assert Client().get(f"/pipeline/help/link/{request.pk}:forged/").status_code == 404


def test_a_withdrawn_question_is_gone_for_who_was_asked(deal, cast, at):
    request = ask(deal, cast.stranger, at)
    withdraw_help(request=request, by=cast.max, at=at)
    assert said_to(cast.stranger) == []
    assert Client().get(f"/pipeline/help/link/{token_of(request)}/").status_code == 404


def test_the_record_asks_and_shows_the_answer_and_the_link(deal, cast, client):
    client.force_login(cast.rita)
    form = client.get(f"/pipeline/deals/{deal.pk}/help/ask/").content.decode()
    assert "What of the deal they may see" in form
    body = {"helper": cast.ivan.pk, "kind": "PRODUCT", "due_date": "2999-01-01", "question": "Does it fit?"}
    assert client.post(f"/pipeline/deals/{deal.pk}/help/ask/", body).status_code == 302
    row = HelpRequest.objects.get()
    assert f'hx-get="/pipeline/deals/{deal.pk}/help/"' in client.get(f"/pipeline/deals/{deal.pk}/").content.decode()
    assert f"/pipeline/help/link/{token_of(row)}/" in client.get(f"/pipeline/deals/{deal.pk}/help/").content.decode()
    client.force_login(cast.ivan)
    assert "Does it fit?" in client.get(f"/pipeline/help/{row.pk}/").content.decode()
    client.force_login(cast.sam)
    assert client.get(f"/pipeline/help/{row.pk}/").status_code == 404


def test_the_figure_of_how_soon_they_answer(process, cast, at):
    mine, sams = make_deal(cast.rita, "Alba"), make_deal(cast.sam, "Brio")
    for deal, hours in ((mine, 2), (mine, 5), (sams, 11)):
        request = ask(deal, cast.ivan, at)
        answer_help(request=request, answer="Yes", by=cast.ivan, at=at + hours * HOUR)
    ask(mine, cast.ivan, at)
    withdraw_help(request=ask(mine, cast.ivan, at), by=cast.rita, at=at)
    found = figure("pipeline.help_response", cast.olga)
    assert (found["measures"]["median"]["n"], found["measures"]["median"]["value"], found["left_out"]["count"]) == (
        3, 5, 1
    )  # fmt: skip
    assert figure("pipeline.help_response", cast.rita)["measures"]["median"]["value"] == 3.5
