"""Names of people stand in the order of their folded names, in every list, page after page."""

import pytest

from hiring.domain.candidates import enter_candidate
from pipeline.models import Account, Contact
from pipeline.queries.people import sellers_seen_by
from salesmgmt.people.domain.members import Place, add_person
from tests.cast import AT, START
from tests.hiring_rows import make_profile

NAMES = ("Zoe Abel", "Ödön Zank", "Ωμέγα Ανδρέου", "edgar Ohm", "田中 はな", "Ότο Βέης", "Otto Aal")
ORDER = ["edgar Ohm", "Ödön Zank", "Otto Aal", "Zoe Abel", "Ότο Βέης", "Ωμέγα Ανδρέου", "田中 はな"]


def paged(client, address: str, key: str = "name") -> list[str]:
    names = []
    while address:
        answer = client.get(address).json()
        names += [row[key] for row in answer["results"]]
        address = answer["next"]
    return names


@pytest.mark.parametrize("sign", ["", "-"])
def test_candidates_page_by_page(client, cast, sign):
    profile = make_profile(cast)
    for number, name in enumerate(NAMES):
        facts = {"name": name, "email": f"c{number}@post.example"}
        enter_candidate(profile=profile, facts=facts, by=cast.rosa, at=AT)
    client.force_login(cast.rosa)
    order = ORDER[::-1] if sign else ORDER
    assert paged(client, f"/api/v1/hiring/candidates/?order={sign}name&limit=2") == order
    assert paged(client, f"/api/v1/hiring/candidacies/?order={sign}name&limit=2", "candidate_name") == order
    shown = client.get(f"/hiring/candidates/?sort={sign}name").content.decode()
    assert sorted(ORDER, key=shown.index) == order


def test_contacts_page_by_page(client, cast):
    account = Account.objects.create(name="Helix Robotics", owner=cast.rita)
    Contact.objects.bulk_create(Contact(account=account, name=name) for name in NAMES)
    client.force_login(cast.rita)
    assert paged(client, "/api/v1/pipeline/contacts/?limit=3") == ORDER
    assert [contact.name for contact in Contact.objects.all()] == ORDER


def test_people_page_by_page_and_in_menus(client, cast):
    for number, name in enumerate(NAMES):
        add_person(
            email=f"p{number}@kestrel.example",
            name=name,
            place=Place(team=cast.north, manager=cast.max),
            roles=["REP"],
            start_date=START,
            by=cast.olga,
            at=AT,
        )
    client.force_login(cast.olga)
    assert [name for name in paged(client, "/api/v1/people/?order=name&limit=4") if name in ORDER] == ORDER
    shown = client.get("/settings/people/").content.decode()
    assert sorted(ORDER, key=shown.index) == ORDER
    assert [person.name for person in sellers_seen_by(cast.olga) if person.name in ORDER] == ORDER
