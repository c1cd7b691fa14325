"""The list of offers, for those who may read what they pay."""

from collections.abc import Sequence
from dataclasses import dataclass

from hiring.choices import OfferState
from hiring.forms.seat_filters import OfferFilters
from hiring.lists.drawn import linked, state_chip
from hiring.models import Candidacy, Offer
from hiring.rules import can_list_offers
from salesmgmt.common.money import from_minor
from salesmgmt.web.addresses import row_url
from salesmgmt.web.components.amounts import money
from salesmgmt.web.components.days import day
from salesmgmt.web.lists.declaration import Column, List, Reader, Rows, View
from salesmgmt.web.lists.filters import Choice
from salesmgmt.web.lists.registry import register


@dataclass(frozen=True, slots=True)
class OfferRow:
    """An offer, and the candidate's name for those who may see the candidate."""

    row: Offer
    name: str


def _offers(offers: Sequence[Offer], reader: Reader) -> list[OfferRow]:
    seen = Candidacy.objects.visible_to(reader.user).filter(pk__in=[row.candidacy_id for row in offers])
    names = dict(seen.values_list("pk", "candidate__name"))
    return [OfferRow(row, names.get(row.candidacy_id, "")) for row in offers]


def joined(rows: Rows, reader: Reader) -> Rows:
    return rows.select_related("candidacy__profile__role_profile")


OFFERS = register(
    List(
        code="offers",
        not_imported="An offer is said yes to and answered by the candidate, which a row cannot say for others.",
        nouns=("offer", "offers"),
        title="Offers",
        sub="Pay a year, on target; seen by those who may read what offers pay",
        url_name="hiring:offers",
        page="hiring/page.html",
        here={"here": "offers"},
        visible=can_list_offers,
        rows=lambda reader: Offer.objects.visible_to(reader.user),
        joined=joined,
        dress=_offers,
        columns=(
            Column(
                "offer",
                "Offer",
                lambda each: linked("hiring:offer", each.row.pk, each.name or f"Offer {each.row.pk}"),
                lambda each: each.name or f"Offer {each.row.pk}",
                on_phone=True,
            ),
            Column(
                "profile",
                "Role profile",
                lambda each: each.row.candidacy.profile,
                lambda each: str(each.row.candidacy.profile),
            ),
            Column("state", "State", lambda each: state_chip(each.row), lambda each: each.row.state, on_phone=True),
            Column(
                "base",
                "Base pay",
                lambda each: money(from_minor(each.row.base_minor, each.row.currency), each.row.currency, 0),
                lambda each: from_minor(each.row.base_minor, each.row.currency),
                order="base_minor",
                first="-",
                css="num",
            ),
            Column(
                "variable",
                "Variable",
                lambda each: money(from_minor(each.row.variable_minor, each.row.currency), each.row.currency, 0),
                lambda each: from_minor(each.row.variable_minor, each.row.currency),
                css="num",
            ),
            Column("currency", "Currency", lambda each: each.row.currency, lambda each: each.row.currency, shown=False),
            Column(
                "start",
                "First day",
                lambda each: day(each.row.start_date),
                lambda each: each.row.start_date,
                order="start_date",
            ),
            Column(
                "expires",
                "Stands until",
                lambda each: day(each.row.expires_date),
                lambda each: each.row.expires_date,
                order="expires_date",
            ),
            Column(
                "number", "Version", lambda each: each.row.terms_number, lambda each: each.row.terms_number, css="num"
            ),
        ),
        filterset=OfferFilters,
        filters=(Choice(name="state", title="State", choices=OfferState.choices, any_words="Any state"),),
        order="expires",
        views=(
            View("All", ""),
            View("Waiting for approval", "state=WAITING"),
            View("Sent", "state=SENT"),
            View("Accepted", "state=ACCEPTED"),
        ),
        link=lambda offer: row_url("hiring:offer", offer.pk),
        empty="hiring/offers/none.html",
    )
)
