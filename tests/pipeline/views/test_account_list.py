"""The list of accounts: one without deals stands there like the others."""

from pipeline.models import Account
from tests.pipeline_rows import make_deal


def test_an_account_without_deals_has_noughts_and_a_dash(process, cast, client):
    make_deal(cast.rita, "Helix")
    Account.objects.create(name="Nobody Yet", owner=cast.rita)
    client.force_login(cast.max)
    answer = client.get("/pipeline/accounts/")
    assert answer.status_code == 200
    sums = {each.row.name: each.sums for each in answer.context["dressed"]}
    assert sums["Nobody Yet"] == {"open": 0, "open_amount": None, "won": 0, "won_amount": None}
