"""Saved views of the list of deals: kept, edited, shared with a team, opened with, removed and brought back."""

import pytest
from django.utils import timezone

from salesmgmt.common.problems import NotAllowed
from salesmgmt.web.domain.saved_views import change_view
from salesmgmt.web.domain.undoing import take_back
from salesmgmt.web.models import SavedView, Undo
from tests.cast import AT
from tests.pipeline_rows import make_deal
from tests.refusals import all_rows

LIST, VIEWS = "/pipeline/deals/", "/lists/deals/views/"
BIG = {"name": "Big", "query": "state=OPEN&amount_min=100&sort=-amount&cols=stage,owner&cursor=x&nonsense=1"}


def tabs(client, address=LIST):
    return {tab.name: (tab.is_current, tab.is_edited) for tab in client.get(address).context["tabs"] if tab.view}


@pytest.fixture
def big(process, cast, client):
    """Rita's view of her big deals."""
    make_deal(cast.rita, "Large", amount="500")
    make_deal(cast.rita, "Small", amount="5")
    client.force_login(cast.rita)
    assert client.post(VIEWS, BIG).headers["HX-Redirect"] == f"{LIST}?view={SavedView.objects.get().pk}"
    return SavedView.objects.get()


def test_a_view_keeps_what_the_list_knows_and_opens_as_it_was_saved(big, client):
    assert big.query == "state=OPEN&amount_min=100&cols=stage%2Cowner"
    answer = client.get(f"{LIST}?view={big.pk}")
    assert [each.row.name for each in answer.context["dressed"]] == ["Large"]
    assert [column.name for column in answer.context["asked"].columns] == ["name", "stage", "owner"]
    assert tabs(client, f"{LIST}?view={big.pk}") == {"Big": (True, False)}
    assert "the list knows no nonsense" in answer.content.decode()


def test_a_view_that_was_narrowed_is_edited_until_it_is_saved(big, client):
    address = f"view={big.pk}&state=OPEN&amount_min=200&sort=-amount&cols=stage,owner"
    assert tabs(client, f"{LIST}?{address}") == {"Big": (True, True)}
    client.post(f"{VIEWS}{big.pk}/", {"name": "Bigger", "query": address})
    assert tabs(client, f"{LIST}?{address}") == {"Bigger": (True, False)}
    assert SavedView.objects.get().query == "state=OPEN&amount_min=200&cols=stage%2Cowner"


def test_a_shared_view_is_the_teams_to_see_and_its_owners_to_change(big, cast, client):
    client.post(f"{VIEWS}{big.pk}/", {"name": "Big", "query": big.query, "is_shared": "on"})
    client.force_login(cast.sam)
    assert tabs(client) == {}
    client.force_login(cast.nora)
    assert tabs(client) == {"Big": (False, False)}
    before = all_rows()
    assert client.post(f"{VIEWS}{big.pk}/", {"name": "Mine", "query": ""}).status_code == 403
    with pytest.raises(NotAllowed, match="belongs to somebody else"):
        change_view(view=big, name="x", query="", is_shared=False, is_default=False, by=cast.nora, at=AT)
    assert all_rows() == before


def test_a_list_opens_with_the_view_that_a_person_chose(big, cast, client):
    client.post(f"{VIEWS}{big.pk}/", {"name": "Big", "query": big.query, "is_shared": "on"})
    client.force_login(cast.max)
    assert tabs(client) == {"Big": (False, False)}
    client.post(f"{VIEWS}{big.pk}/open-with/", {"is_default": "on"})
    assert tabs(client) == {"Big": (True, False)}
    client.post(f"{VIEWS}{big.pk}/open-with/")
    assert tabs(client) == {"Big": (False, False)}


def test_a_removed_view_comes_back(big, cast, client):
    client.post(f"{VIEWS}{big.pk}/remove/")
    assert tabs(client) == {}
    take_back(undo=Undo.objects.get(), by=cast.rita, at=timezone.now())
    assert tabs(client) == {"Big": (False, False)}


def test_a_name_is_taken_once_and_a_view_of_another_is_not_there(big, cast, client):
    before = all_rows()
    again = client.post(VIEWS, BIG)
    assert again.status_code == 422
    assert "You have a view of this name here" in again.content.decode()
    client.force_login(cast.sam)
    assert client.post(f"{VIEWS}{big.pk}/remove/").status_code == 404
    assert all_rows() == before
