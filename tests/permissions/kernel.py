"""What the permission table says of the kernel: names for its rows, and bodies that admins may send."""

from datetime import date
from decimal import Decimal
from io import BytesIO

from salesmgmt.events.choices import JobState
from salesmgmt.events.models import Job
from salesmgmt.imports.domain.drafts import open_draft
from salesmgmt.imports.domain.starting import GivenFile
from salesmgmt.imports.models import ImportBatch
from salesmgmt.imports.registry import kind_named
from salesmgmt.outbox.domain.notifying import notify
from salesmgmt.outbox.models import Notification
from salesmgmt.outbox.registry import Reminder
from salesmgmt.outbox.unsubscribing import way_out
from salesmgmt.people.domain.calendars import add_holiday
from salesmgmt.people.domain.company import set_exchange_rate
from salesmgmt.people.domain.role_profiles import create_competency, create_role_profile
from salesmgmt.people.models import FiscalPeriod, Office, WorkingCalendar
from tests.cast import AT, Cast

KERNEL_BODIES: dict[tuple[str, str], dict[str, object]] = {
    ("POST", "/settings/me/tokens/"): {"name": "Nightly export", "days": 30, "scope": "READ"},
    ("PATCH", "/api/v1/company/"): {"managers_see_pay": True},
    ("POST", "/api/v1/calendars/"): {"name": "Gulf", "weekdays": [7, 1]},
    ("PATCH", "/api/v1/calendars/{calendar}/"): {"name": "Week"},
    ("POST", "/api/v1/holidays/"): {"calendar": "{calendar}", "date": "2026-12-25", "name": "Christmas Day"},
    ("POST", "/api/v1/offices/"): {"name": "Athens", "zone": "Europe/Athens", "calendar": "{calendar}"},
    ("PATCH", "/api/v1/offices/{office}/"): {"name": "Home"},
    ("POST", "/api/v1/fiscal-periods/open-year/"): {"day": "2030-01-01"},
    ("POST", "/api/v1/exchange-rates/"): {
        "currency": "USD",
        "valid_date": "2026-05-01",
        "rate": "0.9",
        "source": "ECB",
    },
    ("POST", "/api/v1/teams/"): {"name": "East"},
    ("PATCH", "/api/v1/teams/{team}/"): {"name": "Northern"},
    ("POST", "/api/v1/people/"): {"email": "zoe@kestrel.example", "name": "Zoe Zand", "team": "{team}"},
    ("PATCH", "/api/v1/people/{rita}/"): {"zone": "Europe/Athens"},
    ("POST", "/api/v1/memberships/"): {"user": "{rita}", "team": "{team}"},
    ("POST", "/api/v1/role-grants/"): {"user": "{rita}", "role": "STAFF"},
    ("POST", "/api/v1/role-profiles/"): {"code": "sdr", "name": "SDR"},
    ("PATCH", "/api/v1/role-profiles/{profile}/"): {"name": "AE"},
    ("POST", "/api/v1/role-profiles/{profile}/weigh/"): {"competency": "{competency}", "weight": 5},
    ("POST", "/api/v1/notifications/read-all/"): {"upto": 1_000_000},
    ("POST", "/api/v1/competencies/"): {"code": "closing", "name": "Closing"},
    ("PATCH", "/api/v1/competencies/{competency}/"): {"name": "Finding out"},
}


def _accounts() -> GivenFile:
    content = b"name\nAcme\n"
    return GivenFile(BytesIO(content), len(content))


def kernel_names(cast: Cast) -> dict[str, object]:
    """Rita has a failed job and a notification, Olga an import done by that job and a draft of one; the company has a
    holiday, a rate, a role profile and a competency."""
    act = {"by": cast.olga, "at": AT}
    calendar = WorkingCalendar.objects.get()
    holiday = add_holiday(calendar=calendar, day=date(2026, 5, 1), name="Labour Day", **act)
    rate = set_exchange_rate(currency="USD", valid_date=date(2026, 3, 1), rate=Decimal("0.92"), source="ECB", **act)
    profile = create_role_profile(code="ae", name="Account executive", **act)
    competency = create_competency(code="discovery", name="Discovery", **act)
    job = Job.objects.create(
        kind="tests.long",
        effect_key="tests.long",
        requested_by=cast.rita,
        state=JobState.FAILED,
        error="Row 7 has no name; write one.",
        attempts_allowed=5,
        created_at=AT,
        finished_at=AT,
    )
    batch = ImportBatch.objects.create(kind="crm", source="test", started_by=cast.olga, created_at=AT, job=job)
    draft = open_draft(kind=kind_named("accounts"), files={"accounts": _accounts()}, source="test", **act)
    notify(kind="pipeline.next_step_due", reminders=[Reminder(cast.rita.pk, "pipeline.deal", 1, AT.date())], at=AT)
    return {
        "calendar": calendar.pk,
        "competency": competency.pk,
        "holiday": holiday.pk,
        "draft": draft.pk,
        "import": batch.pk,
        "max": cast.max.pk,
        "office": Office.objects.get().pk,
        "period": FiscalPeriod.objects.first().pk,
        "profile": profile.pk,
        "rate": rate.pk,
        "rita": cast.rita.pk,
        "ritas_way_out": way_out(cast.rita, "pipeline.next_step_due").split("/")[2],
        "ritas_notice": Notification.objects.get().pk,
        "ritas_grant": cast.rita.role_grants.get().pk,
        "ritas_job": job.pk,
        "ritas_membership": cast.rita.memberships.get().pk,
        "team": cast.north.pk,
    }
