"""A move and each act on many deals, taken back: every table is as it was, and so is every column of the deals."""

import pytest
from django.utils import timezone

from pipeline.domain.moves import move_deal
from pipeline.models import Deal
from salesmgmt.web.domain.undoing import take_back
from salesmgmt.web.models import Undo
from tests.checksums import checksums
from tests.pipeline_rows import lost_for, make_deal, stage

HISTORY = {"pipeline_dealversion", "pipeline_stagestay"}
COUNTING = {"version"}
"""Columns of a deal that go up with each act, with its inverse too."""


def everything() -> tuple[dict, list[dict]]:
    """Tables but for the log and history, of deals row by row."""
    found = {table: total for table, total in checksums().items() if table not in {*HISTORY, "pipeline_deal"}}
    deals = [
        {name: value for name, value in row.items() if name not in COUNTING}
        for row in Deal.objects.order_by("pk").values()
    ]
    return found, deals


@pytest.fixture
def deals(process, cast) -> list[Deal]:
    lost_for()
    return [make_deal(cast.rita, name, at=timezone.now()) for name in ("Alba", "Boreal")]


def test_a_move(deals, cast):
    before = everything()
    move_deal(deal=deals[0], to=stage("Prove"), by=cast.rita, at=timezone.now())
    assert everything() != before
    take_back(undo=Undo.objects.latest("pk"), by=cast.rita, at=timezone.now())
    assert everything() == before


@pytest.mark.parametrize(
    ("name", "sent"),
    [
        ("move", {"stage": "Prove"}),
        ("give", {"to": "nora"}),
        ("next-step", {"next_step": "Send the offer", "next_step_date": "2999-01-01"}),
        ("pause", {"until": "2999-01-01"}),
        ("close-date", {"close_date": "2999-01-01"}),
        ("forecast", {"forecast_category": "COMMIT"}),
        ("lose", {"reason": "first"}),
    ],
)
def test_an_act_on_many(deals, cast, client, name, sent):
    sent = {key: {"nora": cast.nora.pk, "first": lost_for().pk}.get(value, value) for key, value in sent.items()}
    client.force_login(cast.max)
    client.get("/pipeline/deals/")  # what a first visit keeps is no business of the act
    before = everything()
    client.post(f"/lists/deals/acts/{name}/", {"row": [deal.pk for deal in deals], **sent})
    assert everything() != before
    take_back(undo=Undo.objects.get(verb="web.bulk_act"), by=cast.max, at=timezone.now())
    assert everything() == before
