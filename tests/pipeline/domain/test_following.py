"""Followers see no more than before, and are told once a day that something happened to their deal."""

from datetime import timedelta

from pipeline.domain.following import follow_deal, unfollow_deal
from pipeline.domain.moves import move_deal
from pipeline.models import DealFollower
from salesmgmt.events.domain.consumption import drain
from salesmgmt.outbox.models import Notification
from salesmgmt.outbox.telling import told
from tests.pipeline_rows import stage
from tests.refusals import assert_refused

HOUR = timedelta(hours=1)


def test_a_follower_is_told_once_a_day_and_not_of_what_they_did(deal, cast, at):
    drain("pipeline.followers", at=at, own=True)
    for person in (cast.max, cast.rita, cast.max):
        follow_deal(deal=deal, follower=person, by=cast.rita, at=at)
    assert DealFollower.objects.count() == 2
    for number, name in enumerate(("Discover", "Prove"), 1):
        move_deal(deal=deal, to=stage(name), by=cast.rita, at=at + number * HOUR)
    drain("pipeline.followers", at=at + 3 * HOUR, own=True)
    rows = Notification.objects.filter(kind="pipeline.followed").select_related("person")
    assert [row.person for row in rows] == [cast.max]
    (said,) = told(rows).values()
    assert (said.title, said.body) == (
        "Helix Robotics has moved on",
        "You follow it. It is in Prove now and belongs to Rita Sandoval.",
    )


def test_who_may_not_see_a_deal_does_not_follow_it(deal, cast, at):
    with assert_refused("not_a_reader", "follower", says="Sam Okafor may not see Helix Robotics"):
        follow_deal(deal=deal, follower=cast.sam, by=cast.rita, at=at)
    follow_deal(deal=deal, follower=cast.max, by=cast.rita, at=at)
    unfollow_deal(deal=deal, follower=cast.max, by=cast.max, at=at)
    assert not DealFollower.objects.exists()


def test_one_follows_and_stops_on_the_record(deal, rita, client):
    client.force_login(rita)
    address = f"/pipeline/deals/{deal.pk}/"
    client.post(f"{address}follow/", {"follows": "1"})
    assert "Stop following" in client.get(address).content.decode()
    client.post(f"{address}follow/", {"follows": ""})
    assert not DealFollower.objects.exists()
