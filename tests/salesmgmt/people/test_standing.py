"""What holds for a person is asked in one query, whoever asks for what."""

import pytest
from django.db.models import Value

from onboarding.rules import can_read_journeys, is_new_hire
from salesmgmt.accounts.models import User
from salesmgmt.people import standing
from salesmgmt.people.rules import is_admin, is_manager, roles_of

pytestmark = pytest.mark.django_db


def test_rules_rail_and_bell_share_one_query(cast, django_assert_num_queries):
    user = User.objects.get(pk=cast.max.pk)
    with django_assert_num_queries(1):
        assert is_manager(user)
        assert not is_admin(user)
        assert not is_new_hire(user)
        assert can_read_journeys(user)
        assert standing.standing_of(user)["outbox.unread"] == 0


def test_somebody_who_may_not_sign_in_stands_for_nothing(cast, django_assert_num_queries):
    user = User.objects.get(pk=cast.olga.pk)
    user.is_active = False
    with django_assert_num_queries(0):
        assert standing.standing_of(user) == {}
        assert roles_of(user) == frozenset()


def test_an_app_adds_a_fact_in_one_place(cast, monkeypatch):
    monkeypatch.setitem(standing._facts, "tests.answer", lambda: Value(42))
    assert standing.standing_of(User.objects.get(pk=cast.rita.pk))["tests.answer"] == 42
