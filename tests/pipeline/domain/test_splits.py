"""Shares of a deal: whose they are, what is refused, and that no cent is lost or counted twice."""

import pytest
from django.db import IntegrityError, connection, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pipeline.choices import SplitRole
from pipeline.domain.closing import win_deal
from pipeline.domain.deals import edit_deal
from pipeline.domain.splits import Share, split_deal
from pipeline.models import Deal, DealSplit
from pipeline.queries.credits import credit_shares
from salesmgmt.common.money import from_minor, split_by_shares
from tests.pipeline.evidence import last_event
from tests.pipeline.test_order_figures import ask
from tests.pipeline_rows import won_for
from tests.refusals import assert_refused


def test_split_deal_shares_it_and_shows_it_to_both(deal, cast, at):
    shares = [Share(cast.rita, 7000), Share(cast.sam, 3000), Share(cast.mona, 10_000, SplitRole.OVERLAY)]
    split_deal(deal=deal, shares=shares, by=cast.rita, at=at)
    assert [(s.user_id, s.role, s.share_bp) for s in credit_shares([deal])] == [
        (cast.mona.pk, "OVERLAY", 10_000),
        (cast.rita.pk, "SALES", 7000),
        (cast.sam.pk, "SALES", 3000),
    ]
    assert list(Deal.objects.visible_to(cast.sam)) == [deal]
    assert Deal.objects.get(pk=deal.pk).version == 2
    kind, _, subject, actor, payload = last_event()
    assert (kind, subject, actor) == ("deal.shared", deal.pk, cast.rita.pk)
    assert payload == {
        "shares": [{"user_id": s.user.pk, "role": s.role, "share_bp": s.share_bp} for s in shares],
        "state": "OPEN",
        "close_date": None,
    }


def test_split_deal_without_shares_is_the_owners_alone(deal, cast, at):
    split_deal(deal=deal, shares=[Share(cast.rita, 5000), Share(cast.sam, 5000)], by=cast.rita, at=at)
    split_deal(deal=deal, shares=[], by=cast.rita, at=at)
    assert [(s.user_id, s.share_bp) for s in credit_shares([deal])] == [(cast.rita.pk, 10_000)]
    assert not Deal.objects.visible_to(cast.sam).exists()


def test_split_deal_refusals_keep_the_shares(deal, cast, at):
    rita, sam = cast.rita, cast.sam
    split_deal(deal=deal, shares=[Share(rita, 5000), Share(sam, 5000)], by=rita, at=at)
    with assert_refused("shares_do_not_sum", "shares", says="sum to 90%; change one by +10 points"):
        split_deal(deal=deal, shares=[Share(rita, 5000), Share(sam, 4000)], by=rita, at=at)
    with assert_refused("shares_do_not_sum", "shares", says="sum to 99.99%; change one by +0.01 points"):
        split_deal(deal=deal, shares=[Share(rita, 5000), Share(sam, 4999)], by=rita, at=at)
    with assert_refused("a_person_has_one_share_per_role", "shares"):
        split_deal(deal=deal, shares=[Share(rita, 5000), Share(rita, 5000)], by=rita, at=at)
    with assert_refused("a_share_is_1_to_10000_bp", "shares"):
        split_deal(deal=deal, shares=[Share(rita, 10_000), Share(sam, 0)], by=rita, at=at)
    with assert_refused("deal_changed"):
        split_deal(deal=deal, shares=[], by=rita, at=at, expected_version=1)
    with assert_refused("not_allowed"):
        split_deal(deal=deal, shares=[], by=cast.carla, at=at)


def test_the_database_refuses_shares_that_do_not_sum(deal, cast):
    DealSplit.objects.create(deal=deal, user=cast.rita, share_bp=9000)
    with connection.cursor() as cursor, pytest.raises(IntegrityError, match="sum to 9000"):
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")


PEOPLE = ("rita", "nora", "sam", "max")
CUT = st.lists(st.integers(1, 9_999), max_size=3, unique=True).map(sorted)
"""Where 10,000 is cut: one part more than cuts."""


def parts_of(cuts: list[int]) -> list[int]:
    return [end - start for start, end in zip([0, *cuts], [*cuts, 10_000], strict=True)]


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(minor=st.integers(0, 10**11), sales=CUT, overlay=st.none() | CUT, off=st.integers(-2, 2))
def test_any_split_conserves_the_money_of_each_role_and_no_roll_up_counts_it_twice(
    deal, cast, at, minor, sales, overlay, off
):
    """Whoever shares a deal, and however: the parts of a role are the whole, to the cent; shares that are not the whole
    are refused; and what was won adds up to the deal, once."""
    amount, roles = from_minor(minor, "EUR"), {SplitRole.SALES: sales, SplitRole.OVERLAY: overlay}
    shares = [
        Share(getattr(cast, name), part, role)
        for role, cuts in roles.items()
        if cuts is not None
        for name, part in zip(PEOPLE, parts_of(cuts), strict=False)
    ]
    with transaction.atomic():
        edited = edit_deal(deal=deal, facts={"amount": amount}, by=cast.rita, at=at)
        if off and 1 <= shares[0].share_bp + off <= 10_000:
            wrong = [Share(shares[0].user, shares[0].share_bp + off, shares[0].role), *shares[1:]]
            with assert_refused("shares_do_not_sum", "shares"):
                split_deal(deal=edited, shares=wrong, by=cast.rita, at=at)
        split_deal(deal=edited, shares=shares, by=cast.rita, at=at)
        won = win_deal(deal=edited, reason=won_for(), by=cast.rita, at=at)
        assert_conserved(won, roles, minor)
        assert ask("pipeline.won_amount", cast.olga)["value"] == f"{amount:.2f}"
        of_owners = ask("pipeline.won_amount", cast.olga, by="owner")["groups"]
        assert [(group["label"], group["measures"]["amount"]["value"]) for group in of_owners] == [
            (cast.rita.name, f"{amount:.2f}")
        ]
        transaction.set_rollback(True)


def assert_conserved(deal: Deal, roles: dict[SplitRole, list[int] | None], minor: int) -> None:
    credited = list(credit_shares([deal]))
    for role, cuts in roles.items():
        parts = [share.share_bp for share in credited if share.role == role]
        assert sum(parts) == (0 if cuts is None else 10_000)
        if parts:
            cut = split_by_shares(minor, parts)
            assert sum(cut) == minor
            assert all(abs(part * 10_000 - minor * bp) < 10_000 for part, bp in zip(cut, parts, strict=True))
