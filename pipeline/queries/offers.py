"""What the small forms on a deal let one choose from, in one statement."""

from collections.abc import Mapping, Sequence

from django.db.models import F, QuerySet, TextField, Value
from django.db.models.functions import Cast, Concat

from pipeline.choices import StageKind
from pipeline.models import CloseReason, Contact, Deal, DealContact
from pipeline.queries.people import sellers
from pipeline.queries.readers import readers_of
from salesmgmt.common.naming import told_apart

SELLERS, CONTACTS, STAGES, BUYERS, READERS = "SELLERS", "CONTACTS", "STAGES", "BUYERS", "READERS"
Offers = Mapping[str, Sequence[tuple[int, str]]]
_ADDRESS = Cast("email", TextField())
_NONE = Value("", TextField())


def offers_for(deal: Deal) -> Offers:
    """Numbers and names by name: reasons to win and to lose under their kinds, who can be given it, who may see it, the
    account's contacts, the open stages of its process, and under BUYERS who buys: the role, a blank and the name.
    People of one name are told apart by their addresses."""
    rows = [
        CloseReason.objects.offered().annotate(of=F("kind"), address=_NONE),
        sellers().exclude(pk=deal.owner_id).annotate(of=Value(SELLERS), address=_ADDRESS),
        readers_of(deal).annotate(of=Value(READERS), address=_ADDRESS),
        Contact.objects.filter(account=deal.account_id).annotate(of=Value(CONTACTS), address=_ADDRESS),
        DealContact.objects.filter(deal=deal, contact__account=deal.account_id).annotate(
            of=Value(BUYERS), address=_NONE, name=Concat("role", Value(" "), "contact__name")
        ),
    ]
    found: dict[str, list[tuple[int, str, str]]] = {
        StageKind.WON: [],
        StageKind.LOST: [],
        SELLERS: [],
        READERS: [],
        CONTACTS: [],
        BUYERS: [],
    }
    first, *others = [_named(each) for each in rows]
    for of, *row in sorted(first.union(*others, all=True), key=lambda row: row[2]):
        found[of].append(tuple(row))
    offers = {of: told_apart(named) for of, named in found.items()}
    stages = deal.stage.process_version.stages.all()
    return {**offers, STAGES: [(stage.pk, stage.name) for stage in stages if stage.is_open]}


def _named(rows: QuerySet) -> QuerySet:
    return rows.order_by().values_list("of", "pk", "name", "address")
