"""Addresses that nobody would click: a sentence or nothing found, never an error of the server."""

import pytest

from tests.pipeline_rows import make_deal, make_process

BIG = "1" + "0" * 25
STRANGE = [
    f"/pipeline/?team={BIG}",
    f"/pipeline/?owner={BIG}",
    f"/pipeline/deals/?team={BIG}",
    f"/pipeline/deals/?amount_min={BIG}",
    "/pipeline/deals/?cursor=abc",
    "/pipeline/deals/?sort=%27",
    "/pipeline/deals/?search=%00",
    f"/pipeline/deals/{BIG}/",
    f"/pipeline/accounts/{BIG}/",
    "/pipeline/targets/?day=0001-01-01",
    "/pipeline/targets/?day=9999-12-31",
    "/pipeline/time/?day=0001-01-01",
    "/pipeline/time/?day=9999-12-31",
    "/pipeline/consistency/?day=0001-01-01",
    "/pipeline/consistency/?day=9999-12-31",
    f"/api/v1/pipeline/consistency/?team={BIG}",
    f"/pipeline/trend/?owner={BIG}",
    f"/figures/pipeline.won_amount/?team={BIG}",
    "/figures/pipeline.won_amount/?from=2020-13-01",
    f"/compensation/statements/{BIG}/",
    f"/settings/people/?team={BIG}",
    f"/api/v1/pipeline/deals/?team={BIG}",
    f"/api/v1/pipeline/deals/?owner={BIG}",
    "/api/v1/pipeline/deals/?search=%00",
    f"/api/v1/pipeline/deals/{BIG}/",
    "/api/v1/figures/pipeline.win_rate/?from=9999-12-31&to=0001-01-01",
    "/api/v1/figures/pipeline.win_rate/?as_of=0001-01-01",
    f"/api/v1/people/?team={BIG}",
    f"/api/v1/compensation/lines/?statement={BIG}",
]


@pytest.mark.parametrize("address", STRANGE)
@pytest.mark.parametrize("who", ["olga", "carla", "rita"])
def test_a_strange_address_is_no_error(client, cast, who, address):
    make_process()
    make_deal(cast.rita)
    client.force_login(getattr(cast, who))

    assert client.get(address).status_code < 500
