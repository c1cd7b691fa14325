"""An import of a CRM export taken back: every table is as it was, or nothing changes and it tells why."""

from datetime import timedelta

import pytest
from django.utils import timezone

from pipeline.domain.next_steps import set_next_step
from pipeline.models import Activity, Deal, Product, Stage
from salesmgmt.events.choices import JobState
from salesmgmt.events.domain.running import run
from salesmgmt.events.models import Event, Job
from salesmgmt.imports.domain.erasing import forget
from salesmgmt.imports.domain.keeping import WINDOW, forget_changes
from salesmgmt.imports.domain.undoing import ImportStands, undo_import
from salesmgmt.imports.models import ImportChange, ImportedRow, RowBefore
from salesmgmt.people.models import Company, FiscalPeriod, Membership, Team
from salesmgmt.web.domain.undoing import take_back
from salesmgmt.web.models import Undo
from tests.checksums import checksums
from tests.crm_data import ACCOUNTS, TEAMS, export, import_files
from tests.doors import erased
from tests.refusals import assert_breaks, assert_refused

pytestmark = pytest.mark.django_db
CHANGED = [
    ("W1", "Bob Bell", "GTX Pro", "Betatech", "Won", "2025-01-10", "2025-02-25", "4600"),
    ("L1", "Bob Bell", "MG Special", "Betatech", "Lost", "2025-01-11", "2025-03-01", "0"),
    ("E1", "Ann Able", "GTX Pro", "", "Won", "2025-03-05", "2025-04-01", "4000"),
    ("P1", "Bob Bell", "MG Special", "Acme", "Prospecting", "", "", ""),
    ("N1", "Cy Cole", "MG Special", "Acme", "Engaging", "2023-02-01", "", ""),
]


def undone(batch, by):
    """Asked for and done; the batch."""
    batch = undo_import(batch=batch, by=by, at=timezone.now())
    assert run(job_id=batch.undo_job_id, at=timezone.now())
    batch.refresh_from_db()
    return batch


def test_all_that_an_import_made_goes(cast):
    before = checksums()
    batch = import_files(export(), by=cast.olga)
    assert checksums() != before
    assert undone(batch, cast.olga).undo_job.state == JobState.DONE
    assert checksums() == before
    told = Event.objects.of(batch).filter(kind__endswith="import_undone").order_by("kind")
    over = Company.objects.current().day_of(batch.created_at) + timedelta(days=1)
    history = {"history_from": "2025-01-10", "history_to": over.isoformat()}
    assert [(event.kind, event.payload) for event in told] == [
        ("accounts.import_undone", {"batch_id": batch.pk}),
        (
            "deals.import_undone",
            {"batch_id": batch.pk, "close_from": "2025-02-20", "close_to": "2025-03-02", **history},
        ),
        ("products.import_undone", {"batch_id": batch.pk}),
    ]
    assert not ImportChange.objects.filter(batch=batch).exists()


def test_what_an_import_changed_is_as_it_was(cast):
    import_files(export(), by=cast.olga)
    before = checksums()
    said = {
        "sales_pipeline": CHANGED,
        "sales_teams": [("Ann Able", "Nan Nash", "West"), *TEAMS[1:]],
        "accounts": [
            ("Acme", "retail", "1996", "9", "1", "Peru", "Gamma"),
            ACCOUNTS[1],
            ("Gamma", "", "", "", "", "", ""),
        ],
        "products": [("GTX Pro", "GTX", "5000"), ("MG Special", "MG", "55")],
    }
    batch = import_files(export(**said), by=cast.olga, chunk_rows=2)
    changed = {table for table, total in checksums().items() if total != before[table]}
    assert {"pipeline_deal", "pipeline_dealversion", "pipeline_dealline", "pipeline_account"} <= changed
    assert {"pipeline_product", "people_membership", "people_fiscalperiod", "imports_importedrow"} <= changed
    undone(batch, cast.olga)
    assert checksums() == before


def test_imported_again_after_undo_all_rows_are_new(cast):
    undone(import_files(export(), by=cast.olga), cast.olga)
    again = import_files(export(), by=cast.olga)
    assert again.counts["sales_pipeline"] == {"new": 4, "changed": 0, "same": 0, "refused": 0}


