"""The sentence of a line: as the statement page prints it, and its arithmetic redone from the words alone."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from compensation.engine.exact import MICRO, PICO, WHOLE, read_percent, read_scaled
from compensation.engine.lines import Credit
from compensation.engine.pay import pay_component
from compensation.engine.plan import Basis, Boundary, FlatComponent, MarginalComponent, Measure, Tier
from compensation.explain import explain
from salesmgmt.common.money import Rounding, divide_rounded

TIERS = (Tier(0, 50_000), Tier(500_000, 70_000), Tier(1_000_000, 90_000), Tier(1_250_000, 120_000))
LADDER = MarginalComponent("new", "New business", "win", Measure.BOOKINGS, Basis.QUOTA, TIERS)
FLAT = FlatComponent("all", "All bookings", "keep", Measure.BOOKINGS, 30_000)


def sentence(component, credit: int, *, prior: int = 0, quota: int | None = 30_000_000, **words) -> str:
    (line,) = pay_component(component, [Credit("1", credit)], prior_minor=prior, quota_minor=quota)
    return str(explain(line, currency="EUR", **{"subject": "Brightwater Utilities"} | words))


def test_a_deal_across_a_tier_reads_as_in_the_mockup() -> None:
    assert sentence(LADDER, 3_400_000, prior=27_800_000) == (
        "Brightwater Utilities added 34,000.00 of credit and took you from 92.7% to 104.0% of quota. "
        "22,000.00 of this deal fell in 50–100% of quota at 7%: 1,540.00. "
        "12,000.00 fell in 100–125% at 9%: 1,080.00. Together 2,620.00."
    )


def test_a_deal_within_a_tier_says_so() -> None:
    assert sentence(LADDER, 2_850_000, prior=31_200_000, whom="Rita Sandoval") == (
        "Brightwater Utilities added 28,500.00 of credit and took Rita Sandoval from 104.0% to 113.5% of quota. "
        "All of it fell in 100–125% of quota at 9%: 2,565.00."
    )


def test_the_last_tier_is_open() -> None:
    assert "All of it fell in 125% of quota and above at 12%: 120.00." in sentence(LADDER, 100_000, prior=40_000_000)


def test_a_flat_line_names_its_rate() -> None:
    assert sentence(FLAT, 2_800_000, quota=None) == (
        "Brightwater Utilities added 28,000.00 of credit. All of it is paid at 3%: 840.00."
    )


def test_tiers_on_an_amount_name_amounts() -> None:
    tiers = (Tier(0, 40_000), Tier(15_000_000, 60_000))
    by_amount = MarginalComponent("new", "New", "win", Measure.BOOKINGS, Basis.AMOUNT, tiers)
    assert sentence(by_amount, 2_000_000, prior=14_500_000, quota=None) == (
        "Brightwater Utilities added 20,000.00 of credit and took you from 145,000.00 to 165,000.00. "
        "5,000.00 of this deal fell in 0.00–150,000.00 at 4%: 200.00. "
        "15,000.00 fell in 150,000.00 and above at 6%: 900.00. Together 1,100.00."
    )


def test_what_takes_credit_back_says_so() -> None:
    assert sentence(LADDER, -1_200_000, prior=12_000_000) == (
        "Brightwater Utilities took back 12,000.00 of credit and took you from 40.0% to 36.0% of quota. "
        "All of it fell in 0–50% of quota at 5%: −600.00."
    )


@pytest.mark.parametrize(("rounding", "paid"), [(Rounding.HALF_EVEN, "0.02"), (Rounding.HALF_UP, "0.03")])
def test_a_rounded_line_shows_the_exact_pay_and_the_rule(rounding: Rounding, paid: str) -> None:
    flat = FlatComponent("all", "All", "keep", Measure.BOOKINGS, 50_000, rounding)
    rule = "half to even" if rounding is Rounding.HALF_EVEN else "half up"
    assert sentence(flat, 50, quota=None).endswith(f"at 5%: 0.025. That is rounded {rule} to {paid}.")


AMOUNT = r"−?[\d,]+\.\d\d+"
SLICE = re.compile(
    rf"({AMOUNT}|All of it)(?: of this deal)? (?:fell in .*?|is paid) ?at ([\d.]+%): ({AMOUNT})\.(?= |$)"
)


@given(
    st.integers(-9_000_000, 30_000_000),
    st.integers(0, 40_000_000),
    st.integers(1, 30_000_001),
    st.sampled_from(Rounding),
)
def test_the_arithmetic_of_every_sentence_can_be_redone(
    credit: int, prior: int, quota: int, rounding: Rounding
) -> None:
    ladder = MarginalComponent("n", "N", "w", Measure.BOOKINGS, Basis.QUOTA, TIERS, Boundary.REACHES, rounding)
    (line,) = pay_component(ladder, [Credit("1", credit)], prior_minor=prior, quota_minor=quota)
    text = str(explain(line, currency="EUR", subject="Deal"))
    pays = 0
    amounts = 0
    for what, rate, pay in SLICE.findall(text):
        micro = credit * MICRO if what == "All of it" else read_scaled(what, 8)
        assert micro * read_percent(rate) == read_scaled(pay, 14)
        amounts += micro
        pays += read_scaled(pay, 14)
    assert amounts == credit * WHOLE
    rounded = re.search(rf"rounded .*? to ({AMOUNT})\.$", text)
    assert line.pay_minor == (read_scaled(rounded.group(1), 2) if rounded else pays // PICO)
    assert line.pay_minor == divide_rounded(pays, PICO, rounding=rounding)
