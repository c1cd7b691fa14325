"""Amounts are read as people type them, and never as ten times what they meant."""

from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError

from pipeline.forms.amount_field import AmountField


@pytest.mark.parametrize(
    ("typed", "amount"),
    [
        ("12500", "12500"),
        ("12,500", "12500"),
        (" 12 500.50 ", "12500.50"),
        ("1\N{NO-BREAK SPACE}250\N{NO-BREAK SPACE}000", "1250000"),
        ("12,50,000", "1250000"),
        ("7.5", "7.5"),
    ],
)
def test_grouping_falls_away(typed: str, amount: str) -> None:
    assert AmountField().clean(typed) == Decimal(amount)


@pytest.mark.parametrize("typed", ["7,50", "1,2", "12.500,00", "12,5000", ",500", "1 2 3"])
def test_comma_that_groups_nothing_is_refused(typed: str) -> None:
    with pytest.raises(ValidationError):
        AmountField().clean(typed)
