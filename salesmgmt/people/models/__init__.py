from salesmgmt.people.models.absence import Absence
from salesmgmt.people.models.calendar import Holiday, Office, WorkingCalendar
from salesmgmt.people.models.company import Company
from salesmgmt.people.models.exchange_rate import ExchangeRate
from salesmgmt.people.models.fiscal_period import FiscalPeriod
from salesmgmt.people.models.membership import Membership
from salesmgmt.people.models.role_grant import RoleGrant
from salesmgmt.people.models.role_profile import Competency, ProfileCompetency, RoleProfile
from salesmgmt.people.models.team import Team

__all__ = [
    "Absence",
    "Company",
    "Competency",
    "ExchangeRate",
    "FiscalPeriod",
    "Holiday",
    "Membership",
    "Office",
    "ProfileCompetency",
    "RoleGrant",
    "RoleProfile",
    "Team",
    "WorkingCalendar",
]
