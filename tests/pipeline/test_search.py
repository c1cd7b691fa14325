"""Deals are found by what was noted on them, by whoever may see the deal; contacts by their telephone number."""

from pipeline.domain.accounts import add_contact
from pipeline.domain.activities import log_activity
from salesmgmt.search.queries.finding import find
from salesmgmt.search.typed import read
from tests.cast import AT
from tests.pipeline_rows import make_deal, make_process


def hits(user, text: str) -> list[tuple[str, str]]:
    return [(hit.kind.code, hit.name) for group in find(user, read(text), each=5) for hit in group.hits]


def test_note_finds_its_deal(cast):
    make_process()
    deal = make_deal(cast.rita, "Helix Robotics")
    log_activity(deal=deal, kind="NOTE", happened_at=AT, note="Prefers Zürich", by=cast.rita, at=AT)
    for seer in (cast.rita, cast.max, cast.finn):
        assert hits(seer, "zurich") == [("pipeline.deal", "Helix Robotics")]
    for other in (cast.sam, cast.mona, cast.rosa, cast.stranger):
        assert hits(other, "zurich") == []


def test_contact_is_found_by_a_number_however_it_is_grouped(cast):
    make_process()
    deal = make_deal(cast.rita, "Helix Robotics")
    add_contact(account=deal.account, name="Cleo Chen", facts={"phone": "+49 (30) 123-456.78"}, by=cast.rita, at=AT)
    assert hits(cast.rita, "+49 30 12345678") == [("pipeline.contact", "Cleo Chen")]
    assert hits(cast.sam, "+49 30 12345678") == []
