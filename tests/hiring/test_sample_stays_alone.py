"""What beat asks about consents does not keep the sample company from being removed; what people do does."""

import json

from django.db import connection

from hiring.domain.bench import set_dates
from hiring.domain.consents import ask_before_consents_end
from hiring.domain.status_links import send_status_link


def contents() -> set[str]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT demo_contents()")
        found = cursor.fetchone()[0]
    return set(json.loads(found) if isinstance(found, str) else found)


def test_only_what_people_do_tells_that_somebody_was_here(entry, candidacy, cast, at):
    set_dates(entry=entry, ready_date=None, consent_until=at.date(), by=cast.max, at=at)
    before = contents()
    assert ask_before_consents_end(at=at) == 1
    assert contents() == before
    send_status_link(candidacy=candidacy, by=cast.max, at=at)
    assert contents() - before == {"hiring_statuslink"}
