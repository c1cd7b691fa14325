"""Two people who went through everything: one who is erased, and one who is not."""

from dataclasses import dataclass

import pytest

from hiring.domain.profiles import edit
from hiring.models import Candidate
from salesmgmt.accounts.models import User
from salesmgmt.approvals.domain.chains import set_chain
from salesmgmt.people.choices import Role
from salesmgmt.people.domain.roles import grant_role
from tests.cast import AT
from tests.hiring.erasure.planting import Person, plant
from tests.hiring_rows import make_profile

CANARY, NEIGHBOUR = Person("qzcanary"), Person("qzneighbour")


@dataclass(frozen=True)
class Planted:
    canary: Candidate
    neighbour: Candidate
    officer: User


@pytest.fixture
def officer(cast) -> User:
    """Rosa, who has the grant for it."""
    grant_role(user=cast.rosa, role=Role.PRIVACY, team=None, start_date=AT.date(), by=cast.olga, at=AT)
    return User.objects.get(pk=cast.rosa.pk)


@pytest.fixture
def planted(cast, officer, monkeypatch) -> Planted:
    monkeypatch.setattr("salesmgmt.web.domain.exports.AT_ONCE", 0)
    profile, other = make_profile(cast), make_profile(cast, "Partner Manager")
    edit(profile=profile, facts={"takes_applications": True}, by=cast.olga, at=AT)
    set_chain(kind="hiring.offer", approvers=["COMP_ADMIN"], by=cast.carla, at=AT)
    canary, neighbour = (plant(person, cast, profile, other) for person in (CANARY, NEIGHBOUR))
    return Planted(canary, neighbour, officer)
