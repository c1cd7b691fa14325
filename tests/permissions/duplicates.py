"""What the permission table says of duplicates: a pair and a merge of each kind, and what is sent about them."""

from hiring.models import Candidacy
from pipeline.domain.accounts import add_contact
from pipeline.domain.leads import create_lead
from pipeline.models import Account, Contact
from salesmgmt.duplicates.domain.merging import UNDO
from salesmgmt.duplicates.domain.rows import row_of
from salesmgmt.duplicates.models import DuplicatePair, MergeRecord
from salesmgmt.web.domain.undoing import offer_undo
from tests.cast import Cast

_API = "/api/v1/duplicates"
DUPLICATE_BODIES: dict[tuple[str, str], dict[str, object]] = {
    ("POST", f"{_API}/check/"): {"kind": "pipeline.account", "name": "Helix Robotics"},
    ("POST", f"{_API}/merges/"): {"kind": "pipeline.account", "kept": "{ritas_account}", "gone": "{alba}"},
}


def duplicate_names(cast: Cast, contact: Contact, at) -> dict[str, object]:
    """Two accounts of Rita's, two contacts there, two leads, and Cal and Ada: a pair each, and into the second a merge.

    The second ones, since secrets.py writes over the first, which would be a change since the merge.
    """
    helix, alba = Account.objects.get(name="Helix Robotics"), Account.objects.get(name="Alba Works")
    twin = add_contact(account=helix, name="Kleo Chen", by=cast.rita, at=at)
    cal, ada = (Candidacy.objects.get(candidate__name__startswith=name).candidate for name in ("Cal", "Ada"))
    leads = [create_lead(facts={"person_name": "Leo Chen"}, by=cast.rita, at=at) for _ in range(2)]
    names: dict[str, object] = {"alba": alba.pk}
    for noun, one, other, by in (
        ("account", helix, alba, cast.rita),
        ("contact", contact, twin, cast.rita),
        ("lead", *leads, cast.rita),
        ("candidate", cal, ada, cast.rosa),
    ):
        kind, low, high = one._meta.label_lower, *sorted((one.pk, other.pk))
        pair = DuplicatePair.objects.create(
            kind=kind, low_id=low, high_id=high, score=80, reasons=["NAME"], name_percent=100, found_at=at
        )
        row = row_of(type(other), other.pk)
        gone = {**row, "id": 9_000_000, **({"email": None} if noun == "candidate" else {})}
        record = MergeRecord.objects.create(
            kind=kind,
            kept_id=other.pk,
            gone_id=9_000_000,
            gone_row=gone,
            kept_before=row,
            kept_after=row,
            merged_by=by,
            merged_at=at,
        )
        offer_undo(verb=UNDO, subject=other, params={"merge_id": record.pk}, by=by, at=at)
        names |= {f"{noun}_pair": pair.pk, f"{noun}_merge": record.pk}
    return names
