"""Proofs by command, as the nightly job and on the page: what they find is told, kept and sounded."""

import json
from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import call_command

from salesmgmt.common import proof as registry
from salesmgmt.common.proof import Difference, Finding, Proof, proofs
from salesmgmt.events.choices import JobState
from salesmgmt.events.domain import running
from salesmgmt.events.models import Event, Job
from salesmgmt.figures.domain.proving import ask_for_proof, prove_now
from salesmgmt.figures.models import ProofCheck, ProofDifference, ProofRun
from salesmgmt.figures.notices import broken_proofs
from salesmgmt.figures.tasks import prove
from salesmgmt.outbox.domain.notifying import notify
from salesmgmt.outbox.models import Notification
from salesmgmt.outbox.registry import Reminder
from salesmgmt.outbox.telling import told

pytestmark = pytest.mark.django_db
NAME = "tests.sums"


@pytest.fixture
def declare(monkeypatch):
    """Declares a proof for this test: with a finding, or something that it raises."""

    def declare(outcome, name=NAME):
        def look():
            if isinstance(outcome, BaseException):
                raise outcome
            return outcome

        monkeypatch.setitem(registry._proofs, name, Proof(name, "A sum is the sum of its parts.", look))

    return declare


WRONG = Finding(7, 2, [Difference("sum 1", "4", "5"), Difference("sum 2", "nothing", "3")])


def run(*args: str) -> tuple[str, int]:
    out = StringIO()
    try:
        call_command("prove", *args, stdout=out)
    except SystemExit as ended:
        return out.getvalue(), ended.code
    return out.getvalue(), 0


def test_a_clean_database_passes_and_the_command_says_so():
    said, code = run()
    lines = said.splitlines()
    assert (code, lines[-1]) == (0, f"All {len(proofs())} proofs hold.")
    assert [line.partition(":")[0] for line in lines[:-1]] == [proof.name for proof in proofs()]


def test_the_command_fails_and_tells_what_differs(declare, caplog):
    declare(WRONG)
    said, code = run()
    lines = said.splitlines()
    start = next(index for index, line in enumerate(lines) if line.startswith(NAME))
    assert code == 1
    assert lines[start].startswith(f"{NAME}: 2 differ, 7 rows, ")
    assert lines[start + 1 : start + 4] == [
        "  A sum is the sum of its parts.",
        "  sum 1: 4, should be 5",
        "  sum 2: nothing, should be 3",
    ]
    assert lines[-1] == f"1 of {len(proofs())} proofs do not hold."
    assert f"The proof {NAME} does not hold: 2 rows differ" in caplog.text
    assert [record.levelname for record in caplog.records if NAME in record.getMessage()] == ["ERROR"]


def test_the_command_answers_one_document(declare):
    declare(WRONG)
    said, code = run("--json")
    document = json.loads(said)
    (check,) = [check for check in document["checks"] if check["name"] == NAME]
    assert (code, document["holds"], check["holds"], check["looked_at"], check["difference_count"]) == (
        1,
        False,
        False,
        7,
        2,
    )
    assert check["differences"][0] == {"thing": "sum 1", "found": "4", "expected": "5"}


def test_a_proof_that_cannot_look_is_told_and_the_others_go_on(declare, at):
    declare(ValueError("no such column"), name="aaa.first")
    run = prove_now(at=at)
    check = run.checks.get(name="aaa.first")
    assert (check.holds, check.difference_count) == (False, 0)
    assert check.error == "it could not look at its rows (ValueError); the server's log says why"
    assert run.checks.filter(error="").count() == len(proofs()) - 1
    assert Event.objects.latest("id").payload["broken"] == ["aaa.first"]


def test_a_run_says_how_it_ended_in_the_log(declare, at):
    prove_now(at=at)
    assert Event.objects.latest("id").kind == "proof.passed"
    declare(WRONG)
    prove_now(at=at)
    event = Event.objects.latest("id")
    assert (event.kind, event.payload) == ("proof.failed", {"checks": len(proofs()), "broken": [NAME]})


def test_every_night_one_job_proves_everything(cast, declare, at):
    declare(WRONG)
    job = ask_for_proof(at=at)
    assert ask_for_proof(at=at + timedelta(hours=3)) == job
    assert running.run(job_id=job.pk, at=at)
    assert not running.run(job_id=job.pk, at=at)
    job.refresh_from_db()
    kept = ProofRun.objects.get()
    assert (job.state, job.result) == (
        JobState.DONE,
        {"run_id": kept.pk, "checks": len(proofs()), "broken": [NAME]},
    )
    assert (kept.finished_at, kept.checks.count(), ProofDifference.objects.count()) == (at, len(proofs()), 2)
    assert ask_for_proof(at=at + timedelta(days=1)) != job


def test_a_job_taken_over_goes_on_with_what_is_left(cast, declare, at):
    class Killed(BaseException):
        pass

    declare(Killed(), name="pipeline.zzz")
    job = ask_for_proof(at=at)
    with pytest.raises(Killed):
        running.run(job_id=job.pk, at=at)
    kept = dict(ProofCheck.objects.values_list("name", "pk"))
    assert len(kept) == len(proofs()) - 1 - sum(proof.name > "pipeline.zzz" for proof in proofs())
    declare(Finding(3, 0), name="pipeline.zzz")
    Job.objects.filter(pk=job.pk).update(lease_until=at)
    assert running.run(job_id=job.pk, at=at)
    again = dict(ProofCheck.objects.values_list("name", "pk"))
    assert len(again) == len(proofs())
    assert kept.items() <= again.items()
    assert Event.objects.filter(kind="proof.passed").count() == 1


def test_nothing_is_asked_before_there_is_a_company():
    prove()
    assert not Job.objects.exists()


def test_runs_of_long_ago_are_forgotten(at):
    old = prove_now(at=at)
    prove_now(at=at + timedelta(days=91))
    assert not ProofRun.objects.filter(pk=old.pk).exists()


def test_the_page_shows_the_last_run(cast, declare, at, client):
    client.force_login(cast.olga)
    assert "No proof has run yet" in client.get("/settings/system/").content.decode()
    declare(WRONG)
    prove_now(at=at)
    page = client.get("/settings/system/").content.decode()
    assert f"1 of {len(proofs())} rules do not hold." in page
    assert "A sum is the sum of its parts." in page
    assert "Sum 1: <b>4</b>, should be 5" in page
    assert "2 differ" in page
    monday = prove_now(at=at + timedelta(days=1))
    ProofCheck.objects.filter(run=monday).update(difference_count=0)
    assert f"All {len(proofs())} rules hold." in client.get("/settings/system/").content.decode()


def test_admins_are_told_once_of_a_proof_that_does_not_hold(cast, declare, at):
    prove_now(at=at)
    assert list(broken_proofs(at.date())) == []
    declare(WRONG)
    run = prove_now(at=at)
    due = list(broken_proofs(at.date()))
    assert due == [Reminder(cast.olga.pk, "figures.proofrun", run.pk, at.date())]
    assert notify(kind="figures.proof_failed", reminders=due, at=at) == 1
    assert notify(kind="figures.proof_failed", reminders=due, at=at) == 0
    ((_, telling),) = told(list(Notification.objects.all())).items()
    assert (telling.title, telling.url) == ("The nightly proof does not hold", "/settings/system/")
    assert telling.body == "A sum is the sum of its parts."
    assert list(broken_proofs(at.date() - timedelta(days=1))) == []
    assert list(broken_proofs(at.date() + timedelta(days=20))) == []
