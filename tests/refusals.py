"""What the rules and the database refuse, and that nothing has changed then.

`with refused("last_admin"):` the act says no with this code, and the company's rows and the log stay as they were.
`with breaks("a_team_has_a_name"):` the statement breaks this constraint.
"""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from django.apps import apps
from django.db import IntegrityError, transaction

from salesmgmt.common.problems import Refused


def _rows() -> dict[str, list[tuple[object, ...]]]:
    models = [*apps.get_app_config("accounts").get_models(), *apps.get_app_config("people").get_models()]
    models.append(apps.get_model("events.Event"))
    return {model._meta.label: sorted(model._base_manager.values_list(), key=repr) for model in models}


@contextmanager
def refused(code: str, *, field: str | None = None) -> Iterator[None]:
    before = _rows()
    with pytest.raises(Refused) as caught:
        yield
    assert (caught.value.code, caught.value.field) == (code, field)
    assert caught.value.message.endswith(".")
    assert _rows() == before


@contextmanager
def breaks(constraint: str) -> Iterator[None]:
    with pytest.raises(IntegrityError) as caught, transaction.atomic():
        yield
    assert caught.value.__cause__.diag.constraint_name == constraint
