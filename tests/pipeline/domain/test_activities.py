from datetime import timedelta

from pipeline.domain.activities import log_activity
from pipeline.models import Account, Activity, Contact
from tests.pipeline.evidence import last_event
from tests.refusals import assert_refused


def test_log_activity_writes_it_down_once_without_words_in_the_log(deal, rita, at):
    henrik = Contact.objects.create(account=deal.account, name="Henrik Moss")
    activity = log_activity(
        deal=deal,
        kind="CALL",
        happened_at=at - timedelta(hours=1),
        minutes=14,
        note=" Budget is there ",
        contact=henrik,
        by=rita,
        at=at,
    )
    row = Activity.objects.get()
    assert row == activity
    assert (row.deal, row.kind, row.user, row.contact) == (deal, "CALL", rita, henrik)
    assert (row.happened_at, row.minutes, row.note) == (at - timedelta(hours=1), 14, "Budget is there")
    payload = {"activity_id": row.pk, "activity": "CALL", "minutes": 14}
    assert last_event() == ("activity.logged", "pipeline.deal", deal.pk, rita.pk, payload)


def test_log_activity_refusals(deal, cast, at):
    rita = cast.rita
    with assert_refused("refused", "kind"):
        log_activity(deal=deal, kind="LUNCH", happened_at=at, by=rita, at=at)
    with assert_refused("future_activity", "happened_at", says="plan what is to come as a meeting on its deal"):
        log_activity(deal=deal, kind="CALL", happened_at=at + timedelta(seconds=1), by=rita, at=at)
    stranger = Contact.objects.create(account=Account.objects.create(name="Elsewhere"), name="Lena Ort")
    with assert_refused("refused", "contact", says="belongs to another account"):
        log_activity(deal=deal, kind="CALL", happened_at=at, contact=stranger, by=rita, at=at)
    for minutes in (0, 1441):
        with assert_refused("an_activity_lasts_up_to_a_day", "minutes"):
            log_activity(deal=deal, kind="CALL", happened_at=at, minutes=minutes, by=rita, at=at)
    with assert_refused("not_allowed"):
        log_activity(deal=deal, kind="CALL", happened_at=at, by=cast.finn, at=at)
