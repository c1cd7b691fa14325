"""New leads that wait: on their owner's Today, told the day after they came in, and over once answered."""

from datetime import date, timedelta

import pytest

from pipeline.domain.leads import create_lead, give_lead, take_up_lead
from pipeline.notices import leads_unanswered
from pipeline.queries.lead_work import leads_waiting
from salesmgmt.outbox.domain.reminding import remind
from salesmgmt.outbox.models import Notification
from salesmgmt.outbox.registry import Reminder
from salesmgmt.outbox.telling import told
from salesmgmt.web.agenda import LATE, TODAY

CAME_IN = date(2026, 3, 2)
NEXT_DAY = date(2026, 3, 3)

pytestmark = pytest.mark.django_db


@pytest.fixture
def lead(cast, at):
    return create_lead(facts={"person_name": "Lena Ort", "company_name": "Orchard"}, by=cast.rita, at=at)


def test_a_new_lead_waits_on_its_owners_today_until_it_is_answered(lead, cast, at, django_assert_num_queries):
    create_lead(facts={"person_name": "Bo"}, by=cast.rita, at=at + timedelta(minutes=1))
    with django_assert_num_queries(1):
        found = leads_waiting(cast.rita, CAME_IN, 1)
    assert (found.total, [item.what for item in found.items]) == (2, ["Lena Ort at Orchard waits for an answer"])
    assert [leads_waiting(cast.rita, day, 1).items[0].urgency for day in (CAME_IN, NEXT_DAY)] == [TODAY, LATE]
    assert leads_waiting(cast.max, CAME_IN, 8).total == 0
    take_up_lead(lead=lead, by=cast.rita, at=at)
    assert leads_waiting(cast.rita, CAME_IN, 8).total == 1


def test_the_owner_is_told_the_day_after_and_only_while_it_waits(lead, cast, at):
    assert list(leads_unanswered(CAME_IN)) == []
    assert list(leads_unanswered(NEXT_DAY)) == [Reminder(cast.rita.pk, "pipeline.lead", lead.pk, NEXT_DAY)]
    remind(as_of=NEXT_DAY, at=at)
    notice = Notification.objects.select_related("person").get()
    assert told([notice])[notice.pk].title == "Lena Ort waits for an answer"
    give_lead(lead=lead, to=cast.nora, by=cast.rita, at=at)
    assert notice.pk not in told([notice])
    give_lead(lead=lead, to=cast.rita, by=cast.max, at=at)
    take_up_lead(lead=lead, by=cast.rita, at=at)
    assert notice.pk not in told([notice])
