"""What the next deal pays is what the run pays once it is won."""

from datetime import date
from decimal import Decimal

from compensation.domain.runs import calculate_run, finalize_run
from compensation.models import Line
from compensation.queries.next_deals import next_deals
from pipeline.choices import SplitRole
from pipeline.domain.closing import win_deal
from pipeline.domain.splits import Share, split_deal
from pipeline.models import Target
from tests.cast import AT, Cast
from tests.compensation.rows import OVER, calculated, statement_of, work
from tests.pipeline_rows import make_deal, won_for

TODAY = date(2026, 3, 2)


def test_estimate_is_what_the_run_then_pays(quarter: Cast) -> None:
    deal = make_deal(quarter.rita, "Sable Optics", amount="42000.55")
    make_deal(quarter.rita, "No price yet", amount=None)
    make_deal(quarter.nora, "Not hers", amount="99000")
    run = calculated(quarter)
    (estimate,) = next_deals(statement_of(run, quarter.rita), reader=quarter.rita, today=TODAY)
    assert (estimate.deal, estimate.credit_minor) == (deal, 4_200_055)
    win_deal(deal=deal, reason=won_for(), by=quarter.rita, at=AT)
    work(calculate_run(run=run, by=quarter.carla, at=AT))
    paid = Line.objects.filter(credit__deal=deal).values_list("pay_minor", flat=True)
    assert sum(paid) == estimate.pay_minor


def test_estimate_follows_the_share(quarter: Cast) -> None:
    deal = make_deal(quarter.rita, "Sable Optics", amount="42000")
    split_deal(deal=deal, shares=[Share(quarter.nora, 10_000, SplitRole.SALES)], by=quarter.rita, at=AT)
    run = calculated(quarter)
    assert list(next_deals(statement_of(run, quarter.rita), reader=quarter.rita, today=TODAY)) == []
    split_deal(deal=deal, shares=[Share(quarter.nora, 7_500), Share(quarter.rita, 2_500)], by=quarter.rita, at=AT)
    (estimate,) = next_deals(statement_of(run, quarter.rita), reader=quarter.rita, today=TODAY)
    assert estimate.credit_minor == 1_050_000


def test_estimate_is_for_the_quarter_that_runs_and_for_drafts(quarter: Cast) -> None:
    make_deal(quarter.rita, "Sable Optics", amount="42000")
    run = calculated(quarter)
    statement = statement_of(run, quarter.rita)
    assert list(next_deals(statement, reader=quarter.rita, today=date(2026, 4, 1))) == []
    finalize_run(run=run, by=quarter.carla, at=OVER)
    statement = statement_of(run, quarter.rita)
    assert list(next_deals(statement, reader=quarter.rita, today=TODAY)) == []


def test_estimate_without_a_target_counts_what_needs_none(quarter: Cast) -> None:
    Target.objects.filter(user=quarter.rita).delete()
    make_deal(quarter.rita, "Sable Optics", amount="42000")
    run = calculated(quarter)
    (estimate,) = next_deals(statement_of(run, quarter.rita), reader=quarter.rita, today=TODAY)
    assert estimate.pay_minor == int(Decimal("42000") * 3)
