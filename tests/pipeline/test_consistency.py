"""Consistency: the worked table of docs/algorithms/consistency.md, the figures' own values, who compares whom."""

from datetime import UTC, datetime, timedelta
from fractions import Fraction

import pytest

from pipeline.domain.closing import lose_deal, win_deal
from pipeline.domain.drafts import StepFacts
from pipeline.models import Deal, Task
from pipeline.queries.consistency import Verdict, consistency, verdict_of
from salesmgmt.figures.scope import Scope
from salesmgmt.statistics.funnel import Limits
from tests.pipeline.crm.test_worked_tables import tables
from tests.pipeline.process_rows import deal_in, strict_process
from tests.pipeline.test_order_figures import ask
from tests.pipeline_rows import lost_for, make_deal, won_for
from tests.replay import written_once

PEOPLE = tables("consistency.md")[-1]
CLOSED = datetime(2026, 5, 20, 12, tzinfo=UTC)
NOW = datetime(2026, 7, 1, 12, tzinfo=UTC)


@pytest.fixture
def worked(process, cast):
    def make() -> Deal:
        for row in PEOPLE:
            owner = getattr(cast, row["person"].lower())
            for place in range(int(row["closed"])):
                is_won = place < int(row["won"])
                deal = make_deal(owner, at=CLOSED - timedelta(days=int(row["days"]) if is_won else 5))
                close, reason = (win_deal, won_for()) if is_won else (lose_deal, lost_for())
                close(deal=deal, reason=reason, by=owner, at=CLOSED)
        return deal

    written_once("the worked table of consistency", make)


def of(user, **asked):
    return consistency(Scope(user=user, at=NOW, **asked))


def test_the_worked_table(worked, cast):
    conversion, cycle, playbook = of(cast.olga)
    for funnel, heading in ((conversion, "conversion"), (cycle, "cycle")):
        found = {person.name.split()[0]: person.verdict_said for person in funnel.people}
        assert found == {row["person"]: row[heading] for row in PEOPLE if row[heading]}
    assert (conversion.whole, conversion.n, cycle.whole, cycle.n) == (Fraction(1, 2), 42, 30, 21)
    assert cycle.spread == pytest.approx(10)
    assert conversion.sentence.startswith("2 of 3 people are outside the 95% limits; by chance alone up to 0.1 of 3 ")
    assert "1 more has fewer than 10 closed deals." in conversion.sentence
    assert cycle.sentence.startswith("2 of 2 people are outside")
    assert playbook.sentence == "No step of a playbook was due."
    for funnel, measure in zip(of(cast.olga)[:2], ("closed", "won_mean"), strict=True):
        for person in funnel.people:
            asked = ask(funnel.figure.name, cast.olga, owner=person.key)["measures"][measure]
            assert (float(asked["value"]), asked["n"]) == (pytest.approx(float(person.value), abs=1e-4), person.n)
            assert f"owner={person.key}" in person.rows_url


def test_whom_one_compares(worked, cast, client, as_of_api, django_assert_max_num_queries):
    """A manager everybody below, a rep nobody, also of those who shared a deal with them."""
    assert [person.name.split()[0] for person in of(cast.max)[0].people] == ["Max", "Nora", "Rita"]
    own = of(cast.rita)
    assert [len(funnel.people) for funnel in own] == [1, 1, 0]
    assert own[0].people[0].verdict is Verdict.ALONE
    assert own[0].sentence == "One person is nothing to compare."
    client.force_login(cast.max)
    with django_assert_max_num_queries(12):
        page = client.get("/pipeline/consistency/?day=2026-05-20").content.decode()
    told = " ".join(page.split())
    for words in ("Rita Sandoval", "above the 99.8% limit", "2 of 3 people are outside", 'class="c-pt out"'):
        assert words in told, words
    assert f"/figures/pipeline.win_rate/?from=2026-04-01&amp;to=2026-07-01&amp;owner={cast.rita.pk}#rows" in page
    assert "Nothing was closed or due" in client.get("/pipeline/consistency/?day=2027-05-20").content.decode()
    year = client.get("/pipeline/consistency/?day=2027-02-20&span=year").content.decode()
    assert f"/figures/pipeline.win_rate/?from=2026-04-01&amp;to=2027-04-01&amp;owner={cast.rita.pk}#rows" in year
    client.force_login(cast.rita)
    page = client.get("/pipeline/consistency/?day=2026-05-20").content.decode()
    assert "One person is nothing to compare" in page
    assert "Nora" not in page
    assert [len(each["people"]) for each in as_of_api(cast.rita)["results"]] == [1, 1, 0]
    conversion = as_of_api(cast.max, **{"from": "2026-04-01", "to": "2026-07-01"})["results"][0]
    assert (conversion["judged"], conversion["outside"], conversion["n"]) == (3, 2, 40)
    rita = next(person for person in conversion["people"] if person["owner"] == cast.rita.pk)
    assert (rita["verdict"], rita["value"], rita["limits"][0]) == (
        "FAR_ABOVE",
        1.0,
        {"low": 0.2, "high": 0.8, "confidence": 0.95},
    )
    assert as_of_api(cast.max, by="owner")["code"] == "unknown_parameter"


