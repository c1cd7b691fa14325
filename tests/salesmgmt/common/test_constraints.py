"""The database's refusals in a person's words."""

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError

from salesmgmt.common.constraints import refusing, refusing_invalid
from salesmgmt.common.problems import Conflict, NotAllowed, Refused
from salesmgmt.people.models import Team

pytestmark = pytest.mark.django_db


def test_broken_constraint_becomes_its_sentence_and_the_transaction_goes_on():
    with pytest.raises(Refused) as caught, refusing({"a_team_has_a_name": "Write a name."}, field="name"):
        Team.objects.create(name="")
    assert (caught.value.message, caught.value.code, caught.value.field) == (
        "Write a name.",
        "a_team_has_a_name",
        "name",
    )
    assert Team.objects.count() == 0


def test_constraint_without_a_sentence_stays_an_error():
    with pytest.raises(IntegrityError), refusing({"another_rule": "Never said."}):
        Team.objects.create(name="")


def test_what_worked_inside_is_kept():
    with refusing({}):
        Team.objects.create(name="North")
    assert Team.objects.get().name == "North"


def test_validator_becomes_a_refusal():
    with pytest.raises(Refused) as caught, refusing_invalid(field="zone"):
        raise ValidationError("Choose a zone.")
    assert (caught.value.message, caught.value.code, caught.value.field) == ("Choose a zone.", "invalid", "zone")


def test_kinds_of_refusal_have_their_status():
    statuses = [kind("No.").status for kind in (Refused, Conflict, NotAllowed)]
    assert statuses == [422, 409, 403]
    assert Refused("No.").code == "refused"
    assert Conflict("No.", code="older").code == "older"
