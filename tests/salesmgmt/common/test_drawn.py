"""A statement that is drawn up once reads what there is each time that it is asked."""

from datetime import UTC, datetime

import pytest
from django.contrib.postgres.fields import ArrayField
from django.db import connection
from django.db.models import BigIntegerField, F, Value
from django.test.utils import CaptureQueriesContext

from salesmgmt.accounts.models import User
from salesmgmt.common.drawn import AsksMeanwhile, Drawn
from salesmgmt.people.models import Membership, Team
from salesmgmt.people.models.line import IsAnyOf

pytestmark = pytest.mark.django_db
SOME, NAMED = -7, "\x02name"


def test_rows_are_read_anew_with_what_they_name_in_one_query(cast):
    drawn = Drawn(lambda: Membership.objects.select_related("user").filter(team=SOME).order_by("user__name"))
    with CaptureQueriesContext(connection) as asked:
        names = [row.user.name for row in drawn.rows({SOME: cast.north.pk})]
    assert len(asked) == 1
    assert cast.rita.name in names
    assert names == [row.user.name for row in Membership.objects.filter(team=cast.north).order_by("user__name")]
    assert names != [row.user.name for row in drawn.rows({SOME: cast.south.pk})]
    Membership.objects.filter(user=cast.rita).delete()
    assert len(drawn.rows({SOME: cast.north.pk})) == len(names) - 1


def test_annotations_texts_and_what_is_fetched_beforehand_come_along(cast):
    drawn = Drawn(lambda: Team.objects.filter(name=NAMED).prefetch_related("memberships"))
    (north,) = drawn.rows({NAMED: "North"})
    assert north == cast.north
    with CaptureQueriesContext(connection) as asked:
        assert {row.team_id for row in north.memberships.all()} == {cast.north.pk}
    assert len(asked) == 0


def test_what_can_never_be_is_not_asked_for(cast):
    with CaptureQueriesContext(connection) as asked:
        assert Drawn(Team.objects.none).rows() == []
    assert len(asked) == 0


def test_what_asks_the_database_meanwhile_is_refused(cast):
    def teams():
        return Team.objects.filter(pk__in=list(Team.objects.values_list("pk", flat=True)))

    with pytest.raises(AsksMeanwhile, match="would be remembered"):
        Drawn(teams)


def test_values_come_as_they_are_asked_for_instants_and_lists_too(cast):
    instant, these = datetime.max.replace(tzinfo=UTC), -9
    named = IsAnyOf(F("pk"), Value([these], output_field=ArrayField(BigIntegerField())))
    drawn = Drawn(lambda: User.objects.filter(named, created_at__lt=instant).order_by("name").values_list("name", "pk"))
    both = [cast.max.pk, cast.rita.pk]
    assert drawn.rows({these: both, instant: datetime(2100, 1, 1, tzinfo=UTC)}) == [
        (cast.max.name, cast.max.pk),
        (cast.rita.name, cast.rita.pk),
    ]
    assert drawn.rows({these: both, instant: datetime(2000, 1, 1, tzinfo=UTC)}) == []


def test_rows_of_each_come_one_after_the_other_in_one_query(cast):
    drawn = Drawn(lambda: User.objects.filter(memberships__team=SOME).order_by("name").values_list("pk")[:2])
    with CaptureQueriesContext(connection) as asked:
        keys = drawn.rows_of_each([{SOME: team.pk} for team in (cast.south, cast.north)])
    assert len(asked) == 1
    assert keys == drawn.rows({SOME: cast.south.pk}) + drawn.rows({SOME: cast.north.pk})
    assert drawn.rows_of_each([]) == []
