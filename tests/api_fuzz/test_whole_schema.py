"""Every operation, as rep, manager and admin: no server error, no answer that the document does not describe."""

import pytest
from django.core.signals import request_finished, request_started
from django.db import close_old_connections

from salesmgmt.api.models import Token
from salesmgmt.wsgi import application
from tests.api_fuzz.asking import Fuzz, schema_of
from tests.permissions.table import WHO
from tests.permissions.world import make_world

pytestmark = [
    pytest.mark.chaos,
    pytest.mark.django_db,
    pytest.mark.xdist_group("fuzz"),
]  # the document is read once for all roles
ROLES = ("rita", "max", "olga")
OPERATIONS = 200  # the document has more


@pytest.fixture
def one_connection():
    """Requests share the test's transaction, as those of Django's own client do."""
    request_started.disconnect(close_old_connections)
    request_finished.disconnect(close_old_connections)
    yield
    request_started.connect(close_old_connections)
    request_finished.connect(close_old_connections)


@pytest.fixture
def fuzz(cast, one_connection):
    world = make_world(cast, WHO)

    def of(who: str) -> Fuzz:
        return Fuzz(schema_of(application), world, Token.objects.create(getattr(cast, who))[1])

    return of


@pytest.mark.parametrize("who", ROLES)
def test_each_operation_answers_as_documented(fuzz, who):
    asking = fuzz(who)
    asking.run(1)
    assert "\n".join(asking.wrong) == ""
    assert asking.asked.total() >= OPERATIONS
    assert asking.asked[200] > 40


@pytest.mark.slow
@pytest.mark.timeout(1800)
@pytest.mark.parametrize("who", ROLES)
def test_each_operation_answers_as_documented_at_length(fuzz, who):
    asking = fuzz(who)
    asking.run(10)
    assert "\n".join(asking.wrong) == ""
    assert asking.asked.total() >= 1700