def test_a_team_is_compared_by_itself_and_as_it_was_known_then(worked, cast, client, as_of_api):
    """Sam is of South: narrowed to North he is not in the whole, on the page, behind its numbers and in the API."""
    days = {"from": "2026-04-01", "to": "2026-07-01"}
    everybody, north = (as_of_api(cast.olga, **days, **more)["results"][0] for more in ({}, {"team": cast.north.pk}))
    assert (everybody["n"], north["n"], {row["name"] for row in north["people"]}) == (
        42, 40, {"Rita Sandoval", "Nora Nye", "Max Adler"},
    )  # fmt: skip
    client.force_login(cast.olga)
    page = client.get("/pipeline/consistency/", {"day": "2026-05-20", "team": cast.north.pk}).content.decode()
    assert "Sam Okafor" not in page
    assert f'<option value="{cast.north.pk}" selected>North</option>' in page
    rows = f"/figures/pipeline.win_rate/?from=2026-04-01&amp;to=2026-07-01&amp;team={cast.north.pk}"
    assert f"{rows}&amp;owner={cast.rita.pk}#rows" in page
    assert f"/figures/pipeline.win_rate/why/?team={cast.north.pk}&amp;from=2026-04-01&amp;to=2026-07-01" in page
    assert f'href="?team={cast.north.pk}&amp;day=2026-03-31"' in page
    south = client.get("/pipeline/consistency/", {"day": "2026-05-20", "team": cast.south.pk}).content.decode()
    assert "Of this team you see the deals of one person" in south
    before = {"day": "2026-05-20", "as_of": "2026-05-19"}
    assert "Nothing was closed or due" in client.get("/pipeline/consistency/", before).content.decode()
    assert as_of_api(cast.olga, **days, as_of="2026-05-19")["results"][0]["n"] == 0
    for name, text, sentence in (("team", "77", "There is no team 77"), ("as_of", "2077-01-01", "lies in the future")):
        page = client.get("/pipeline/consistency/", {"day": "2026-05-20", name: text}).content.decode()
        assert sentence in page
        assert "Sam Okafor" in page


@pytest.fixture
def as_of_api(client):
    def ask(user, **params):
        client.force_login(user)
        return client.get("/api/v1/pipeline/consistency/", params).json()

    return ask


def test_the_playbook_is_compared(process, cast):
    """Rita does ten steps of ten on time, Nora none of ten."""
    version = strict_process(cast.olga, Qualify=[StepFacts(f"Step {place}") for place in range(10)])
    for owner, on_time in ((cast.rita, True), (cast.nora, False)):
        Task.objects.filter(deal=deal_in(version, owner)).update(
            due_date=CLOSED.date(),
            state="DONE",
            closed_at=CLOSED if on_time else CLOSED + timedelta(days=2),
        )
    found = {person.name.split()[0]: person.verdict for person in of(cast.max)[2].people}
    assert found == {"Rita": Verdict.FAR_ABOVE, "Nora": Verdict.FAR_BELOW}


@pytest.mark.parametrize(
    ("percent", "verdict"),
    [
        (9, Verdict.FAR_BELOW),
        (10, Verdict.BELOW),
        (29, Verdict.BELOW),
        (30, Verdict.WITHIN),
        (70, Verdict.WITHIN),
        (71, Verdict.ABOVE),
        (91, Verdict.FAR_ABOVE),
    ],
)
def test_a_value_upon_a_limit_is_within_it(percent, verdict):
    limits = [Limits(Fraction(low, 100), Fraction(high, 100), 0.95, 0.05) for low, high in ((30, 70), (10, 90))]
    assert verdict_of(Fraction(percent, 100), limits) is verdict
