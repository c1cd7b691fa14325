"""What the rules and the database refuse, and that nothing has changed then.

`with assert_refused("last_admin"):` the act says no with this code, and every row and the log stay as they were.
`with assert_breaks("a_team_has_a_name"):` the statement breaks this constraint.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from django.apps import apps
from django.db import IntegrityError, transaction

from salesmgmt.common.problems import Refused

OURS = ("accounts", "people", "web", "approvals", "pipeline", "onboarding", "hiring", "compensation")


def all_rows() -> dict[str, list[dict[str, Any]]]:
    """Every row that a verb writes, and the log; when somebody last signed in is not a verb's business."""
    models = [model for label in OURS for model in apps.get_app_config(label).get_models()]
    models.append(apps.get_model("events.Event"))
    return {model._meta.label: [_facts(row) for row in model._base_manager.order_by("pk").values()] for model in models}


def _facts(row: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in row.items() if name != "last_login"}


@contextmanager
def assert_refused(code: str, field: str | None = None, *, says: str = "") -> Iterator[None]:
    """The block is refused with this code and field (and words), in one sentence, and nothing has changed."""
    before = all_rows()
    with pytest.raises(Refused) as caught:
        yield
    assert (caught.value.code, caught.value.field) == (code, field)
    assert says in caught.value.message
    assert caught.value.message.endswith(".")
    assert all_rows() == before


@contextmanager
def assert_breaks(constraint: str) -> Iterator[None]:
    with pytest.raises(IntegrityError) as caught, transaction.atomic():
        yield
    assert caught.value.__cause__.diag.constraint_name == constraint
