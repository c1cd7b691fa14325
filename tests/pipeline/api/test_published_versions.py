"""A published version of a process stays as it is, whoever writes: SQL, pages and the API."""

import pytest
from django.db import connection

from pipeline.domain.draft_actions import ActionFacts
from pipeline.domain.drafts import StepFacts, draft_version
from pipeline.models import ExitCriterion, PlaybookStep, ProcessVersion, QualificationItem, Stage, StageAction
from tests.pipeline.process_rows import CLOSE_DATE, strict_process
from tests.refusals import all_rows, assert_breaks

TELL = ActionFacts("ENTER", "NOTIFY", whom="OWNER", message="Prepare the call")
PARTS = {
    "pipeline_stage": Stage,
    "pipeline_qualificationitem": QualificationItem,
    "pipeline_exitcriterion": ExitCriterion,
    "pipeline_playbookstep": PlaybookStep,
    "pipeline_stageaction": StageAction,
}
OF_VERSION = ("pipeline_stage", "pipeline_qualificationitem")


@pytest.fixture
def version(process, olga) -> ProcessVersion:
    return strict_process(olga, Qualify=[CLOSE_DATE, StepFacts("Call"), TELL])


@pytest.fixture
def draft(version, olga, at) -> ProcessVersion:
    return draft_version(process=version.process, by=olga, at=at)


def columns(table: str) -> list[str]:
    model = PARTS[table]
    return [each.column for each in model._meta.concrete_fields if not each.primary_key]


def one_of(table: str, version: ProcessVersion) -> int:
    owned = "process_version" if table in OF_VERSION else "stage__process_version"
    return PARTS[table].objects.filter(**{owned: version}).order_by("pk").first().pk


def write(statement: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement)


@pytest.mark.parametrize("table", PARTS)
def test_no_part_of_a_published_version_changes_goes_or_comes_by_sql(version, draft, table):
    part, free, parent = one_of(table, version), one_of(table, draft), "stage_id"
    home, elsewhere = version.stages.first().pk, draft.stages.first().pk
    if table in OF_VERSION:
        parent, home, elsewhere = "process_version_id", version.pk, draft.pk
    named = ", ".join(columns(table))
    again = ", ".join(str(home) if name == parent else name for name in columns(table))
    before = all_rows()
    statements = [f"UPDATE {table} SET {name} = {name} WHERE id = {part}" for name in columns(table)]
    statements += [
        f"DELETE FROM {table} WHERE id = {part}",
        f"UPDATE {table} SET {parent} = {elsewhere} WHERE id = {part}",
        f"UPDATE {table} SET {parent} = {home} WHERE id = {free}",
        f"INSERT INTO {table} ({named}) SELECT {again} FROM {table} WHERE id = {free}",
    ]
    for statement in statements:
        with assert_breaks("parts_of_a_published_process_version_do_not_change"):
            write(statement)
    assert all_rows() == before
    write(f"UPDATE {table} SET position = position + 100 WHERE id = {free}")
    assert PARTS[table].objects.get(pk=free).position > 100


def test_a_published_version_is_not_renumbered_taken_back_or_deleted_by_sql(version, draft):
    for statement in (
        f"UPDATE pipeline_processversion SET number = 9 WHERE id = {version.pk}",
        f"UPDATE pipeline_processversion SET published_at = NULL WHERE id = {version.pk}",
        f"DELETE FROM pipeline_processversion WHERE id = {version.pk}",
    ):
        with assert_breaks("a_published_process_version_does_not_change"):
            write(statement)
    write(f"UPDATE pipeline_processversion SET number = 9 WHERE id = {draft.pk}")
    assert ProcessVersion.objects.get(pk=draft.pk).number == 9


def test_pages_say_that_a_published_version_stays_and_nothing_changes(version, olga, client):
    client.force_login(olga)
    qualify = version.stages.get(name="Qualify")
    step, rule = qualify.steps.get(), qualify.criteria.get()
    action, item = qualify.actions.get(), version.items.first()
    stage = {"name": "Qualified", "normal_days": 40, "probability": 90, "forecast_category": "COMMIT"}
    asked, told = {"kind": "FIELD", "field": "amount"}, {"moment": "ENTER", "kind": "NOTIFY", "whom": "OWNER"}
    posts = {
        f"stages/{qualify.pk}/": stage,
        f"processes/{version.pk}/stages/": stage,
        f"stages/{qualify.pk}/criteria/": asked,
        f"criteria/{rule.pk}/": asked,
        f"criteria/{rule.pk}/remove/": {},
        f"stages/{qualify.pk}/steps/": {"title": "More", "due_days": 1},
        f"steps/{step.pk}/": {"title": "More", "due_days": 1},
        f"steps/{step.pk}/remove/": {},
        f"stages/{qualify.pk}/actions/": {**told, "message": "Hello"},
        f"actions/{action.pk}/": {**told, "message": "Hello"},
        f"actions/{action.pk}/remove/": {},
        f"versions/{version.pk}/items/": {"name": "Budget"},
        f"items/{item.pk}/": {"name": "Budget"},
        f"items/{item.pk}/remove/": {},
        f"versions/{version.pk}/discard/": {},
    }
    before = all_rows()
    for address, body in posts.items():
        answer = client.post(f"/pipeline/settings/{address}", body, follow=True)
        said = answer.content.decode()
        assert f"{version} is published, and what deals were judged by stays" in said, address
    assert all_rows() == before


def test_the_api_says_it_too(version, olga, as_):
    qualify, item = version.stages.get(name="Qualify"), version.items.first()
    step, rule, action = qualify.steps.get(), qualify.criteria.get(), qualify.actions.get()
    api, before = "/api/v1/pipeline/", all_rows()
    posts = {
        "exit-criteria": {"stage": qualify.pk, "kind": "FIELD", "field": "amount"},
        "playbook-steps": {"stage": qualify.pk, "title": "More"},
        "stage-actions": {"stage": qualify.pk, "moment": "ENTER", "kind": "NOTIFY", "whom": "OWNER", "message": "Hi"},
        "qualification-items": {"version": version.pk, "name": "Budget"},
    }
    answers = [as_(olga).post(f"{api}{name}/", body) for name, body in posts.items()]
    gone = {"exit-criteria": rule, "playbook-steps": step, "stage-actions": action, "qualification-items": item}
    answers += [as_(olga).delete(f"{api}{name}/{row.pk}/") for name, row in gone.items()]
    answers.append(as_(olga).delete(f"{api}process-versions/{version.pk}/"))
    for answer in answers:
        assert (answer.status_code, answer.json()["code"]) == (422, "published"), answer.content
        assert "make a draft of the next version" in answer.json()["detail"]
    assert all_rows() == before
