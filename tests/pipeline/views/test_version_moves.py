"""The page that takes the deals of a process version to another: what it would do, doing it, and taking it back."""

from pipeline.models import Deal
from salesmgmt.web.models import Undo
from tests.pipeline.domain.test_version_moves import next_version
from tests.pipeline_rows import make_deal


def test_page_previews_takes_and_undoes(process, rita, olga, client, at):
    deal = make_deal(rita, "Alba", stage="Prove")
    to = next_version(process.process, olga, at, Prove="Proof")
    client.force_login(olga)
    address = f"/pipeline/settings/versions/{process.pk}/deals/"
    assert "0 of 1 open deal" in client.get(address).content.decode()
    chosen = {"to": to.pk, f"stage_{deal.stage_id}": to.stages.get(name="Proof").pk}
    assert "1 of 1 open deal" in client.get(address, chosen).content.decode()
    assert client.post(address, {"to": to.pk}).status_code == 422
    assert client.post(address, chosen).status_code == 302
    assert Deal.objects.get().stage.name == "Proof"
    page = client.get(f"/pipeline/deals/{deal.pk}/").content.decode()
    assert "took it to version 2 of its process, in Proof" in page
    undo = Undo.objects.get(verb="pipeline.version_move")
    assert client.post(f"/undo/{undo.pk}/").status_code == 302
    assert Deal.objects.get().stage == deal.stage
