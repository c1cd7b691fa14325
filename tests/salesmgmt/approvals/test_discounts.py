"""The chain mechanism on a discount above the limit: who decides, four eyes, deputies, what ends a request."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.db import connection
from django.utils import timezone

from pipeline.domain.catalogue import add_product
from pipeline.domain.discounts import ask_discount, set_discount_limit
from pipeline.domain.lines import LineFacts, set_lines
from pipeline.models import Deal
from salesmgmt.approvals.domain.asking import withdraw
from salesmgmt.approvals.domain.chains import set_chain
from salesmgmt.approvals.domain.deciding import decide, expire
from salesmgmt.approvals.domain.delegations import delegate
from salesmgmt.approvals.models import ApprovalDecision, ApprovalRequest, ApprovalTurn
from salesmgmt.approvals.notices import turns_waiting
from salesmgmt.common.problems import Refused
from salesmgmt.events.models import Event
from salesmgmt.people.choices import Role
from salesmgmt.people.domain.roles import grant_role
from tests.pipeline_rows import make_deal, make_process
from tests.refusals import assert_refused

HOUR = timedelta(hours=1)
SETTINGS = "/pipeline/settings/"


@pytest.fixture
def deal(cast) -> Deal:
    make_process()
    return make_deal(cast.rita)


@pytest.fixture
def product(cast, at):
    return add_product(name="GTX Basic", series="GTX", list_price=Decimal(1000), by=cast.olga, at=at)


@pytest.fixture
def lines(cast, product, at):
    """Two of it at 30% off, where 20% needs no approval and Rita's manager decides."""
    set_discount_limit(limit_rate=Decimal("0.20"), by=cast.olga, at=at)
    set_chain(kind="pipeline.discount", approvers=["MANAGER"], by=cast.olga, at=at)
    return [LineFacts(product, Decimal(2), None, Decimal("0.30"))]


@pytest.fixture
def asked(cast, deal, lines, at) -> ApprovalRequest:
    return ask_discount(deal=deal, lines=lines, note="Three years", by=cast.rita, at=at, expected_version=1)


def yes(request, by, at, **kwargs):
    return decide(request=request, is_yes=True, by=by, at=at, **kwargs)


def turns() -> set[str]:
    return {turn.person.short_name for turn in ApprovalTurn.objects.select_related("person")}


def test_a_discount_above_the_limit_is_refused_and_asked_for(cast, deal, lines, at):
    with assert_refused("discount_over_limit", "lines", says="ask for it (Max Adler may approve it), or lower it."):
        set_lines(deal=deal, lines=lines, by=cast.rita, at=at)
    asked = ask_discount(deal=deal, lines=lines, by=cast.rita, at=at, expected_version=1)
    assert (asked.state, asked.what, turns()) == ("OPEN", "a discount of 30%", {"Max"})
    assert not deal.lines.exists()
    with assert_refused("a_row_waits_for_one_approval_of_a_kind", says="waits for an approval already"):
        ask_discount(deal=deal, lines=lines, by=cast.rita, at=at, expected_version=1)


def test_the_last_yes_sets_the_lines_exactly_as_they_were_asked_for(asked, cast, deal, at):
    done = yes(asked, cast.max, at + HOUR)
    assert (done.state, done.ended_at, turns()) == ("APPROVED", at + HOUR, set())
    (line,) = deal.lines.all()
    assert (line.quantity, line.unit_price, line.discount_rate) == (2, 1000, Decimal("0.30"))
    assert Deal.objects.get(pk=deal.pk).amount == 1400
    kinds = Event.objects.order_by("id").values_list("kind", flat=True)
    assert list(kinds)[-3:] == ["approval.decided", "approval.approved", "deal.lines_set"]
    with assert_refused("approval_is_over", says="was approved already"):
        yes(asked, cast.max, at + HOUR)


def test_what_was_approved_may_be_saved_again_and_no_more(asked, cast, deal, lines, at, product):
    yes(asked, cast.max, at + HOUR)
    set_lines(deal=deal, lines=[LineFacts(product, Decimal(3), None, Decimal("0.30"))], by=cast.rita, at=at + HOUR)
    with assert_refused("discount_over_limit", "lines"):
        set_lines(deal=deal, lines=[LineFacts(product, Decimal(3), None, Decimal("0.31"))], by=cast.rita, at=at)


