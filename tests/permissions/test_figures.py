"""A figure counts only rows that its reader may open, whole and by each grouping, and shows nothing else of others."""

from collections.abc import Iterator
from dataclasses import replace

import pytest

from pipeline.figures.deals import DEAL_COUNTS
from salesmgmt.figures import registry
from salesmgmt.figures.declaration import Figure
from tests.permissions.secrets import leaks
from tests.permissions.table import WHO
from tests.permissions.world import World, make_world

pytestmark = pytest.mark.django_db


@pytest.fixture
def world(cast) -> World:
    return make_world(cast, WHO)


def told_by(world: World, figure: Figure, who: str, groupings: list[str], opened: dict[str, int]) -> Iterator[str]:
    """What the answers, the rows and the report show that the person may not read, and rows that do not open."""
    base = f"/api/v1/figures/{figure.name}/"
    asked = [base, f"{base}rows/?limit=200", *(f"{base}?by={each}" for each in groupings)]
    asked += [f"/figures/{figure.name}/?by={each}" for each in groupings[:1]]
    for address in asked:
        answer = world.client(who, address).get(address)
        if answer.status_code != 200:
            yield f"GET {address} as {who}: {answer.status_code}"
        yield from (f"GET {address} shows {who} {secret}" for secret in leaks(answer, who))
    rows = world.client(who, base).get(asked[1]).json()["results"]
    for href in {row["href"] for row in rows} - opened.keys():
        opened[href] = world.sessions[who].get(href, follow=True).status_code
    yield from (f"{figure.name} counts {row['href']} for {who}" for row in rows if opened[row["href"]] != 200)


@pytest.mark.parametrize("who", [name for name in WHO if name != "nobody"])
def test_a_figure_is_made_of_rows_that_its_reader_may_open(world, cast, who):
    user, opened = getattr(cast, who), {}
    figures = list(registry.figures_for(user))
    found = [
        line for figure in figures for line in told_by(world, figure, who, list(figure.groupings_for(user)), opened)
    ]
    assert found == []


def test_a_figure_over_the_rows_of_others_is_noticed(world, cast):
    as_olga = replace(DEAL_COUNTS, source=lambda scope: DEAL_COUNTS.source(replace(scope, user=cast.olga)))
    registry.unregister(DEAL_COUNTS.name)
    registry.register(as_olga)
    try:
        found = list(told_by(world, as_olga, "mona", [], {}))
    finally:
        registry.unregister(DEAL_COUNTS.name)
        registry.register(DEAL_COUNTS)
    assert f"GET /api/v1/figures/{as_olga.name}/rows/?limit=200 shows mona pipeline.Deal.name of ritas_deal" in found
    assert any(line.startswith(f"{as_olga.name} counts /pipeline/deals/") for line in found)
