"""Correcting the address of a person."""

from allauth.account.models import EmailAddress

from salesmgmt.events.models import Event
from salesmgmt.people.domain.persons import correct_person
from tests.cast import AT
from tests.refusals import assert_refused


def test_a_corrected_address_is_the_only_one_to_sign_in_with(cast):
    EmailAddress.objects.create(user=cast.rita, email=cast.rita.email, primary=True, verified=True)
    correct_person(user=cast.rita, name="Rita S.", zone="", email="Rita.S@Kestrel.example", by=cast.olga, at=AT)
    cast.rita.refresh_from_db()
    assert (cast.rita.name, cast.rita.email) == ("Rita S.", "Rita.S@kestrel.example")
    assert not EmailAddress.objects.filter(user=cast.rita).exists()
    readdressed = Event.objects.get(kind="person.readdressed")
    assert (readdressed.subject_id, readdressed.payload) == (cast.rita.pk, {})


def test_the_same_address_is_no_event(cast):
    correct_person(user=cast.rita, name=cast.rita.name, zone="", email=cast.rita.email, by=cast.olga, at=AT)
    assert not Event.objects.filter(kind="person.readdressed").exists()


def test_an_address_that_somebody_else_has_changes_nothing(cast):
    before = (cast.rita.name, cast.rita.email)
    with assert_refused("accounts_user_email_key", field="email"):
        correct_person(user=cast.rita, name="R", zone="", email=cast.max.email.upper(), by=cast.olga, at=AT)
    cast.rita.refresh_from_db()
    assert (cast.rita.name, cast.rita.email) == before
