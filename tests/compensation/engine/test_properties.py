"""What holds for every plan and every credit, checked against a plain oracle that shares no code with the engine."""

from fractions import Fraction

from hypothesis import assume, given
from hypothesis import strategies as st

from compensation.engine.exact import MICRO, PICO, WHOLE
from compensation.engine.lines import Credit, Line
from compensation.engine.pay import pay_component
from compensation.engine.plan import Basis, Boundary, FlatComponent, MarginalComponent, Measure, Tier
from salesmgmt.common.money import Rounding


# The oracle: tiers as overlaps of intervals, in fractions
def marginal_pay(tiers: list[tuple[Fraction, Fraction]], before: Fraction, after: Fraction) -> Fraction:
    """What lies between 0 and `after` pays, less what lies between 0 and `before` paid."""
    return pay_up_to(tiers, after) - pay_up_to(tiers, before)


def pay_up_to(tiers: list[tuple[Fraction, Fraction]], total: Fraction) -> Fraction:
    if total <= 0:
        return total * tiers[0][1]
    pay = Fraction(0)
    for index, (start, rate) in enumerate(tiers):
        end = tiers[index + 1][0] if index + 1 < len(tiers) else max(total, start)
        pay += max(Fraction(0), min(total, end) - start) * rate
    return pay


def pay_cent_by_cent(tiers: list[tuple[Fraction, Fraction]], before: int, after: int) -> Fraction:
    """Each cent at the rate of the last tier that starts at or before it; tiers start at whole cents."""
    return sum((max(tier for tier in tiers if tier[0] <= cent)[1] for cent in range(before, after)), Fraction(0))


def round_half(value: Fraction, *, even: bool) -> int:
    floor = value.numerator // value.denominator
    rest = value - floor
    if rest != Fraction(1, 2):
        return floor + (rest > Fraction(1, 2))
    if even:
        return floor + floor % 2
    return floor + (value > 0)


rates = st.integers(0, WHOLE)
amounts = st.integers(-5_000_000, 20_000_000)
quotas = st.integers(1, 15_000_000)
roundings = st.sampled_from(Rounding)


@st.composite
def components(draw: st.DrawFn, basis: Basis | None = None) -> MarginalComponent:
    basis = basis or draw(st.sampled_from(Basis))
    most = 3 * WHOLE if basis is Basis.QUOTA else 20_000_000
    starts = sorted(draw(st.sets(st.integers(1, most), max_size=5)))
    tiers = tuple(Tier(start, draw(rates)) for start in [0, *starts])
    boundary, rounding = draw(st.sampled_from(Boundary)), draw(roundings)
    return MarginalComponent("c", "C", "o", Measure.BOOKINGS, basis, tiers, boundary, rounding)


def fractions(component: MarginalComponent, quota: int) -> list[tuple[Fraction, Fraction]]:
    unit = Fraction(quota, WHOLE) if component.basis is Basis.QUOTA else Fraction(1)
    return [(tier.start * unit, Fraction(tier.rate, WHOLE)) for tier in component.tiers]


def pay(component: MarginalComponent, credits: list[int], prior: int, quota: int) -> tuple[Line, ...]:
    numbered = [Credit(str(number), amount) for number, amount in enumerate(credits)]
    return pay_component(component, numbered, prior_minor=prior, quota_minor=quota)


@given(components(), st.lists(amounts, max_size=6), amounts, quotas)
def test_every_line_pays_what_the_oracle_pays(
    component: MarginalComponent, credits: list[int], prior: int, quota: int
) -> None:
    tiers = fractions(component, quota)
    for line in pay(component, credits, prior, quota):
        exact = marginal_pay(tiers, Fraction(line.before_minor), Fraction(line.after_minor))
        assert Fraction(line.pay_pico, PICO) == exact
        assert line.pay_minor == round_half(exact, even=line.rounding is Rounding.HALF_EVEN)


@given(components(Basis.AMOUNT), st.integers(0, 300), st.integers(0, 300), st.integers(1, 9))
def test_every_cent_is_paid_at_the_rate_of_its_tier(
    component: MarginalComponent, before: int, credit: int, shrink: int
) -> None:
    starts = sorted({tier.start % (100 * shrink) for tier in component.tiers} | {0})
    small = MarginalComponent(
        "c", "C", "o", Measure.BOOKINGS, Basis.AMOUNT, tuple(map(Tier, starts, (t.rate for t in component.tiers)))
    )
    (line,) = pay(small, [credit], before, 1)
    tiers = fractions(small, 1)
    assert Fraction(line.pay_pico, PICO) == pay_cent_by_cent(tiers, before, before + credit)


@given(components(), st.lists(amounts, max_size=6), amounts, quotas)
def test_slices_sum_to_the_credit_and_totals_run_on(
    component: MarginalComponent, credits: list[int], prior: int, quota: int
) -> None:
    total = prior
    for line, credit in zip(pay(component, credits, prior, quota), credits, strict=True):
        assert sum(part.amount_micro for part in line.slices) == credit * MICRO
        assert (line.before_minor, line.credit_minor, line.after_minor) == (total, credit, total + credit)
        total += credit


@given(components(), st.lists(amounts, min_size=1, max_size=6), amounts, quotas, st.randoms(use_true_random=False))
def test_order_and_cutting_do_not_change_pay_before_rounding(
    component: MarginalComponent, credits: list[int], prior: int, quota: int, random: object
) -> None:
    whole = pay(component, [sum(credits)], prior, quota)[0].pay_pico
    shuffled = list(credits)
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    assert sum(line.pay_pico for line in pay(component, credits, prior, quota)) == whole
    assert sum(line.pay_pico for line in pay(component, shuffled, prior, quota)) == whole


@given(components(), st.integers(0, 20_000_000), amounts, amounts, quotas)
def test_more_credit_never_pays_less(
    component: MarginalComponent, more: int, credit: int, prior: int, quota: int
) -> None:
    (less,) = pay(component, [credit], prior, quota)
    (greater,) = pay(component, [credit + more], prior, quota)
    assert greater.pay_minor >= less.pay_minor


@given(components(), amounts, amounts, quotas)
def test_taking_a_credit_back_takes_its_pay_back(
    component: MarginalComponent, credit: int, prior: int, quota: int
) -> None:
    given_line, taken = pay(component, [credit, -credit], prior, quota)
    assert taken.pay_pico == -given_line.pay_pico
    assert taken.pay_minor == -given_line.pay_minor


@given(components(), amounts, quotas)
def test_the_boundary_moves_the_tier_reached_only_on_a_start(
    component: MarginalComponent, credit: int, quota: int
) -> None:
    starts = component.starts_micro(quota)
    assume(len(starts) > 1)
    (line,) = pay(component, [credit], 0, quota)
    passed = [start for start in starts[1:] if start < credit * MICRO]
    on_a_start = credit * MICRO in starts[1:]
    reaches = component.boundary is Boundary.REACHES
    assert line.tier_reached == 1 + len(passed) + (on_a_start and reaches)


@given(rates, st.lists(amounts, max_size=6), roundings)
def test_flat_pays_each_credit_at_the_rate(rate: int, credits: list[int], rounding: Rounding) -> None:
    component = FlatComponent("f", "F", "o", Measure.BOOKINGS, rate, rounding)
    lines = pay_component(component, [Credit(str(number), amount) for number, amount in enumerate(credits)])
    for line, credit in zip(lines, credits, strict=True):
        exact = Fraction(credit * rate, WHOLE)
        assert Fraction(line.pay_pico, PICO) == exact
        assert line.pay_minor == round_half(exact, even=rounding is Rounding.HALF_EVEN)
