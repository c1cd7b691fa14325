"""Loads the sample company into an empty database."""

import json
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.db import connection, transaction

from pipeline.choices import StageKind
from pipeline.models import Deal
from salesmgmt.common.problems import Conflict
from salesmgmt.demo.models import SampleCompany
from salesmgmt.demo.queries.alone import contents, current_sample, is_empty, row_counts
from salesmgmt.demo.world.company import World
from salesmgmt.demo.world.known import known
from salesmgmt.demo.writing import (
    account_plans,
    cancelling,
    fairness,
    founding,
    hiring,
    interviewing,
    leads,
    notes,
    odds,
    onboarding,
    pay,
    people,
    process,
    renewals,
    seats,
    selling,
    tags,
    targets,
    to_do,
)
from salesmgmt.demo.writing.book import Book
from salesmgmt.events.domain.consumption import drain_all
from salesmgmt.events.models import Event

Tell = Callable[[str], None]
TELL_EVERY = 20_000


class NotEmpty(Conflict):
    """The sample company belongs into an empty database."""

    code = "database_not_empty"


def load_sample(*, world: World, password: str, password_is_known: bool, at: datetime, tell: Tell) -> SampleCompany:
    """Writes all rows in one transaction, then pays the quarters, lets the readers of the log catch up, and notes what
    the database holds then. `tell` hears what is being done.

    Raises NotEmpty, with nothing changed, where anything is here already.
    """
    with transaction.atomic():
        _refuse_unless_empty()
        sample = SampleCompany.objects.create(
            id=1,
            seed=world.arguments.seed,
            arguments=_arguments(world),
            truth=known(world),
            password_is_known=password_is_known,
            began_at=at,
        )
        book = _write(world, sample, password, tell)
        _note(sample)
    _analyze(tell)
    with transaction.atomic():
        odds.write_odds(book)
        _note(sample)
    pay.run_pay(book, Deal.objects.filter(state=StageKind.WON).count(), tell)
    tell("Letting the readers of the event log catch up.")
    drain_all(at=at)
    with transaction.atomic():
        sample.loaded_at, sample.row_counts = at, row_counts()
        _note(sample)
    _write_truth(sample)
    return sample


def _refuse_unless_empty() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext('people.founding'))")
    sample = current_sample()
    if sample is not None and sample.loaded_at is None:
        raise NotEmpty(
            "A sample company was being loaded here and did not get finished: take it away with "
            "`manage.py remove_demo`, then load it again."
        )
    if not is_empty():
        raise NotEmpty(
            "This database is not empty, and the sample company is only loaded into an empty one: name another "
            "database, or take the sample that is here away with `manage.py remove_demo`."
        )


def _write(world: World, sample: SampleCompany, password: str, tell: Tell) -> Book:
    with connection.cursor() as cursor:
        # else the checks of a million deals would wait in memory for the end
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
    tell("Founding the company.")
    book = founding.found(world, password=password)
    people.write_people(book)
    targets.write_targets(book)
    tell(f"Writing {len(world.applicants):,} candidates and {len(world.journeys)} journeys.")
    hiring.set_up_hiring(book)
    interviewing.set_up_interviewing(book)
    hiring.write_candidates(book)
    notes.write_notes(book)
    tags.write_tags(book)
    fairness.write_answers(book)
    fairness.write_retention(book)
    seats.write_seats(book)
    fairness.write_erasures(book)
    onboarding.write_onboarding(book)
    pay.put_on_plan(book)
    tell(f"Writing {world.arguments.deals:,} deals.")
    selling.write_accounts(book)
    selling.write_sales(book, sample, lambda done: _tell_progress(done, world, tell))
    process.write_guidance(book)
    leads.write_leads(book)
    to_do.write_tasks(book)
    renewals.write_renewals(book)
    cancelling.write_cancellations(book)
    account_plans.write_plans(book)
    odds.write_words(book)
    return book


def _tell_progress(done: int, world: World, tell: Tell) -> None:
    if done % TELL_EVERY == 0 and done < world.arguments.deals:
        tell(f"  {done:,} of {world.arguments.deals:,}")


def _note(sample: SampleCompany) -> None:
    """What the database holds now, which is nothing but the sample."""
    last = Event.objects.order_by("-id").values_list("id", flat=True).first()
    sample.last_event_id, sample.contents = last or 0, contents()
    sample.save()


def _analyze(tell: Tell) -> None:
    """Only the tables of ours: the catalogues are shared with other databases, whose work would be in the way."""
    tell("Counting, so that the database plans well.")
    names = ", ".join(connection.ops.quote_name(name) for name in (*contents(), Event._meta.db_table))
    with connection.cursor() as cursor:
        cursor.execute(f"ANALYZE {names}")


def _arguments(world: World) -> dict[str, object]:
    given = world.arguments
    return {"end": given.end.isoformat(), "reps": given.reps, "months": given.months, "deals": given.deals}


def _write_truth(sample: SampleCompany) -> Path:
    """The truth as a file, for programs that compare with it."""
    path = Path(settings.SAMPLE_TRUTH)
    path.parent.mkdir(parents=True, exist_ok=True)
    document = {"seed": sample.seed, "arguments": sample.arguments, "truth": sample.truth}
    path.write_text(json.dumps(document, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")
    return path
