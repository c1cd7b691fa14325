"""Leads that are here twice: found by what they have in common, made one, and taken apart again."""

import pytest

from pipeline.domain.conversion import convert_lead
from pipeline.domain.leads import accept_lead, create_lead
from pipeline.models import Lead
from salesmgmt.common.problems import Refused
from salesmgmt.duplicates.domain.merging import merge
from salesmgmt.duplicates.domain.pairing import look_at_all
from salesmgmt.duplicates.domain.unmerging import unmerge
from salesmgmt.duplicates.models import DuplicatePair
from salesmgmt.duplicates.queries.entry import alike
from salesmgmt.duplicates.queries.merged import merged_into
from salesmgmt.duplicates.registry import mergeable_of
from salesmgmt.events.domain.consumption import drain
from tests.checksums import checksums
from tests.pipeline_rows import make_process, stage
from tests.refusals import all_rows

pytestmark = pytest.mark.django_db
LEAD = mergeable_of("pipeline.lead")


def entered(by, at, *people):
    names = ("person_name", "company_name", "email", "phone")
    return [create_lead(facts=dict(zip(names, person, strict=True)), by=by, at=at) for person in people]


def test_leads_are_paired_by_what_they_have_in_common(cast, at):
    one, phone, domain, greek, accents, firm, plain, _ = entered(
        cast.rita,
        at,
        ("Lena Ort", "Orchard", "lena@orchard.example", "+49 30 1234567"),
        ("L. Ort", "Else", "LENA+fair@orchard.example", "030 123 45 67"),
        ("Bo Bell", "Orchard", "bo@orchard.example", ""),
        ("Γιώργος Παπαδόπουλος", "", "g@nimbus.example", ""),
        ("Γιωργος Παπαδοπουλος", "", "info@nimbus.example", ""),
        ("", "Nimbus Tea GmbH", "", ""),
        ("", "NIMBUS TEA", "", ""),
        ("Otto Nimbus", "Nimbus Tea", "", ""),
    )
    drain("duplicates.pipeline.lead", at=at, own=True)
    found = DuplicatePair.objects.order_by("low_id", "high_id").values_list("low_id", "high_id", "score", "reasons")
    expected = [
        (one.pk, phone.pk, 99, ["DOMAIN", "EMAIL", "PHONE"]),
        (one.pk, domain.pk, 50, ["DOMAIN"]),
        (phone.pk, domain.pk, 50, ["DOMAIN"]),
        (greek.pk, accents.pk, 85, ["DOMAIN"]),
        (firm.pk, plain.pk, 80, ["COMPANY"]),
    ]
    assert list(found) == expected
    DuplicatePair.objects.all().delete()
    look_at_all(LEAD, at=at)
    assert list(found.all()) == expected


def test_entering_tells_of_names_that_are_nearly_one(cast, at):
    _, muller, tanaka = entered(
        cast.rita, at, ("Anna Berg", "", "", ""), ("Jürgen Müller", "Orchard", "", ""), ("田中 太郎", "", "", "")
    )
    for said, lead in (("Juergen Mueller", muller), ("田中太郎", tanaka)):
        assert [each.row for each in alike(LEAD, {"person_name": said}, viewer=cast.rita)] == [lead]
    assert alike(LEAD, {"person_name": "Jürgen Müller"}, viewer=cast.sam) == []


def test_a_merge_is_taken_apart_to_the_last_byte(cast, at):
    kept, gone = entered(cast.rita, at, ("Lena Ort", "", "", ""), ("", "Orchard", "l@orchard.example", ""))
    before = checksums()
    record = merge(mergeable=LEAD, kept=kept.pk, gone=gone.pk, take=["company_name", "email"], by=cast.rita, at=at)
    kept.refresh_from_db()
    assert (kept.person_name, kept.company_name, kept.email) == ("Lena Ort", "Orchard", "l@orchard.example")
    assert (merged_into("pipeline.lead", gone.pk), record.gone_name) == (kept.pk, "Orchard")
    unmerge(record=record, by=cast.rita, at=at)
    assert checksums() == before


def test_a_lead_that_became_a_deal_stays(cast, at):
    make_process()
    one, deal = entered(cast.rita, at, ("Lena Ort", "", "", ""), ("L. Ort", "Orchard", "", ""))
    accept_lead(lead=deal, by=cast.rita, at=at)
    step = {"next_step": "Call", "next_step_date": at.date()}
    convert_lead(lead=deal, stage=stage("Qualify"), **step, by=cast.rita, at=at)
    before = all_rows()
    with pytest.raises(Refused, match="let Lena Ort go into it instead"):
        merge(mergeable=LEAD, kept=one.pk, gone=deal.pk, by=cast.rita, at=at)
    assert all_rows() == before
    merge(mergeable=LEAD, kept=deal.pk, gone=one.pk, by=cast.rita, at=at)
    assert Lead.objects.get().deal_id is not None
