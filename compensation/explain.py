"""Why a line pays what it pays, in one sentence whose arithmetic anybody can redo."""

from dataclasses import dataclass

from compensation import wording
from compensation.engine.exact import PICO
from compensation.engine.lines import Line, Slice
from compensation.engine.plan import Basis
from salesmgmt.common.money import Rounding

ROUNDINGS = {Rounding.HALF_EVEN: "half to even", Rounding.HALF_UP: "half up"}


@dataclass(frozen=True, slots=True)
class Explanation:
    """A sentence in three parts: what the credit did, what each slice pays, what that comes to."""

    opening: str
    parts: str
    closing: str

    def __str__(self) -> str:
        return " ".join(part for part in (self.opening, self.parts, self.closing) if part)


def explain(line: Line, *, currency: str, subject: str, whom: str = "you") -> Explanation:
    """`subject` is what was credited, `whom` the person as the reader calls them."""
    did = "added" if line.credit_minor >= 0 else "took back"
    opening = f"{subject} {did} {wording.amount(abs(line.credit_minor), currency)} of credit"
    way = _way(line, currency)
    if way:
        opening += f" and took {whom} {way}"
    return Explanation(f"{opening}.", _parts(line, currency), _closing(line, currency))


def _way(line: Line, currency: str) -> str:
    if line.tier_reached == 0:
        return ""
    if line.slices and line.slices[0].basis is Basis.AMOUNT:
        return f"from {wording.amount(line.before_minor, currency)} to {wording.amount(line.after_minor, currency)}"
    quota = line.quota_minor or 0
    if quota <= 0:
        return ""
    return f"from {wording.share(line.before_minor, quota)} to {wording.share(line.after_minor, quota)} of quota"


def _parts(line: Line, currency: str) -> str:
    whole = len(line.slices) == 1
    return " ".join(_part(part, currency, first=index == 0, whole=whole) for index, part in enumerate(line.slices))


def _part(part: Slice, currency: str, *, first: bool, whole: bool) -> str:
    pay = wording.amount_of_pico(part.pay_pico, currency)
    rate = wording.rate(part.rate)
    if part.basis is None or part.start is None:
        return f"All of it is paid at {rate}: {pay}."
    where = wording.tier_range(part.basis, part.start, part.end, currency, of_quota=first)
    if whole:
        return f"All of it fell in {where} at {rate}: {pay}."
    what = wording.amount_of_micro(part.amount_micro, currency)
    of_this = " of this deal" if first else ""
    return f"{what}{of_this} fell in {where} at {rate}: {pay}."


def _closing(line: Line, currency: str) -> str:
    exact = wording.amount_of_pico(line.pay_pico, currency)
    paid = wording.amount(line.pay_minor, currency)
    together = f"Together {exact}" if len(line.slices) > 1 else ""
    if line.pay_pico == line.pay_minor * PICO:
        return f"{together}." if together else ""
    rounded = f"rounded {ROUNDINGS[line.rounding]} to {paid}."
    return f"{together}, {rounded}" if together else f"That is {rounded}"
