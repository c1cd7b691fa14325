"""The list of contacts: what they buy now, and when somebody last spoke with them, as far as one sees the deals."""

from datetime import timedelta

import pytest
from django.utils import timezone

from pipeline.domain.accounts import add_contact
from pipeline.domain.activities import log_activity
from pipeline.domain.buying import add_buyer
from pipeline.forms.contact_filters import QUIET_DAYS
from tests.cast import AT
from tests.pipeline_rows import make_deal


@pytest.fixture
def contacts(process, cast):
    """Cleo buys in a deal of Rita's and one of Sam's, and Rita spoke with her today; Dana buys and hears nothing for
    31 days; Evan buys nothing."""
    deal = make_deal(cast.rita, "Helix")
    beside = make_deal(cast.sam, "Helix too", account=deal.account)
    made = {
        name: add_contact(
            account=deal.account, name=name, by=cast.rita, at=AT, facts={"email": f"{name}@helix.example"}
        )
        for name in ("Cleo", "Dana", "Evan")
    }
    for where in (deal, beside):
        add_buyer(deal=where, contact=made["Cleo"], role="USER", by=where.owner, at=AT)
    add_buyer(deal=deal, contact=made["Cleo"], role="CHAMPION", by=cast.rita, at=AT)
    add_buyer(deal=deal, contact=made["Dana"], role="USER", by=cast.rita, at=AT)
    now = timezone.now()
    for name, ago in (("Cleo", timedelta()), ("Dana", timedelta(days=QUIET_DAYS + 1))):
        log_activity(deal=deal, kind="CALL", happened_at=now - ago, contact=made[name], by=cast.rita, at=now)
    return made


def listed(client, query=""):
    answer = client.get(f"/pipeline/contacts/?{query}")
    assert answer.status_code == 200
    return {each.row.name: each for each in answer.context["dressed"]}


def test_a_contact_says_what_one_may_know_of_their_deals(contacts, cast, client):
    client.force_login(cast.rita)
    rows = listed(client)
    assert {name: row.dealings.open_deals for name, row in rows.items()} == {"Cleo": 1, "Dana": 1, "Evan": 0}
    assert (rows["Cleo"].spoken_on, rows["Evan"].spoken_on) == (rows["Cleo"].today, None)
    client.force_login(cast.olga)
    assert listed(client)["Cleo"].dealings.open_deals == 2


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("standing=buys", {"Cleo", "Dana"}),
        ("standing=quiet", {"Dana"}),
        ("search=evan%40helix", {"Evan"}),
        ("search=nobody", set()),
    ],
)
def test_contacts_are_narrowed_alike_on_the_page_and_over_the_api(contacts, cast, client, query, found):
    client.force_login(cast.rita)
    assert set(listed(client, query)) == found
    over_api = client.get(f"/api/v1/pipeline/contacts/?{query}").json()["results"]
    assert {each["name"] for each in over_api} == found
