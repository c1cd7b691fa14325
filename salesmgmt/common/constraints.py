"""The database's refusals in a person's words."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from salesmgmt.common.problems import Refused


@contextmanager
def refusing(sentences: Mapping[str, str], *, field: str | None = None) -> Iterator[None]:
    """Runs a block in a savepoint; a broken constraint named in `sentences` becomes a Refused with that sentence. As a
    decorator it is the transaction of a verb, which then needs no savepoint inside of it."""
    try:
        with transaction.atomic():
            yield
    except IntegrityError as error:
        name = getattr(getattr(error.__cause__, "diag", None), "constraint_name", None) or ""
        if name not in sentences:
            raise
        raise Refused(sentences[name], code=name, field=field) from error


@contextmanager
def refusing_invalid(*, field: str) -> Iterator[None]:
    """A validator's ValidationError becomes a Refused with its first sentence, for verbs that no form stands before."""
    try:
        yield
    except ValidationError as error:
        raise Refused(error.messages[0], code="invalid", field=field) from error
