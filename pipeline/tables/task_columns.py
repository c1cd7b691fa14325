"""The columns of a table of tasks, and the headings that they go by."""

from collections.abc import Iterator
from datetime import time

from pipeline.choices import TaskState
from salesmgmt.imports.columns import OWN, Column, ColumnKind, FileSpec, Layout, Problem, Values

WRITTEN, STEP = "Written down", "Step of the playbook"
DEAL, ACCOUNT, CONTACT, LEAD = SUBJECTS = ("Deal", "Account", "Contact", "Lead")
STATES = (TaskState.OPEN, TaskState.DONE, TaskState.SKIPPED)

OUR_TASKS = Layout(
    OWN,
    "an export of the list of tasks",
    "",
    {
        "Id in its source": "task_id",
        "Task": "title",
        "Kind": "kind",
        "Due": "due_date",
        "Time": "due_time",
        "Is for": "is_for",
        "For": "subject",
        "Id of what it is for": "subject_key",
        "E-mail of who does it": "holder",
        "State": "state",
        "Closed at": "closed_at",
        "What came of it": "result",
        "Note": "details",
        "Written by": "made_by",
    },
)
SALESFORCE_TASKS = Layout(
    "Salesforce",
    "a Salesforce export of tasks",
    "https://developer.salesforce.com/docs/platform/field-reference/references/field-reference/"
    "salesforce-field-reference-task.html",
    {
        "Activity ID": "task_id",
        "Id": "task_id",
        "Subject": "title",
        "Due Date": "due_date",
        "Due Date Only": "due_date",
        "Activity Date": "due_date",
        "Status": "state",
        "Related To": "subject",
        "Related To ID": "subject",
        "What Id": "subject",
        "Assigned To": "holder",
        "Assigned To ID": "holder",
        "Owner Id": "holder",
        "Description": "details",
    },
)
HUBSPOT_TASKS = Layout(
    "HubSpot",
    "a HubSpot export of tasks",
    "https://knowledge.hubspot.com/properties/hubspots-default-activity-properties",
    {
        "Record ID": "task_id",
        "Task Title": "title",
        "Due date": "due_date",
        "Task Status": "state",
        "Task notes": "details",
        "Activity assigned to": "holder",
        "Associated Deal": "subject",
    },
)


def check_task(values: Values) -> Iterator[Problem]:
    if values["kind"] == STEP:
        yield Problem(
            "kind", STEP, "a step of the playbook comes with its process, as a deal enters a stage", "leave the row out"
        )
    if values["is_for"] and not values["subject"]:
        yield Problem("subject", "", "it says of what kind it is for, and not which one", "write its name")
    if values["due_time"]:
        try:
            time.fromisoformat(str(values["due_time"]))
        except ValueError:
            said = str(values["due_time"])
            yield Problem("due_time", said, f"“{said}” is no time of a day", "write it as 14:05")
    if values["state"] in (None, TaskState.OPEN.label) and values["closed_at"]:
        yield Problem("closed_at", str(values["closed_at"]), "an open task has not been closed", "leave it blank")


TASKS = FileSpec(
    "tasks",
    "Tasks",
    "task_id",
    (
        Column("task_id", longest=120, title="Id in the other system", known_as=("external id", "id")),
        Column("title", required=True, title="Task", known_as=("task name", "subject", "task title", "to do")),
        Column("kind", choices=(WRITTEN, STEP), known_as=("task kind",)),
        Column("due_date", ColumnKind.DAY, required=True, title="Due", known_as=("due date", "deadline")),
        Column("due_time", longest=8, title="Time", known_as=("due time",)),
        Column("is_for", choices=SUBJECTS, title="Is for", known_as=("related object",)),
        Column("subject", title="For", known_as=("related to", "deal", "opportunity", "account")),
        Column("subject_key", longest=120, title="Id of what it is for", known_as=("related to id",)),
        Column("holder", title="Who does it (e-mail or name)", known_as=("owner", "assigned to", "assignee")),
        Column("state", choices=tuple(state.label for state in STATES), known_as=("status",)),
        Column("closed_at", ColumnKind.INSTANT, title="Closed at", known_as=("completed", "completed date")),
        Column("result", longest=300, title="What came of it"),
        Column("details", longest=2_000, title="Note", known_as=("notes", "comments", "description")),
        Column("made_by", title="Written by (e-mail or name)", known_as=("created by",)),
    ),
    check_task,
    layouts=(OUR_TASKS, SALESFORCE_TASKS, HUBSPOT_TASKS),
    key_else=("title", "due_date", "subject", "holder"),
    whole=False,
)
