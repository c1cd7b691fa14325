"""What is found by a statement drawn up once is what would be found by one drawn up for each, on whatever day."""

import datetime

import pytest
from django.db import connection
from django.db.models import Q, QuerySet
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from salesmgmt.accounts.models import User
from salesmgmt.common.drawn import AsksMeanwhile
from salesmgmt.people.alike import SOME_DAY, found_alike
from salesmgmt.people.models import Membership
from salesmgmt.people.models.line import IsAnyOf, line_of
from salesmgmt.web.agenda import work_for
from tests.cast import AT

pytestmark = pytest.mark.django_db
DAYS = (datetime.date(2026, 3, 2), datetime.date(2027, 12, 31))


@found_alike
def places(user: User, as_of: datetime.date, days: int) -> QuerySet[Membership]:
    later = as_of + datetime.timedelta(days=days)
    below = Q(IsAnyOf("user_id", line_of(user)))
    return Membership.objects.filter(below, valid__startswith__lt=later).select_related("user").order_by("pk")


def test_each_finds_their_own_by_the_day_that_is_asked_about(cast):
    begins = Membership.objects.get(user=cast.rita).valid.lower
    for user in (cast.max, cast.mona):
        for day in (begins, begins + datetime.timedelta(days=1), *DAYS):
            for days in (0, 3):
                assert places(user, day, days) == list(places.__wrapped__(user, day, days))
    assert places(cast.max, DAYS[1], 0) != places(cast.mona, DAYS[1], 0)
    assert places(cast.max, begins, 1) != places(cast.max, begins, -9000) == []


@found_alike
def made_before(user: User, at: datetime.datetime) -> QuerySet[User]:
    return User.objects.filter(created_at__lt=at, pk=user.pk)


def test_instants_are_put_in_and_days_are_those_of_the_active_zone(cast):
    assert made_before(cast.rita, datetime.datetime(2100, 1, 1, tzinfo=datetime.UTC)) == [cast.rita]
    assert made_before(cast.rita, datetime.datetime(2000, 1, 1, tzinfo=datetime.UTC)) == []
    User.objects.update(created_at=datetime.datetime(2026, 3, 1, 23, 30, tzinfo=datetime.UTC))
    for zone, found in (("UTC", []), ("Europe/Berlin", [cast.rita])):
        with timezone.override(zone):
            assert made_on(cast.rita, DAYS[0]) == found, zone


@found_alike
def made_on(user: User, as_of: datetime.date) -> QuerySet[User]:
    return User.objects.filter(created_at__date=as_of, pk=user.pk)


def test_what_asks_the_database_meanwhile_is_refused(cast):
    @found_alike
    def asking(user: User, as_of: datetime.date) -> QuerySet[User]:
        return User.objects.filter(pk__in=[each.pk for each in User.objects.all()])

    with pytest.raises(AsksMeanwhile):
        asking(cast.rita, DAYS[0])


def test_no_finder_of_today_asks_with_a_number_or_a_day_that_stood_for_another(cast):
    """Everybody of the cast, and every finder, twice: the second time by what was drawn up for the first."""
    for user in cast.everybody().values():
        for work in [*work_for(user), *work_for(user, later=True)]:
            with CaptureQueriesContext(connection) as asked:
                for day in (AT.date(), DAYS[1]):
                    work.find(user, day, 8)
            for each in asked.captured_queries:
                assert str(SOME_DAY.year) not in each["sql"], work.name
                assert str(-(2**62)) not in each["sql"], work.name
                assert str(-(2**61)) not in each["sql"], work.name
