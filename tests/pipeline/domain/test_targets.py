from datetime import date
from decimal import Decimal

from pipeline.domain.targets import adjust_target, set_target
from pipeline.models import Target
from pipeline.queries.targets import effective_target, target_of
from salesmgmt.common.period import Period
from tests.pipeline.evidence import last_event
from tests.refusals import assert_refused

Q2 = Period(date(2026, 4, 1), date(2026, 7, 1))


def quota(cast, at, **changes):
    said = {"user": cast.rita, "measure": "BOOKINGS", "period": Q2, "full_amount": Decimal(90_000), "by": cast.carla}
    return set_target(**{**said, **changes}, at=at)


def test_set_target_sets_it_and_then_changes_it(cast, at):
    first = quota(cast, at)
    again = quota(cast, at, full_amount=Decimal(100_000))
    assert first == again
    row = Target.objects.get()
    assert (row.user, row.team, row.full_amount, row.currency, row.period) == (cast.rita, None, 100_000, "EUR", Q2)
    kind, _, subject, actor, payload = last_event()
    assert (kind, subject, actor) == ("target.set", row.pk, cast.carla.pk)
    assert payload == {
        "user_id": cast.rita.pk,
        "team_id": None,
        "measure": "BOOKINGS",
        "start_date": "2026-04-01",
        "end_date": "2026-07-01",
        "full_amount": "100000",
    }


def test_set_target_of_a_count_has_no_currency_and_a_team_may_have_one(cast, at):
    quota(cast, at, user=None, team=cast.north, measure="DEALS_WON", full_amount=Decimal(12))
    row = Target.objects.get()
    assert (row.team, row.user, row.currency) == (cast.north, None, "")


def test_set_target_refusals(cast, at):
    quota(cast, at)
    with assert_refused("a_target_is_positive", "full_amount"):
        quota(cast, at, user=cast.nora, full_amount=Decimal(0))
    with assert_refused("targets_of_a_person_do_not_overlap", "full_amount"):
        quota(cast, at, period=Period(date(2026, 6, 1), date(2026, 9, 1)))
    with assert_refused("a_target_is_a_persons_or_a_teams", "full_amount"):
        quota(cast, at, user=None)
    with assert_refused("a_target_is_a_persons_or_a_teams", "full_amount"):
        quota(cast, at, team=cast.north)
    quota(cast, at, user=None, team=cast.north)
    with assert_refused("targets_of_a_team_do_not_overlap", "full_amount"):
        quota(cast, at, user=None, team=cast.north, period=Period(date(2026, 6, 1), date(2026, 9, 1)))
    for person in (cast.max, cast.rita, cast.finn):
        with assert_refused("not_allowed"):
            quota(cast, at, by=person)


def test_adjust_target_lowers_what_counts_and_keeps_the_full_amount(cast, at):
    target = quota(cast, at)
    row = adjust_target(target=target, num=2, den=3, reason=" Leave ", by=cast.carla, at=at, source_ref="absence:1")
    assert (row.num, row.den, row.reason, row.kind) == (2, 3, "Leave", "MANUAL")
    found = target_of(user=cast.rita, measure="BOOKINGS", period=Q2)
    assert (found.full_amount, effective_target(found)) == (90_000, Decimal("60000.00"))
    event = ("target.adjusted", "pipeline.target", target.pk, cast.carla.pk, {"num": 2, "den": 3})
    assert last_event() == event
    with assert_refused("an_adjustment_is_made_once", "num"):
        adjust_target(target=target, num=1, den=3, reason="x", by=cast.carla, at=at, source_ref="absence:1")
    with assert_refused("an_adjustment_never_raises", "num"):
        adjust_target(target=target, num=4, den=3, reason="x", by=cast.carla, at=at, source_ref="b")
    with assert_refused("not_allowed"):
        adjust_target(target=target, num=1, den=3, reason="x", by=cast.max, at=at, source_ref="c")


def test_targets_are_visible_to_oneself_the_line_and_readers(cast, at):
    quota(cast, at)
    seen = {name for name, user in cast.everybody().items() if Target.objects.visible_to(user).exists()}
    assert seen == {"rita", "max", "olga", "finn", "carla"}
