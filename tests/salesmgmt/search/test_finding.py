"""Rows found by what somebody typed, through what they may see."""

from collections.abc import Iterator

import pytest

from pipeline.models import Account
from salesmgmt.accounts.models import User
from salesmgmt.common.folding import SearchWords, by_name
from salesmgmt.search import kinds
from salesmgmt.search.kinds import SearchKind, register_search
from salesmgmt.search.queries.finding import find
from salesmgmt.search.typed import marked, read

ACCOUNTS = SearchKind(
    "test.account",
    "Accounts",
    "team",
    order=10,
    visible=Account.objects.visible_to,
    words=SearchWords("name", "external_id"),
    url_name="pipeline:account",
)


@pytest.fixture
def only_accounts(monkeypatch, cast) -> Iterator[None]:
    monkeypatch.setattr(kinds, "_kinds", {})
    register_search(ACCOUNTS)
    for name, owner in (
        ("Helix Robotics", cast.rita),
        ("Müller & Söhne", cast.rita),
        ("Ωμέγα Αθήνα", cast.rita),
        ("東京製作所", cast.rita),
        ("North Helix", cast.rita),
        ("Helix Secret", cast.sam),
    ):
        Account.objects.create(name=name, owner=owner)


def names(user: User, text: str) -> list[str]:
    return [hit.name for group in find(user, read(text), each=6) for hit in group.hits]


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("helix", ["Helix Robotics", "North Helix"]),
        ("hel rob", ["Helix Robotics"]),
        ("h", ["Helix Robotics"]),
        ("helxi robotics", ["Helix Robotics"]),
        ("heilx", ["Helix Robotics", "North Helix"]),
        ("hleix robo", ["Helix Robotics"]),
        ("muller sohne", ["Müller & Söhne"]),
        ("αθηνα", ["Ωμέγα Αθήνα"]),
        ("東京", ["東京製作所"]),
        ("100%", []),
        ("secret", []),
    ],
)
def test_rep_finds_their_own_by_beginnings_slips_and_without_accents(only_accounts, cast, typed, found):
    assert names(cast.rita, typed) == found


def test_what_one_may_not_see_is_not_found(only_accounts, cast):
    assert names(cast.sam, "helix") == ["Helix Secret"]
    assert names(cast.olga, "helix") == ["Helix Robotics", "Helix Secret", "North Helix"]
    assert names(cast.stranger, "helix") == []


def test_broken_rule_would_be_noticed(only_accounts, cast, monkeypatch):
    monkeypatch.setattr(kinds, "_kinds", {})
    register_search(
        SearchKind(
            **{**{f: getattr(ACCOUNTS, f) for f in ACCOUNTS.__slots__}, "visible": lambda user: Account.objects.all()}
        )
    )
    assert "Helix Secret" in names(cast.rita, "helix")


def test_people_stand_in_the_order_of_their_folded_names(cast):
    for name in ("Élodie Abel", "edgar Zorn", "Zoë Ay"):
        User.objects.create(name=name, email=f"{len(name)}{name[-1]}@kestrel.example")
    listed = User.objects.filter(name__in=["Élodie Abel", "edgar Zorn", "Zoë Ay"]).order_by(by_name(), "pk")
    assert [person.name for person in listed] == ["edgar Zorn", "Élodie Abel", "Zoë Ay"]


def test_pieces_say_what_was_typed():
    assert marked("Müller & Söhne", ("mul",)) == [("Mül", True), ("ler & Söhne", False)]
    assert marked("<b>Helix", ("hel",)) == [("<b>", False), ("Hel", True), ("ix", False)]
