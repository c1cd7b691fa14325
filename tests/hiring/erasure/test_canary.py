"""A word planted behind every door is nowhere after an erasure; and where a door is left out, it still is."""

from collections.abc import Iterator

import pytest
from django.db import transaction

from hiring.domain.erasure import erase_candidate
from hiring.models import Candidate, Erasure, SelfIdentification
from hiring.queries.erasing import behind_doors, whom
from salesmgmt.events import erasing
from salesmgmt.events.erasing import Door, Erased, doors
from salesmgmt.events.models import Event
from salesmgmt.figures.queries.answer import answer
from salesmgmt.figures.reading import read_scope
from salesmgmt.figures.registry import figures_for
from salesmgmt.outbox.models import WebhookDelivery
from salesmgmt.outbox.queries.webhook_bodies import body_of
from salesmgmt.web.models import Export
from tests.cast import AT
from tests.hiring.erasure.conftest import CANARY, NEIGHBOUR, Planted
from tests.hiring.erasure.dump import files_saying, rows_saying
from tests.hiring.erasure.planting import run_jobs
from tests.hiring_rows import DAY

pytestmark = pytest.mark.django_db
LATER = AT + 30 * DAY
WITHOUT_WORDS = {"hiring.answers", "hiring.tags", "hiring.warnings", "duplicates.pairs"}
"""Doors behind which rows stand that say nothing but that they are about somebody."""
SEARCHES = (
    "/api/v1/search/?q=",
    "/search/?q=",
    "/api/v1/hiring/candidates/?search=",
    "/api/v1/hiring/candidacies/?search=",
    "/hiring/candidates/?state=REJECTED&search=",
)


def behind(candidate: Candidate, by) -> dict[str, int | None]:
    return {each.door.code: each.count for each in behind_doors(whom(candidate, by=by, at=LATER))}


def erase(planted: Planted) -> Erasure:
    erasure = erase_candidate(candidate=planted.canary, basis="REQUEST", by=planted.officer, at=LATER)
    run_jobs("files.remove_bytes", at=LATER)
    return erasure


def figures(user) -> dict[str, object]:
    """What every figure of hiring says."""
    said = {}
    for figure in figures_for(user):
        if figure.name.startswith("hiring."):
            scope = read_scope(figure, {}, user=user, at=LATER)
            told = answer(figure, scope)
            said[figure.name] = str((told.results, told.groups))
    return said


def found(client, word: str) -> Iterator[str]:
    for address in SEARCHES:
        response = client.get(address + word)
        assert response.status_code == 200, address
        if word.capitalize() in response.content.decode():  # as their name is written, and not as it was asked for
            yield address


def test_nothing_is_left_of_somebody_who_went_through_every_door(planted, client):
    counts = behind(planted.canary, planted.officer)
    said = rows_saying(CANARY.word)
    assert [code for code, count in counts.items() if count == 0] == []
    assert list(never_planted(said)) == []
    assert len(files_saying(CANARY.word)) == 5  # a CV, a file that was imported, a letter, a copy, an export
    client.force_login(planted.officer)
    assert set(found(client, CANARY.word)) == set(SEARCHES)

    beside, files = rows_saying(NEIGHBOUR.word), files_saying(NEIGHBOUR.word)
    export = Export.objects.exclude(query__contains=CANARY.word).get().file.content.path  # goes, whoever is in it
    before = figures(planted.officer)
    erasure = erase(planted)

    assert (rows_saying(CANARY.word), files_saying(CANARY.word)) == ({}, [])
    assert set(found(client, CANARY.word)) == set()
    assert figures(planted.officer) == before
    assert rows_saying(NEIGHBOUR.word) == beside
    assert files_saying(NEIGHBOUR.word) == [path for path in files if str(path) != export]
    assert erasure.counts == {code: count for code, count in counts.items() if count}
    told = Event.objects.get(kind="candidate.erased")
    assert (told.actor, told.payload) == (planted.officer, {"basis": "REQUEST", "things": erasure.total})


def never_planted(said: dict[str, int]) -> Iterator[str]:
    """Doors of which no table said the word before: nothing is shown by finding nothing afterwards."""
    for door in doors():
        tables = {model._meta.db_table for model in door.models}
        if door.code not in WITHOUT_WORDS and not tables & said.keys():
            yield door.code


def test_behind_every_door_something_is_left_until_one_goes_through_it(planted, monkeypatch):
    """Whichever doors were gone through before. Who leaves one out finds the word in the full dump."""
    of = whom(planted.canary, by=planted.officer, at=LATER)
    for order in (doors(), sorted(doors(), key=lambda door: -door.order)):
        with transaction.atomic():
            for door in order:
                assert left(door, of), (
                    f"{door.code} has nothing to do any more; is there something that plants its word?"
                )
                door.erase(of)
            assert rows_saying(CANARY.word) == {}
            assert not SelfIdentification.objects.filter(pk=planted.canary.pk).exists()
            transaction.set_rollback(True)
    monkeypatch.delitem(erasing._doors, "hiring.touches")
    erase(planted)
    assert rows_saying(CANARY.word) == {"hiring_touch": 1}


def left(door: Door, of: Erased) -> bool:
    if door.code == "hiring.answers":
        return SelfIdentification.objects.filter(pk__in=of.of(Candidate)).exists()
    if door.code in WITHOUT_WORDS:
        return bool(door.count(of))
    return bool(
        rows_saying(CANARY.word, only={model._meta.db_table for model in door.models}) or _export_left(door, of)
    )


def _export_left(door: Door, of: Erased) -> bool:
    """Its words stand in the bytes."""
    return door.code == "hiring.exports" and bool(door.count(of))


def test_a_webhook_that_waits_says_nothing_of_somebody_who_is_erased(planted):
    """No body is kept: what is sent or shown from then on is made of the emptied event."""

    def bodies() -> str:
        rows = WebhookDelivery.objects.select_related("event", "endpoint")
        return "".join(body_of(row).decode() for row in rows)

    assert CANARY.word in bodies()
    erase(planted)
    assert CANARY.word not in bodies()
    assert NEIGHBOUR.word in bodies()
