"""`fields` picks what a row shows; `expand` puts related rows in place of their numbers, one level deep."""

from functools import cache
from typing import Any

from django.db.models import Model
from rest_framework import serializers
from rest_framework.request import Request

from salesmgmt.api.choices import TokenApp
from salesmgmt.api.models import Token
from salesmgmt.api.refusals import InvalidParameter, OutOfScope

SHAPED = ("list", "retrieve")
_shown_by: dict[type[Model], type["Shaped"]] = {}


class Shaped:
    """View set mixin: what can be picked and expanded follows from the serializer and from the other view sets.

    A related row is shown as its list shows it, and only to whom may see it; for others its number stays. A model with
    several view sets is shown by the one that is not `aside`. What is read only of one row at a time is missing from
    the `line_serializer_class`, where a view set has one.
    """

    model: type[Model]
    serializer_class: type[serializers.BaseSerializer[Any]]
    line_serializer_class: type[serializers.BaseSerializer[Any]] | None = None
    aside = False
    picked: tuple[str, ...] = ()
    expanding: tuple[str, ...] = ()

    def __init_subclass__(cls, **kwargs: Any) -> None:
        super().__init_subclass__(**kwargs)
        if "model" in cls.__dict__ and not cls.aside:
            _shown_by[cls.model] = cls

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        super().initial(request, *args, **kwargs)  # type: ignore[misc]
        if self.is_shaped():
            self.picked = _names(request, "fields", self.fields_to_pick())
            self.expanding = _names(request, "expand", tuple(expansions(type(self))))

    def is_shaped(self) -> bool:
        return getattr(self, "action", None) in SHAPED

    def allowed_parameters(self) -> list[str]:
        names = super().allowed_parameters()  # type: ignore[misc]
        return sorted([*names, *self.shaping_parameters()])

    def shaping_parameters(self) -> tuple[str, ...]:
        if not self.is_shaped():
            return ()
        return ("expand", "fields") if expansions(type(self)) else ("fields",)

    def fields_to_pick(self) -> tuple[str, ...]:
        return _fields_of(self.get_serializer_class())

    def get_serializer_class(self) -> type[serializers.BaseSerializer[Any]]:
        as_line = getattr(self, "action", None) == "list" and self.line_serializer_class
        return as_line or self.serializer_class

    def get_serializer(self, *args: Any, **kwargs: Any) -> Any:
        serializer = super().get_serializer(*args, **kwargs)  # type: ignore[misc]
        if self.picked:
            fields = getattr(serializer, "child", serializer).fields
            for name in set(fields) - set(self.picked) - set(self.expanding):
                fields.pop(name)
        return serializer

    def expanded(self, rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
        """The rows with what `expand` asks for in place: one query each, and those of its prefetches."""
        for name in self.expanding:
            found = self._related(expansions(type(self))[name], {row[name] for row in rows} - {None})
            for row in rows:
                row[name] = found.get(row[name], row[name])
        return rows

    def _related(self, model: type[Model], numbers: set[Any]) -> dict[Any, Any]:
        request: Request = self.request  # type: ignore[attr-defined]
        _refuse_closed(request, model)
        other: Any = _shown_by[model](request=request, action="list", kwargs={}, args=(), format_kwarg=None)
        rows = other.get_serializer(other.get_queryset().filter(pk__in=numbers), many=True).data
        return {row["id"]: row for row in rows}


@cache
def _fields_of(serializer_class: type[serializers.BaseSerializer[Any]]) -> tuple[str, ...]:
    return tuple(serializer_class().fields)


@cache
def expansions(view: type[Shaped]) -> dict[str, type[Model]]:
    """The fields that hold the number of a row with an address of its own, and that row's model."""
    found = {}
    for name, field in view.serializer_class().fields.items():
        if isinstance(field, serializers.PrimaryKeyRelatedField):
            column = {each.name: each for each in view.model._meta.get_fields()}.get(field.source)
            related = getattr(column, "related_model", None)
            if related in _shown_by:
                found[name] = related
    return found


def _names(request: Request, parameter: str, allowed: tuple[str, ...]) -> tuple[str, ...]:
    text = request.query_params.get(parameter)
    if text is None:
        return ()
    names = tuple(dict.fromkeys(name.strip() for name in text.split(",")))
    for name in names:
        if name not in allowed:
            choices = ", ".join(allowed) or "nothing"
            raise InvalidParameter(
                f"There is no {name or 'empty name'} to choose here: choose from {choices}.", field=parameter
            )
    return names


def _refuse_closed(request: Request, model: type[Model]) -> None:
    token, app = request.auth, model._meta.app_label
    if isinstance(token, Token) and token.apps and app in TokenApp.values and app not in token.apps:
        raise OutOfScope(f"The token {token.name} does not open {app}: leave expand out, or make one that does.")
