"""Names and zones, and checks of codes."""

import pytest
from django.core.exceptions import ValidationError

from salesmgmt.events.models import Event
from salesmgmt.people.domain.persons import edit_person
from salesmgmt.people.validators import validate_currency, validate_zone
from tests.cast import AT
from tests.refusals import assert_refused


def test_name_and_zone_are_changed(cast):
    edit_person(user=cast.rita, name=" Rita S ", zone="Europe/Athens", by=cast.rita, at=AT)
    edit_person(user=cast.rita, name="Rita S", zone="Europe/Athens", by=cast.rita, at=AT)
    cast.rita.refresh_from_db()
    assert (cast.rita.name, cast.rita.zone) == ("Rita S", "Europe/Athens")
    assert [event.kind for event in Event.objects.of(cast.rita)].count("person.edited") == 1


@pytest.mark.parametrize(
    ("name", "zone", "code", "field"),
    [(" ", "", "a_user_has_a_name", "name"), ("Rita", "Mars/Olympus", "invalid", "zone")],
)
def test_person_without_a_name_or_in_no_zone_is_refused(cast, name, zone, code, field):
    with assert_refused(code, field=field):
        edit_person(user=cast.rita, name=name, zone=zone, by=cast.rita, at=AT)


@pytest.mark.parametrize("zone", ["UTC", "Europe/Berlin", "America/Argentina/Ushuaia"])
def test_zones_are_known(zone):
    validate_zone(zone)


@pytest.mark.parametrize("code", ["eur", "EU", "EURO", "EÜR", "E1R", ""])
def test_currencies_are_three_capitals(code):
    with pytest.raises(ValidationError, match="three-letter ISO code"):
        validate_currency(code)
