"""The three probabilities of a deal: the worked tables of docs/algorithms/probability.md, and what keeps them apart."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.urls import reverse

from pipeline.domain.closing import win_deal
from pipeline.domain.moves import move_deal, undo_move
from pipeline.domain.next_steps import set_next_step
from pipeline.domain.probability import remove_probability, set_probability, take_probability_back
from pipeline.domain.stage_odds import count_odds
from pipeline.models import Deal, DealVersion, ProbabilityOverride, StageOdds
from pipeline.queries.probability import Source, override_of, probabilities_of
from pipeline.queries.stage_odds import with_odds
from salesmgmt.common.problems import Conflict, Refused
from salesmgmt.figures.queries.answer import answer
from salesmgmt.figures.reading import read_scope
from salesmgmt.figures.registry import figure_for
from salesmgmt.figures.representation import answer_data
from salesmgmt.web.models import Undo
from tests.cast import AT
from tests.pipeline.crm.test_worked_tables import tables
from tests.pipeline.stage_times import closed_after
from tests.pipeline_rows import make_deal, stage, won_for

COUNTS, WEIGHTED = tables("probability.md")
HOUR = timedelta(hours=1)
pytestmark = pytest.mark.django_db


def past(owner, closed: int, won: int) -> None:
    """So many closed deals that stood in Qualify, as the import of an old system would bring them."""
    first = closed_after(owner, [("Qualify", 60)])
    versions = list(first.versions.order_by("valid_from"))
    lost = stage("Lost")
    for number in range(1, closed):
        kind = {} if number < won else {"stage": lost, "state": "LOST", "forecast_category": lost.forecast_category}
        facts = {name: getattr(first, name) for name in ("owner", "stage", "state", "amount", "currency")}
        facts |= {name: getattr(first, name) for name in ("forecast_category", "started_date", "close_date")}
        facts |= {name: getattr(first, name) for name in ("stage_entered_at", "created_at")}
        deal = Deal.objects.create(name=f"Past {number}", **facts | kind)
        for version in versions:
            version.pk, version.deal = None, deal
            if kind and version.valid_to is None:
                version.stage, version.forecast_category = lost, lost.forecast_category
            version.save(force_insert=True)
            version.stage = stage("Won") if version.valid_to is None else version.stage
    if not won:
        DealVersion.objects.filter(deal=first, valid_to=None).update(stage=lost)
        Deal.objects.filter(pk=first.pk).update(stage=lost, state="LOST")
    count_odds(at=AT)


def said_of(deal: Deal):
    row = Deal.objects.annotate(said=override_of()).get(pk=deal.pk)
    return probabilities_of(with_odds(type(row.stage).objects.filter(pk=row.stage_id)).get(), row.said)


def counts(deal: Deal) -> tuple[Decimal, Source]:
    found = said_of(deal)
    return found.counts, found.source


@pytest.mark.parametrize("row", COUNTS, ids=lambda row: row["won"] + " of " + row[next(iter(row))])
def test_the_worked_table_of_history(row, process, cast, deal):
    closed = int(row["closed deals that stood in the stage"])
    past(cast.sam, closed, int(row["won"]))
    model = said_of(deal).model
    assert (model.closed, model.won) == (closed, int(row["won"]))
    if row["history says"]:
        assert (model.probability, *model.interval) == tuple(
            Decimal(row[name]) for name in ("history says", "low", "high")
        )
    else:
        assert (model.probability, model.interval) == (None, None)


def ask(user, **params):
    figure = figure_for("pipeline.weighted_amount", user)
    return answer_data(answer(figure, read_scope(figure, params, user=user, at=AT + 9 * HOUR)))


@pytest.fixture
def weighted(process, cast):
    past(cast.sam, 21, 9)
    for row in WEIGHTED:
        deal = make_deal(cast.rita, row["deal"], amount=row["amount"], stage=row["stage"])
        if row["people say"]:
            said = Decimal(row["people say"])
            set_probability(deal=deal, probability=said, reason="Their board said so", by=cast.rita, at=AT + HOUR)


def test_the_worked_table_of_the_figure(weighted, cast):
    for row in WEIGHTED:
        assert counts(Deal.objects.get(name=row["deal"])) == (Decimal(row["counts"]), row["whose"])
    found = ask(cast.rita, by="source")
    values = {name: Decimal(each["value"]) for name, each in found["measures"].items()}
    assert values["counts"] == sum(Decimal(row["weighted"]) for row in WEIGHTED) == Decimal("2828.60")
    assert (values["by_stage"], values["by_model"], values["by_owner"]) == (1300, Decimal("1285.80"), 1400)
    assert (found["measures"]["by_model"]["n"], found["measures"]["by_owner"]["n"]) == (2, 1)
    assert {each["label"] for each in found["groups"]} == {"the owner’s", "history’s", "the stage’s"}


def test_an_earlier_instant_uses_what_was_said_then(weighted, cast):
    before = ask(cast.rita, as_of=(AT + HOUR / 2).isoformat())["measures"]
    assert (Decimal(before["counts"]["value"]), before["by_owner"]["n"]) == (Decimal("2285.80"), 0)
    StageOdds.objects.all().delete()
    past(cast.sam, 60, 60)
    remove_probability(deal=Deal.objects.get(name="Brio"), by=cast.rita, at=AT + 3 * HOUR)
    then = ask(cast.rita, as_of=(AT + 2 * HOUR).isoformat())["measures"]
    assert Decimal(then["by_owner"]["value"]) == 1400
    assert ask(cast.rita)["measures"]["by_owner"]["n"] == 0


def test_its_rows_add_up_to_it(weighted, client, rita):
    client.force_login(rita)
    rows = client.get("/api/v1/figures/pipeline.weighted_amount/rows/").json()["results"]
    assert sum(Decimal(each["contributes"]["weighted"]) for each in rows) == Decimal("2828.60"), rows


def test_a_move_never_leaves_a_deal_with_an_earlier_stages_probability(process, deal, rita):
    past(rita, 21, 9)
    said = set_probability(deal=deal, probability=Decimal("0.9"), reason="Signed at the fair", by=rita, at=AT + HOUR)
    moved = move_deal(deal=said, to=stage("Discover"), by=rita, at=AT + 2 * HOUR)
    assert counts(deal) == (Decimal("0.25"), Source.STAGE)
    back = undo_move(deal=moved, by=rita, at=AT + 2 * HOUR, expected_version=moved.version)
    assert counts(deal) == (Decimal("0.9"), Source.OWNER)
    move_deal(deal=back, to=stage("Discover"), by=rita, at=AT + 3 * HOUR)
    move_deal(deal=deal, to=stage("Qualify"), by=rita, at=AT + 4 * HOUR)
    assert counts(deal) == (Decimal("0.4286"), Source.MODEL)


def test_an_imported_move_ends_it_too(process, deal, rita):
    set_probability(deal=deal, probability=Decimal("0.9"), reason="Signed", by=rita, at=AT)
    Deal.objects.filter(pk=deal.pk).update(stage=stage("Prove"))
    assert counts(deal) == (Decimal("0.40"), Source.STAGE)


def test_undo_brings_back_what_counted_and_refuses_after_another_act(process, deal, rita):
    first = set_probability(deal=deal, probability=Decimal("0.5"), reason="They called", by=rita, at=AT)
    second = set_probability(deal=first, probability=Decimal("0.9"), reason="Signed", by=rita, at=AT + HOUR)
    undo = Undo.objects.filter(verb="pipeline.probability").latest("pk")
    said = {name: undo.params[name] for name in ("override_id", "before_id")}
    take_probability_back(deal=deal, **said, by=rita, at=AT + 2 * HOUR, expected_version=second.version)
    assert counts(deal) == (Decimal("0.5"), Source.OWNER)
    gone = remove_probability(deal=deal, by=rita, at=AT + 3 * HOUR)
    assert counts(deal) == (Decimal("0.10"), Source.STAGE)
    undo = Undo.objects.filter(verb="pipeline.probability").latest("pk")
    said = {name: undo.params[name] for name in ("override_id", "before_id")}
    set_next_step(deal=deal, next_step="Call", next_step_date=AT.date(), by=rita, at=AT + 3 * HOUR)
    with pytest.raises(Conflict, match="was changed by somebody else"):
        take_probability_back(deal=deal, **said, by=rita, at=AT + 4 * HOUR, expected_version=gone.version)
    assert counts(deal) == (Decimal("0.10"), Source.STAGE)


@pytest.mark.parametrize(
    ("probability", "reason", "sentence"),
    [
        (Decimal("1.01"), "So", "A probability lies between 0 and 100 percent"),
        (Decimal("-0.1"), "So", "A probability lies between 0 and 100 percent"),
        (Decimal("0.5"), "  ", "has a reason that others can read"),
    ],
)
def test_what_is_refused_changes_nothing(process, deal, rita, probability, reason, sentence):
    with pytest.raises(Refused, match=sentence):
        set_probability(deal=deal, probability=probability, reason=reason, by=rita, at=AT)
    assert (ProbabilityOverride.objects.count(), Deal.objects.get(pk=deal.pk).version) == (0, deal.version)


def test_closed_deals_and_nothing_to_take_away_are_refused(process, deal, rita):
    with pytest.raises(Refused, match="has no probability of its own"):
        remove_probability(deal=deal, by=rita, at=AT)
    won = win_deal(deal=deal, reason=won_for(), by=rita, at=AT)
    with pytest.raises(Refused, match="reopen it first"):
        set_probability(deal=won, probability=Decimal("0.5"), reason="So", by=rita, at=AT)


def test_the_page_shows_all_three_and_takes_one(process, deal, client, rita):
    past(rita, 21, 9)
    client.force_login(rita)
    page = reverse("pipeline:deal", args=[deal.pk])
    assert "9 of 21 closed deals that stood in Qualify were won (95%: 24% to 63%)" in " ".join(
        client.get(page).content.decode().split()
    )
    body = {"probability": "70", "reason": "Their board said so", "version": deal.version}
    assert client.post(reverse("pipeline:probability", args=[deal.pk]), body).status_code == 302
    text = " ".join(client.get(page).content.decode().split())
    assert "70.0%, as its people say" in text
    assert "Their board said so" in text
    assert "until it leaves Qualify" in text
    assert "the default of Qualify" in text
    listed = client.get(reverse("pipeline:deals")).content.decode()
    assert "the owner’s probability" in listed
    client.post(reverse("pipeline:no-probability", args=[deal.pk]), {"version": deal.version + 1})
    assert counts(deal) == (Decimal("0.4286"), Source.MODEL)


def test_the_api_keeps_them_apart(process, deal, client, rita):
    client.force_login(rita)
    address = f"/api/v1/pipeline/deals/{deal.pk}/probability/"
    body = {"probability": "0.65", "reason": "They called"}
    assert client.post(address, body, content_type="application/json").status_code == 200
    found = client.get(address).json()
    assert (found["counts"], found["source"], found["stage"]) == ("0.6500", "OWNER", "0.1000")
    assert (found["model"]["probability"], found["model"]["needed"]) == (None, 20)
    assert (found["owner"]["reason"], found["owner"]["by"]) == ("They called", rita.pk)
    assert client.post(f"{address}remove/", {}, content_type="application/json").status_code == 200
    assert client.get(address).json()["owner"] is None
