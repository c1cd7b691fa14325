"""Redoes what a statement line's sentence says, from its words alone: no code of the product is used."""

import re
from dataclasses import dataclass
from decimal import ROUND_HALF_EVEN, ROUND_HALF_UP, Decimal
from fractions import Fraction

AMOUNT = r"−?[\d,]+\.\d\d+"
CREDIT = re.compile(rf"(added|took back) ({AMOUNT}) of credit")
SLICE = re.compile(
    rf"({AMOUNT}|All of it)(?: of this deal)? (?:fell in .*?|is paid) ?at ([\d.]+)%: ({AMOUNT})\.(?= |$)"
)
TOGETHER = re.compile(rf"Together ({AMOUNT})")
ROUNDED = re.compile(rf"rounded (half to even|half up) to ({AMOUNT})\.$")
WAY = re.compile(r"from ([\d.,]+)% to ([\d.,]+)% of quota")
CENT = Decimal("0.01")
WAYS = {"half to even": ROUND_HALF_EVEN, "half up": ROUND_HALF_UP}


@dataclass(frozen=True)
class Redone:
    """What a sentence comes to: the credit, its slices, the pay to the cent, and the way up the ladder in percent."""

    credit: Decimal
    slices: int
    pay: Decimal
    way: tuple[Decimal, Decimal] | None


def amount(text: str) -> Decimal:
    return Decimal(text.replace(",", "").replace("−", "-"))


def redo(sentence: str) -> Redone:
    """Fails where a sum or a product in the sentence is not what it says."""
    did, said = CREDIT.search(sentence).groups()
    credit = amount(said) if did == "added" else -amount(said)
    parts = SLICE.findall(sentence)
    assert parts, sentence
    credited = paid = Fraction(0)
    for what, percent, pay in parts:
        base = Fraction(credit if what == "All of it" else amount(what))
        assert base * Fraction(percent) / 100 == Fraction(amount(pay)), sentence
        credited += base
        paid += Fraction(amount(pay))
    assert credited == Fraction(credit), sentence
    if together := TOGETHER.search(sentence):
        assert Fraction(amount(together.group(1))) == paid, sentence
    exact = Decimal(paid.numerator) / Decimal(paid.denominator)
    rounded = ROUNDED.search(sentence)
    pay = exact.quantize(CENT, WAYS[rounded.group(1)]) if rounded else exact
    assert pay == (amount(rounded.group(2)) if rounded else pay.quantize(CENT)), sentence
    way = WAY.search(sentence)
    return Redone(credit, len(parts), pay, tuple(map(amount, way.groups())) if way else None)
