"""A row's version as its strong ETag: If-None-Match spares an answer, If-Match a lost update."""

import re
from typing import Any

from django.db import models
from rest_framework.permissions import SAFE_METHODS
from rest_framework.request import Request
from rest_framework.response import Response

from salesmgmt.api.refusals import InvalidParameter, PreconditionFailed, PreconditionRequired
from salesmgmt.common.problems import Conflict

_NUMBER = (models.PositiveIntegerField, models.PositiveSmallIntegerField)
_TAG = re.compile(r'\s*(W/)?"([\x21\x23-\x7e]*)"\s*(?:,|$)')


class Conditional:
    """View set mixin for rows with a `version`.

    `at_stake` names the actions that change money, where a change without version is refused with 428: either as a
    whole, `{"win": ()}`, or when it sends one of some fields, `{"partial_update": ("amount",)}`. `revalidates` is False
    where a row shows more than its version covers, such as figures of the day: If-None-Match is then always answered.
    """

    model: type[models.Model]
    at_stake: dict[str, tuple[str, ...]] = {}
    revalidates = True
    matched: int | None = None
    """The version that the change was made for and that the row still has, when If-Match names one."""

    version_field = "version"

    @classmethod
    def is_versioned(cls) -> bool:
        fields = cls.model._meta.concrete_fields
        return any(field.name == cls.version_field and isinstance(field, _NUMBER) for field in fields)

    def version_of(self, row: models.Model) -> int | None:
        """The row's version, also of another kind of row than the view's, whose money the view changes."""
        return getattr(row, self.version_field if isinstance(row, self.model) else "version", None)

    def tag(self, row: models.Model) -> str:
        return f'"{self.version_of(row)}"'

    def get_object(self) -> Any:
        row = super().get_object()  # type: ignore[misc]
        if self.request.method not in SAFE_METHODS:  # type: ignore[attr-defined]
            self.hold(row)
        return row

    def hold(self, row: models.Model) -> None:
        """Raises PreconditionFailed or PreconditionRequired unless the change was made for the row as it is."""
        request: Request = self.request  # type: ignore[attr-defined]
        tags = tags_of(request, "If-Match")
        if tags is None:
            if self._is_at_stake(request):
                raise PreconditionRequired(
                    "Money is changed here: send If-Match with the ETag that the row had when you read it.",
                    field="If-Match",
                )
        elif tags != ["*"]:
            current = self.version_of(row)
            if current is None or str(current) not in tags:
                raise out_of_date(row, current)
            self.matched = current

    def handle_exception(self, exc: Exception) -> Response:
        """Who lost the race between the look at the version and the lock is told the same as who came too late."""
        if isinstance(exc, Conflict) and self.matched is not None:
            row = self.get_queryset().filter(pk=self.kwargs.get("pk")).first()  # type: ignore[attr-defined]
            current = row and self.version_of(row)
            if current is not None and current != self.matched:
                exc = out_of_date(row, current)
        return super().handle_exception(exc)  # type: ignore[misc]

    def _is_at_stake(self, request: Request) -> bool:
        fields = self.at_stake.get(self.action)  # type: ignore[attr-defined]
        if fields is None or (isinstance(request.data, dict) and request.data.get("version") is not None):
            return False
        return not fields or any(field in request.data for field in fields)


def tags_of(request: Request, header: str) -> list[str] | None:
    """The strong tags that a header names, without their quotes; None without the header. Weak ones match nothing."""
    text = request.headers.get(header)
    if text is None or text.strip() == "*":
        return None if text is None else ["*"]
    found, end = [], 0
    while end < len(text):
        match = _TAG.match(text, end)
        if match is None:
            raise InvalidParameter(f'{header} is not a list of ETags: send one as it was answered, "3".', field=header)
        end = match.end()
        if not match[1]:
            found.append(match[2])
    return found


def out_of_date(row: models.Model, version: int | None) -> PreconditionFailed:
    name = row._meta.verbose_name
    if version is None:
        return PreconditionFailed(f"A {name} has no version to match: leave If-Match out.", field="If-Match")
    refusal = PreconditionFailed(
        f"Somebody changed the {name}, now at version {version}: fetch it and repeat the change on that.",
        field="If-Match",
    )
    refusal.members = {"current_version": version}
    return refusal
