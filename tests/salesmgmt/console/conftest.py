"""One of everything that a settings page shows."""

from datetime import date
from decimal import Decimal

import pytest

from salesmgmt.events.choices import JobState
from salesmgmt.events.models import Job
from salesmgmt.outbox.domain.delivering import write_deliveries
from salesmgmt.outbox.domain.webhooks import EndpointFacts, add_endpoint, send_test
from salesmgmt.outbox.models import WebhookDelivery
from salesmgmt.people.domain.calendars import add_holiday
from salesmgmt.people.domain.company import set_exchange_rate
from salesmgmt.people.domain.role_profiles import create_competency, create_role_profile, weigh
from salesmgmt.people.models import Competency, Holiday, Office, RoleProfile, WorkingCalendar
from tests.cast import AT


@pytest.fixture
def rows(cast, olga):
    """Numbers by name, for addresses."""
    calendar = WorkingCalendar.objects.get()
    add_holiday(calendar=calendar, day=date(2026, 5, 1), name="Labour Day", by=olga, at=AT)
    set_exchange_rate(currency="USD", valid_date=date(2026, 3, 1), rate=Decimal("0.92"), source="ECB", by=olga, at=AT)
    profile = create_role_profile(code="enterprise-ae", name="Enterprise AE", by=olga, at=AT)
    competency = create_competency(code="discovery", name="Discovery", by=olga, at=AT)
    weigh(profile=profile, competency=competency, weight=40, from_date=date(2026, 3, 2), by=olga, at=AT)
    facts = EndpointFacts("Data warehouse", "https://hooks.example.com/sales", ["deal.*", "order.placed"], olga)
    webhook, _ = add_endpoint(facts=facts, by=olga, at=AT)
    write_deliveries([send_test(endpoint=webhook, by=olga, at=AT)], at=AT)
    return {
        "webhook": webhook.pk,
        "delivery": WebhookDelivery.objects.get().pk,
        "calendar": calendar.pk,
        "holiday": Holiday.objects.get().pk,
        "office": Office.objects.get().pk,
        "profile": RoleProfile.objects.get().pk,
        "competency": Competency.objects.get().pk,
        "team": cast.north.pk,
        "person": cast.rita.pk,
        "grant": cast.rita.role_grants.get().pk,
    }


@pytest.fixture
def make_job(db):
    """A job in a state, as a worker would have left it."""

    def make(by, state=JobState.QUEUED, **facts):
        ended = state in (JobState.DONE, JobState.FAILED, JobState.CANCELLED)
        known = {
            "kind": "tests.long",
            "effect_key": f"tests.long:{Job.objects.count()}",
            "attempts_allowed": 5,
            "finished_at": AT if ended else None,
            "result": {} if state == JobState.DONE else None,
            "error": "Row 7 has no name; write one." if state == JobState.FAILED else "",
        }
        return Job.objects.create(requested_by=by, state=state, created_at=AT, **known | facts)

    return make
