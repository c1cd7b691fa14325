"""The list of accounts: one without deals stands there like the others."""

from pipeline.domain.closing import lose_deal, win_deal
from pipeline.models import Account, Deal
from tests.cast import AT
from tests.pipeline_rows import lost_for, make_deal, won_for


def test_an_account_without_deals_has_noughts_and_a_dash(process, cast, client):
    make_deal(cast.rita, "Helix")
    Account.objects.create(name="Nobody Yet", owner=cast.rita)
    client.force_login(cast.max)
    answer = client.get("/pipeline/accounts/")
    assert answer.status_code == 200
    sums = {each.row.name: each.sums for each in answer.context["dressed"]}
    assert sums["Nobody Yet"] == {
        "open": 0,
        "open_amount": None,
        "open_in_other_currency": 0,
        "won": 0,
        "won_amount": None,
        "won_in_other_currency": 0,
    }


def test_an_account_leaves_another_currency_out_of_its_sums_and_says_so(process, cast, client):
    account = Account.objects.create(name="Alder Clinics", owner=cast.rita)
    deals = [make_deal(cast.rita, name) for name in ("Alba", "Brio", "Cava", "Dora")]
    for won in deals[2:]:
        win_deal(deal=won, reason=won_for(), by=cast.rita, at=AT)
    Deal.objects.update(account=account)
    Deal.objects.filter(pk__in=[deals[1].pk, deals[3].pk]).update(currency="JPY", amount=70_000)
    client.force_login(cast.rita)
    page = " ".join(client.get(f"/pipeline/accounts/{account.pk}/").content.decode().split())
    said = page[page.index("2 open deals") :]
    assert (said.index("1,000"), said.count("1 in another currency</span>")) == (len("2 open deals, "), 2)
    listed = client.get("/pipeline/accounts/").content.decode()
    assert (listed.count("1 in another currency</span>"), "71,000" in listed) == (2, False)


def test_an_account_shows_what_is_open_before_what_was_lost(process, cast, client):
    account = Account.objects.create(name="Alder Clinics", owner=cast.rita)
    lost, open_one = (make_deal(cast.rita, name) for name in ("Alba", "Brio"))
    Deal.objects.filter(pk__in=[lost.pk, open_one.pk]).update(account=account)
    lose_deal(deal=lost, reason=lost_for(), by=cast.rita, at=AT)
    client.force_login(cast.rita)
    page = client.get(f"/pipeline/accounts/{account.pk}/").content.decode()
    assert page.index("Brio") < page.index("Alba")