def test_nothing_is_undone_when_rows_were_changed_since_or_something_hangs_on_them(cast):
    batch = import_files(export(), by=cast.olga)
    deal = Deal.objects.get(external_id="E1")
    set_next_step(deal=deal, next_step="Call", next_step_date=timezone.now().date(), by=cast.olga, at=timezone.now())
    lost = Deal.objects.get(external_id="L1")
    Activity.objects.create(deal=lost, user=cast.rita, kind="CALL", happened_at=timezone.now())
    before, events = checksums(), Event.objects.count()
    with assert_refused("import_stands", says=f"deal {deal.pk} was changed since; "):
        undo_import(batch=batch, by=cast.olga, at=timezone.now())
    with pytest.raises(ImportStands) as caught:
        undo_import(batch=batch, by=cast.olga, at=timezone.now())
    found = {(each.relation, each.pk, bool(each.by)) for each in caught.value.obstacles}
    last = deal.versions.get(valid_to=None)  # since when there is a step, which hangs on the deal and on who owns it
    assert found == {
        ("pipeline_deal", deal.pk, False),
        ("pipeline_dealversion", deal.versions.exclude(pk=last.pk).get().pk, False),
        ("pipeline_deal", deal.pk, True),
        ("accounts_user", last.owner_id, True),
        ("pipeline_deal", lost.pk, True),
    }
    assert (checksums(), Event.objects.count()) == (before, events)


def test_a_change_between_asking_and_doing_is_not_lost(cast):
    batch = undo_import(batch=import_files(export(), by=cast.olga), by=cast.olga, at=timezone.now())
    Product.objects.update(list_price=1)
    before = checksums()
    run(job_id=batch.undo_job_id, at=timezone.now())
    batch.undo_job.refresh_from_db()
    assert (batch.undo_job.state, "was changed since" in batch.undo_job.error) == (JobState.FAILED, True)
    assert checksums() == before
    with assert_refused("import_stands"):
        undo_import(batch=batch, by=cast.olga, at=timezone.now())


def test_teams_and_years_that_others_have_come_to_use_stay(cast):
    batch = import_files(export(), by=cast.olga)
    team = Team.objects.get(name="East")
    Membership.objects.filter(user=cast.rita).update(team=team)
    with assert_breaks("parts_of_a_published_process_version_do_not_change"):
        Stage.objects.filter(name="Engaging")._raw_delete("default")
    undone(batch, cast.olga)
    assert set(Team.objects.filter(name__in=["East", "West"]).values_list("name", flat=True)) == {"East", "West"}
    assert not Deal.objects.filter(external_source="crm").exists()
    assert not FiscalPeriod.objects.filter(name="2025 Q1").exists()
    assert not Stage.objects.filter(name="Engaging").exists()


def test_an_import_is_undone_once(cast):
    batch = undone(import_files(export(), by=cast.olga), cast.olga)
    before = checksums()
    assert not run(job_id=batch.undo_job_id, at=timezone.now())
    with assert_refused("already_undone"):
        undo_import(batch=batch, by=cast.olga, at=timezone.now())
    assert checksums() == before


def test_an_import_may_be_undone_by_who_may_import_and_while_its_window_lasts(cast):
    batch = import_files(export(), by=cast.olga)
    with assert_refused("not_allowed"):
        undo_import(batch=batch, by=cast.rita, at=timezone.now())
    with assert_refused("too_late", says="for 30 days"):
        undo_import(batch=batch, by=cast.olga, at=batch.created_at + WINDOW)
    assert forget_changes(at=batch.created_at + WINDOW - timedelta(seconds=1)) == 0
    assert forget_changes(at=batch.created_at + WINDOW) > 0
    assert not RowBefore.objects.exists()


def test_it_is_among_what_one_can_undo(cast):
    before = checksums()
    batch = import_files(export(), by=cast.olga)
    take_back(undo=Undo.objects.about(batch).get(), by=cast.olga, at=timezone.now())
    run(job_id=Job.objects.get(kind="imports.undo").pk, at=timezone.now())
    assert checksums() == before


def test_what_is_kept_of_a_row_can_be_erased_and_the_rest_undone(cast):
    import_files(export(), by=cast.olga)
    batch = import_files(export(sales_pipeline=CHANGED), by=cast.olga)
    won = Deal.objects.get(external_id="W1")
    assert RowBefore.objects.filter(change__relation="pipeline_deal", row_id=won.pk).exists()
    forget(erased(won), {("crm", "sales_pipeline"): "pipeline.deal"})
    assert not RowBefore.objects.filter(change__relation="pipeline_deal", row_id=won.pk).exists()
    assert not ImportedRow.objects.filter(external_id="W1").exists()
    undone(batch, cast.olga)
    assert Deal.objects.get(pk=won.pk).amount == 4600
    assert Deal.objects.get(external_id="E1").state == "OPEN"
