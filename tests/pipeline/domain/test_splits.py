import pytest
from django.db import IntegrityError, connection

from pipeline.choices import SplitRole
from pipeline.domain.splits import Share, split_deal
from pipeline.models import Deal, DealSplit
from pipeline.queries.credits import credit_shares
from tests.pipeline.evidence import last_event
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
