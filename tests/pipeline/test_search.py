"""Deals are found by what was noted on them, by whoever may see the deal; contacts by their telephone
number, leads by whom or what they name."""

from pipeline.domain.accounts import add_contact
from pipeline.domain.activities import log_activity
from pipeline.domain.leads import create_lead
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


def test_leads_are_found_by_person_company_and_address_by_those_who_see_them(cast):
    create_lead(facts={"person_name": "Lena Ort", "company_name": "Mühlen AG"}, by=cast.rita, at=AT)
    create_lead(facts={"company_name": "Muhlen Partners", "email": "x@orchard.example"}, by=cast.rita, at=AT)
    found = [("pipeline.lead", "Lena Ort"), ("pipeline.lead", "Muhlen Partners")]
    assert hits(cast.max, "lena") == [found[0]]
    assert sorted(hits(cast.max, "muhlen")) == found
    assert hits(cast.max, "x@orchard") == [found[1]]
    (group,) = find(cast.max, read("lena ort"), each=5)
    assert group.hits[0].meta == "Mühlen AG, new, Rita Sandoval"
    assert hits(cast.sam, "muhlen") == []