def test_a_no_says_why_and_changes_nothing(asked, cast, deal, at):
    with assert_refused("a_no_says_why", "reason"):
        decide(request=asked, is_yes=False, by=cast.max, at=at + HOUR)
    assert decide(request=asked, is_yes=False, reason="Too much", by=cast.max, at=at + HOUR).state == "REFUSED"
    assert not deal.lines.exists()


def test_nobody_approves_what_they_asked_for_and_others_have_no_turn(cast, deal, lines, at):
    request = ask_discount(deal=deal, lines=lines, by=cast.max, at=at, expected_version=1)
    assert turns() == {"Olga"}  # Max's own manager, not Max
    for person in (cast.max, cast.mona, cast.rita):
        with assert_refused("not_allowed"):
            yes(request, person, at + HOUR)


def test_where_nobody_else_could_decide_it_says_whom_to_appoint(cast, deal, lines, at):
    with assert_refused("nobody_to_ask", says="Nobody but you could approve this"):
        ask_discount(deal=deal, lines=lines, by=cast.olga, at=at, expected_version=1)


def test_a_refusal_names_who_may_approve_it_for_whom_it_refuses(cast, deal, lines, at):
    set_chain(kind="pipeline.discount", approvers=["MANAGERS_MANAGER"], by=cast.olga, at=at)
    with assert_refused("discount_over_limit", "lines", says="(Olga Ost may approve it)"):
        set_lines(deal=deal, lines=lines, by=cast.rita, at=at)
    today = timezone.now().date()
    delegate(deputy=cast.finn, from_date=today, until_date=today + timedelta(days=7), by=cast.olga, at=at)
    with assert_refused("discount_over_limit", "lines", says="(Finn Fisk or Olga Ost may approve it)"):
        set_lines(deal=deal, lines=lines, by=cast.rita, at=at)


def test_a_refusal_says_that_nobody_may_approve_it_and_whom_to_ask(cast, deal, lines, at):
    with assert_refused("discount_over_limit", "lines", says="have another admin appointed: nobody but you could"):
        set_lines(deal=deal, lines=lines, by=cast.olga, at=at)
    set_chain(kind="pipeline.discount", approvers=[], by=cast.olga, at=at)
    with assert_refused("discount_over_limit", "lines", says="ask an admin to say under Settings, Approvals, who"):
        set_lines(deal=deal, lines=lines, by=cast.rita, at=at)


def test_a_discount_is_offered_to_be_asked_for_only_where_somebody_decides(cast, deal, lines, product, client, at):
    client.force_login(cast.rita)
    typed = {"version": 1, "lines-TOTAL_FORMS": 1, "lines-INITIAL_FORMS": 0, "lines-0-product": product.pk}

    def refused() -> bool:
        answer = client.post(f"/pipeline/deals/{deal.pk}/lines/", {**typed, "lines-0-discount": "30"})
        assert (answer.status_code, "is above the 20%" in answer.content.decode()) == (422, True)
        return answer.context["may_ask"]

    assert refused()
    set_chain(kind="pipeline.discount", approvers=[], by=cast.olga, at=at)
    assert not refused()


def test_setting_a_limit_says_which_owners_would_ask_in_vain(cast, deal, lines, client, at):
    client.force_login(cast.olga)

    def set_limit(limit: str) -> str:
        return client.post("/pipeline/settings/discounts/", {"limit": limit}, follow=True).content.decode()

    page = set_limit("20")
    assert 'value="20"' in page
    assert "could approve more for" not in page
    make_deal(cast.olga, "Her own")
    assert "Nobody could approve more for Olga Ost: appoint another admin." in client.get(SETTINGS).content.decode()
    assert "The limit is set. Nobody could approve more for Olga Ost: appoint another admin." in set_limit("15")
    set_chain(kind="pipeline.discount", approvers=[], by=cast.olga, at=at)
    assert "The limit is set. Nobody is set up to approve discounts" in set_limit("10")
    assert "The limit is set." not in set_limit("")


def test_many_who_may_approve_are_named_in_part(cast, deal, lines, at):
    for person in (cast.ivan, cast.mona, cast.rosa, cast.sam):
        grant_role(user=person, role=Role.FINANCE, team=None, start_date=None, by=cast.olga, at=at)
    set_chain(kind="pipeline.discount", approvers=["FINANCE"], by=cast.olga, at=at)
    with assert_refused(
        "discount_over_limit", "lines", says="(Finn Fisk, Ivan Ilic, Mona Mai or 2 more may approve it)"
    ):
        set_lines(deal=deal, lines=lines, by=cast.rita, at=at)


