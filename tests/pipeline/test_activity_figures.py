"""Activities in figures: the worked tables of docs/algorithms/selling_time.md, and who sees which."""

from datetime import UTC, datetime

import pytest

from pipeline.domain.activities import log_activity
from pipeline.domain.moves import move_deal
from pipeline.domain.verifying import verify_activity
from salesmgmt.figures.registry import figures_for
from tests.cast import AT
from tests.pipeline.crm.test_worked_tables import tables
from tests.pipeline.test_order_figures import ask
from tests.pipeline_rows import make_deal, stage

pytestmark = pytest.mark.django_db
LATER = datetime(2026, 3, 20, tzinfo=UTC)


@pytest.fixture
def worked(process, cast):
    rows, results = tables("selling_time.md")
    deal = make_deal(cast.rita, "Alba", at=AT)
    moved = datetime(2026, 3, 9, 12, tzinfo=UTC)
    deal = move_deal(deal=deal, to=stage("Discover"), by=cast.rita, at=moved)
    for row in rows:
        activity = log_activity(
            deal=deal,
            kind=row["kind"],
            happened_at=datetime.fromisoformat(row["at"]).replace(tzinfo=UTC),
            minutes=int(row["minutes"]) if row["minutes"] else None,
            by=getattr(cast, row["by"]),
            at=LATER,
        )
        if row["verified"]:
            verify_activity(activity=activity, by=cast.max, at=LATER)
    return results


def test_the_worked_table(worked, cast):
    assert len(worked) == 8
    for row in worked:
        found = {}
        for name in ("pipeline.selling_time", "pipeline.verified_share"):
            answer = ask(name, cast.max, **({"by": row["by"]} if row["by"] else {}))
            groups = {group["label"]: group["measures"] for group in answer.get("groups", ())}
            found |= groups.get(row["group"], {}) if row["by"] else answer["measures"]
            if row["by"] == "stage":
                break
        assert round(float(found["hours"]["value"]), 2) == float(row["hours"]), row
        assert found["activities"]["value"] == int(row["activities"]), row
        if row["of"]:
            share = found["share"]
            assert (round(share["value"] * share["n"]), share["n"]) == (int(row["verified"]), int(row["of"])), row
    whole = ask("pipeline.selling_time", cast.max)
    assert whole["left_out"]["count"] == 1


def test_who_sees_whose_time(worked, cast):
    assert ask("pipeline.selling_time", cast.olga)["measures"]["activities"]["value"] == 4
    assert ask("pipeline.selling_time", cast.mona)["measures"]["activities"]["value"] == 0
    assert "pipeline.selling_time" not in {figure.name for figure in figures_for(cast.rosa)}
    of_rita = ask("pipeline.selling_time", cast.max, owner=str(cast.rita.pk), by="kind")
    assert {group["label"] for group in of_rita["groups"]} == {"Meeting", "Call"}


def test_the_page_says_what_the_figures_say(worked, cast, client, django_assert_max_num_queries):
    client.force_login(cast.max)
    with django_assert_max_num_queries(12):
        page = client.get("/pipeline/time/?day=2026-03-05").content.decode()
    told = " ".join(page.split())
    for words in ("3.6 hours", "Rita Sandoval", "2.1 hours", "66.7%", "Discover", "2.2 hours", "1 more say no minutes"):
        assert words in told, words
    own = client.get(f"/pipeline/time/?day=2026-03-05&owner={cast.nora.pk}").content.decode()
    assert "Discover" in own
    assert "Qualify" not in own
    assert client.get(f"/pipeline/time/?owner={cast.sam.pk}").status_code == 404
    assert "No activity of this quarter" in client.get("/pipeline/time/?day=2027-03-05").content.decode()
