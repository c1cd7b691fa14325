"""No filter, order or expansion tells of a row that its reader does not see; one that would is noticed."""

import pytest

from pipeline.forms.deal_filters import DealFilters
from pipeline.models import Deal
from tests.permissions.narrowing import lists, told_by
from tests.permissions.table import WHO
from tests.permissions.world import World, make_world

pytestmark = pytest.mark.django_db


@pytest.fixture
def world(cast) -> World:
    return make_world(cast, WHO)


@pytest.mark.parametrize(
    "who", ["rita", "rosa", pytest.param("max", marks=pytest.mark.slow), pytest.param("ivan", marks=pytest.mark.slow)]
)
def test_no_list_can_be_asked_about_rows_that_one_does_not_see(world, who):
    assert len(lists()) > 40
    assert [line for path, taken in lists().items() for line in told_by(world, path, taken, who)] == []


def test_a_filter_that_starts_from_all_rows_is_noticed(world, monkeypatch):
    monkeypatch.setattr(DealFilters, "filter_queryset", lambda self, rows: Deal.objects.all())
    path = "/api/v1/pipeline/deals/"
    found = list(told_by(world, path, lists()[path], "stranger"))
    assert f"GET {path}?state=OPEN as stranger shows pipeline.Deal.name of ritas_deal" in found
