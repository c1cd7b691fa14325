"""The codes that the company's rows use."""

from django.db.models import TextChoices


class Role(TextChoices):
    """What a person may be granted; a new hire is derived from an open journey and not granted."""

    ADMIN = "ADMIN", "Admin"
    COMP_ADMIN = "COMP_ADMIN", "Compensation admin"
    MANAGER = "MANAGER", "Manager"
    REP = "REP", "Rep"
    RECRUITER = "RECRUITER", "Recruiter"
    INTERVIEWER = "INTERVIEWER", "Interviewer"
    FINANCE = "FINANCE", "Finance"
    STAFF = "STAFF", "Staff"
    FAIRNESS = "FAIRNESS", "Fairness reader"
    PRIVACY = "PRIVACY", "Privacy officer"
    API = "API", "API service user"


class PeriodKind(TextChoices):
    MONTH = "MONTH", "Month"
    QUARTER = "QUARTER", "Quarter"
    YEAR = "YEAR", "Year"


class AbsenceKind(TextChoices):
    LEAVE = "LEAVE", "Leave"
    SICK = "SICK", "Sick"
    PARENTAL = "PARENTAL", "Parental leave"
    OTHER = "OTHER", "Other"
