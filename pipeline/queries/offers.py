"""What the small forms on a deal let one choose from, in one statement."""

from collections.abc import Mapping, Sequence

from django.db.models import F, QuerySet, Value
from django.db.models.functions import Concat

from pipeline.choices import StageKind
from pipeline.models import CloseReason, Contact, Deal, DealContact
from pipeline.queries.people import sellers
from pipeline.queries.readers import readers_of

SELLERS, CONTACTS, STAGES, BUYERS, READERS = "SELLERS", "CONTACTS", "STAGES", "BUYERS", "READERS"
Offers = Mapping[str, Sequence[tuple[int, str]]]


def offers_for(deal: Deal) -> Offers:
    """Numbers and names by name: reasons to win and to lose under their kinds, who can be given it, who may see it, the
    account's contacts, the open stages of its process, and under BUYERS who buys: the role, a blank and the name."""
    rows = [
        CloseReason.objects.offered().annotate(of=F("kind")),
        sellers().exclude(pk=deal.owner_id).annotate(of=Value(SELLERS)),
        readers_of(deal).annotate(of=Value(READERS)),
        Contact.objects.filter(account=deal.account_id).annotate(of=Value(CONTACTS)),
        DealContact.objects.filter(deal=deal, contact__account=deal.account_id).annotate(
            of=Value(BUYERS), name=Concat("role", Value(" "), "contact__name")
        ),
    ]
    offers: dict[str, list[tuple[int, str]]] = {
        StageKind.WON: [],
        StageKind.LOST: [],
        SELLERS: [],
        READERS: [],
        CONTACTS: [],
        BUYERS: [],
    }
    first, *others = [_named(each) for each in rows]
    for of, pk, name in sorted(first.union(*others, all=True), key=lambda row: row[2]):
        offers[of].append((pk, name))
    stages = deal.stage.process_version.stages.all()
    return {**offers, STAGES: [(stage.pk, stage.name) for stage in stages if stage.is_open]}


def _named(rows: QuerySet) -> QuerySet:
    return rows.order_by().values_list("of", "pk", "name")
