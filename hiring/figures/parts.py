"""What several of hiring's figures are broken down by and shown with, and who may ask for them."""

from hiring.rules import can_work_candidates
from salesmgmt.accounts.models import User
from salesmgmt.figures.declaration import Column, Grouping


def keeps_a_bench(user: User) -> bool:
    return bool(can_work_candidates(user))


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
