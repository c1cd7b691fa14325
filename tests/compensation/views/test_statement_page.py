"""The statement page: each line opens to a sentence, and its arithmetic is redone from the printed words alone."""

import re
from fractions import Fraction
from html import unescape

import pytest
from django.test import Client
from django.urls import reverse

from compensation.models import Line, Run
from pipeline.domain.deals import give_deal
from pipeline.domain.splits import Share, split_deal
from pipeline.models import Deal
from salesmgmt.common.money import divide_rounded
from tests.cast import AT, Cast
from tests.compensation.rows import calculated, statement_of

AMOUNT = r"−?[\d,]+\.\d\d+"
SLICE = re.compile(
    rf"({AMOUNT}|All of it)(?: of this deal)? (?:fell in (.+?) |is paid )at ([\d.]+)%: ({AMOUNT})\.(?= |$)"
)


def number(text: str) -> Fraction:
    return Fraction(text.replace(",", "").replace("−", "-"))


def opened(client: Client, line: Line) -> str:
    """The page with a line open, as a browser gets it."""
    address = reverse("compensation:statement", args=[line.statement_id])
    return client.get(address, {"line": line.pk}).content.decode()


def sentence_in(page: str, line: Line) -> str:
    found = re.search(rf'data-explanation="{line.pk}">(.*?)</p>', page, re.DOTALL)
    return " ".join(unescape(re.sub(r"<[^>]+>", "", found.group(1))).split())


@pytest.fixture
def run(quarter: Cast) -> Run:
    deal = Deal.objects.get(name="Tarn Bakeries")
    split_deal(deal=deal, shares=[Share(quarter.nora, 3_333), Share(quarter.rita, 6_667)], by=quarter.nora, at=AT)
    return calculated(quarter)


def test_sentence_of_the_deal_that_crosses_quota(quarter: Cast, client: Client, run: Run) -> None:
    client.force_login(quarter.rita)
    line = Line.objects.get(credit__deal__name="Brightwater Utilities", component="new-business")
    assert sentence_in(opened(client, line), line) == (
        "Brightwater Utilities added 34,000.00 of credit and took you from 92.7% to 104.0% of quota. "
        "22,000.00 of this deal fell in 50–100% of quota at 7%: 1,540.00. "
        "12,000.00 fell in 100–125% at 9%: 1,080.00. Together 2,620.00."
    )


def test_others_read_the_name_of_the_person(quarter: Cast, client: Client, run: Run) -> None:
    client.force_login(quarter.finn)
    line = Line.objects.get(credit__deal__name="Brightwater Utilities", component="new-business")
    assert "took Rita Sandoval from 92.7% to 104.0% of quota" in sentence_in(opened(client, line), line)


def test_arithmetic_of_every_sentence_holds_and_lines_sum_to_the_statement(
    quarter: Cast, client: Client, run: Run
) -> None:
    client.force_login(quarter.carla)
    for user in (quarter.rita, quarter.nora):
        statement = statement_of(run, user)
        paid = []
        for line in statement.lines.all():
            text = sentence_in(opened(client, line), line)
            credit = number(re.search(rf"added ({AMOUNT}) of credit", text).group(1))
            slices = [
                (credit if what == "All of it" else number(what), rate, pay)
                for what, _, rate, pay in SLICE.findall(text)
            ]
            assert sum(amount for amount, _, _ in slices) == credit
            for amount, rate, pay in slices:
                assert amount * Fraction(rate) / 100 == number(pay)
            paid.append(_paid(text, sum(number(pay) for _, _, pay in slices)))
        total = re.search(rf"data-total>.*?({AMOUNT}) EUR<", opened(client, statement.lines.first())).group(1)
        assert sum(paid) == number(total) == Fraction(statement.total_minor, 100)


def _paid(text: str, exact: Fraction) -> Fraction:
    together = re.search(rf"Together ({AMOUNT})", text)
    assert together is None or number(together.group(1)) == exact
    rounded = re.search(rf"rounded half to even to ({AMOUNT})\.$", text)
    cents = exact * 100
    assert (rounded is None) == (cents.denominator == 1)
    paid = Fraction(divide_rounded(cents.numerator, cents.denominator), 100)
    assert rounded is None or number(rounded.group(1)) == paid
    return paid


def test_split_line_says_its_share_of_the_deal(quarter: Cast, client: Client, run: Run) -> None:
    client.force_login(quarter.nora)
    line = Line.objects.get(statement__user=quarter.nora, component="every-booking")
    page = opened(client, line)
    share, whole = re.search(rf"split, ([\d.]+)% of ({AMOUNT})", page).groups()
    assert (share, whole) == ("33.33", "10,000.10")
    assert "Credit: sales credit, 33.33%" in page
    assert "3,333.03" in page
    assert divide_rounded(int(number(whole) * 100) * int(number(share) * 100), 10_000) == 333_303


def test_deal_that_was_given_away_since_is_named_and_not_linked(quarter: Cast, client: Client, run: Run) -> None:
    line = Line.objects.get(credit__deal__name="Aurelia Foods", component="new-business")
    deal = line.credit.deal
    address = reverse("pipeline:deal", args=[deal.pk])
    client.force_login(quarter.rita)
    assert opened(client, line).count(f'href="{address}"') == 3
    give_deal(deal=deal, to=quarter.sam, by=quarter.olga, at=AT)
    page = opened(client, line)
    assert address not in page
    assert "Aurelia Foods added 278,000.00 of credit" in sentence_in(page, line)
    assert "The deal is in other hands now: its owner can open it." in page
    client.force_login(quarter.finn)
    assert opened(client, line).count(f'href="{address}"') == 3


@pytest.mark.parametrize("wanted", ["²", "x", "9" * 5_000, "-1"])
def test_line_that_is_no_number_opens_nothing(quarter: Cast, client: Client, run: Run, wanted: str) -> None:
    client.force_login(quarter.rita)
    address = reverse("compensation:statement", args=[statement_of(run, quarter.rita).pk])
    assert "data-explanation" not in client.get(address, {"line": wanted}).content.decode()


def test_lines_are_closed_until_one_is_opened(quarter: Cast, client: Client, run: Run) -> None:
    client.force_login(quarter.rita)
    statement = statement_of(run, quarter.rita)
    page = client.get(reverse("compensation:statement", args=[statement.pk])).content.decode()
    assert "data-explanation" not in page
    assert page.count('aria-expanded="false"') >= statement.lines.count()
    foreign = Line.objects.filter(statement__user=quarter.nora).first()
    assert (
        "data-explanation"
        not in client.get(reverse("compensation:statement", args=[statement.pk]), {"line": foreign.pk}).content.decode()
    )


def test_page_stays_within_its_query_budget(
    quarter: Cast, client: Client, run: Run, django_assert_max_num_queries
) -> None:
    client.force_login(quarter.rita)
    line = Line.objects.get(credit__deal__name="Brightwater Utilities", component="new-business")
    opened(client, line)
    with django_assert_max_num_queries(12):
        opened(client, line)
