"""What several of hiring's figures are broken down by and shown with, and who may ask for them."""

import json
from collections.abc import Mapping
from typing import Any

from django.db.models import DecimalField, F, Field, Func, IntegerField, TextField, Value

from hiring.rules import can_work_candidates
from salesmgmt.accounts.models import User
from salesmgmt.figures.declaration import Column, Grouping


def keeps_a_bench(user: User) -> bool:
    return bool(can_work_candidates(user))


def told(found: Mapping[int, object], field: "Field[Any, Any]") -> Func:
    """A column of what was worked out beforehand, by the number of its row: as one value that the row looks itself up
    in, where a case for each would take the ORM longer to put together than all else takes."""
    said = Value(json.dumps({str(pk): str(value) for pk, value in found.items()}), output_field=TextField())
    template = f"(%(expressions)s)::text)::{_AS[type(field)]}"
    return Func(said, F("pk"), template=template, arg_joiner="::jsonb ->> (", output_field=field)


_AS: dict[type, str] = {IntegerField: "integer", DecimalField: "numeric", TextField: "text"}


PROFILE = Grouping(
    name="profile",
    label="Role profile",
    key="candidacy__profile_id",
    text="candidacy__profile__role_profile__name",
)
SOURCE = Grouping(
    name="source",
    label="Candidate source",
    key="candidacy__candidate__source_id",
    text="candidacy__candidate__source__name",
    unknown="no source known",
)
ITS_PROFILE = Grouping(name="profile", label="Role profile", key="profile_id", text="profile__role_profile__name")
PROFILE_NAMED = Column(name="profile", label="Role profile", value="profile__role_profile__name")
ITS_SOURCE = Grouping(
    name="source",
    label="Candidate source",
    key="candidate__source_id",
    text="candidate__source__name",
    unknown="no source known",
)
