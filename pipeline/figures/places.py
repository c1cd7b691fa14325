"""How figures over deals and orders are broken down alike: by account, by where the owner stood on the day, and by the
quarter of that day (`fact_day`)."""

from pipeline.queries.quarters import SPELLED, FiscalQuarter, quarter_said
from pipeline.rules import can_read_pipeline
from salesmgmt.accounts.models import User
from salesmgmt.figures.declaration import Grouping


def reads_pipeline(user: User) -> bool:
    return bool(can_read_pipeline(user))


MANAGER = Grouping(
    name="manager",
    label="Manager",
    key="place__manager_id",
    text="place__manager__name",
    unknown="no manager known",
)
TEAM = Grouping(name="team", label="Team", key="place__team_id", text="place__team__name", unknown="no team known")
REGION = Grouping(
    name="region", label="Region", key="place__office_id", text="place__office__name", unknown="no office known"
)
ACCOUNT = Grouping(name="account", label="Account", key="account_id", text="account__name", unknown="no account known")
QUARTER = Grouping(
    name="quarter",
    label="Fiscal quarter",
    key=FiscalQuarter("fact_day"),
    says=quarter_said,
    spelled=SPELLED,
    in_key_order=True,
)