def test_two_steps_want_four_eyes(cast, deal, lines, at):
    set_chain(kind="pipeline.discount", approvers=["MANAGER", "FINANCE"], by=cast.olga, at=at)
    request = ask_discount(deal=deal, lines=lines, by=cast.rita, at=at, expected_version=1)
    request = yes(request, cast.max, at + HOUR)
    assert (request.state, request.position, turns()) == ("OPEN", 2, {"Finn"})
    assert not deal.lines.exists()
    set_chain(kind="pipeline.discount", approvers=[], by=cast.olga, at=at)  # what is under way keeps its steps
    with assert_refused("not_allowed"):
        yes(request, cast.max, at + HOUR)
    assert yes(request, cast.finn, at + 2 * HOUR).state == "APPROVED"
    said = ApprovalDecision.objects.order_by("position").values_list("by__name", "is_yes")
    assert list(said) == [("Max Adler", True), ("Finn Fisk", True)]


def test_a_deputy_decides_in_somebodys_place(asked, cast, at):
    today = timezone.now().date()
    delegate(deputy=cast.mona, from_date=today, until_date=today + timedelta(days=7), by=cast.max, at=at)
    assert turns() == {"Max", "Mona"}
    yes(asked, cast.mona, at + HOUR)
    decision = ApprovalDecision.objects.get()
    assert (decision.by, decision.in_place_of) == (cast.mona, cast.max)
    with assert_refused("a_person_has_one_deputy_at_a_time", "deputy"):
        delegate(deputy=cast.olga, from_date=today, until_date=today + timedelta(days=2), by=cast.max, at=at)
    with assert_refused("nobody_is_their_own_deputy", "deputy"):
        delegate(deputy=cast.rita, from_date=today, until_date=today + timedelta(days=2), by=cast.rita, at=at)


def test_a_deal_that_changed_since_makes_the_request_void(asked, cast, deal, product, at):
    set_lines(deal=deal, lines=[LineFacts(product)], by=cast.rita, at=at)
    assert yes(asked, cast.max, at + HOUR).state == "VOID"
    assert deal.lines.get().discount_rate == 0
    assert not ApprovalDecision.objects.exists()


def test_requests_expire_once_and_cannot_be_decided_then(asked, cast, deal, at):
    late = at + timedelta(days=14)
    with assert_refused("approval_expired"):
        yes(asked, cast.max, late)
    assert (expire(at=late - HOUR), expire(at=late), expire(at=late)) == (0, 1, 0)
    assert ApprovalRequest.objects.get().state == "EXPIRED"


def test_who_asked_takes_it_back(asked, cast, at):
    with assert_refused("not_allowed", says="Rita Sandoval asked for this"):
        withdraw(request=asked, by=cast.max, at=at)
    assert withdraw(request=asked, by=cast.rita, at=at).state == "WITHDRAWN"


def test_whose_turn_it_is_is_told_once_and_stands_on_today(asked, cast, client):
    assert [(each.person_id, each.due_date) for each in turns_waiting(date(2026, 3, 3))] == [
        (cast.max.pk, date(2026, 3, 2))
    ]
    client.force_login(cast.max)
    assert "Rita Sandoval asks for a discount of 30%" in client.get("/today/work/").content.decode()
    page = client.get("/approvals/").content.decode()
    assert "Helix Robotics" in page
    ApprovalRequest.objects.update(expires_at="2999-01-01T00:00Z")
    answer = client.post(f"/approvals/{asked.pk}/decide/", {"say": "yes", "version": asked.version})
    assert (answer.status_code, ApprovalRequest.objects.get().state) == (302, "APPROVED")


def test_visible_to_who_asked_who_decides_and_who_sets_it_up(asked, cast):
    seen = {name for name, person in cast.everybody().items() if ApprovalRequest.objects.visible_to(person).exists()}
    assert seen == {"rita", "max", "olga"}


@pytest.mark.django_db(transaction=True)
def test_two_yeses_at_once_do_it_once(asked, cast, at):
    delegate(
        deputy=cast.mona,
        from_date=timezone.now().date(),
        until_date=timezone.now().date() + timedelta(days=2),
        by=cast.max,
        at=at,
    )

    def say(person) -> str:
        try:
            return yes(asked, person, at + HOUR).state
        except Refused as refusal:
            return refusal.code
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        assert sorted(pool.map(say, [cast.max, cast.mona])) == ["APPROVED", "approval_is_over"]
    assert Event.objects.filter(kind="deal.lines_set").count() == 1
