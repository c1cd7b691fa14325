"""Nothing sent is silently ignored: query parameters and body fields that a view does not know are refused by name."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.http import QueryDict
from django_filters import BooleanFilter
from rest_framework import serializers
from rest_framework.request import Request

from salesmgmt.api.refusals import InvalidParameter, UnknownParameter

_ANSWERS = ("", "true", "false", "1", "0")
"""What a filter that asks yes or no reads; anything else it would take for no question."""


class StrictParameters:
    """View mixin: 400 for a query parameter that is neither declared in `query_parameters` nor a filter of the list,
    that is sent twice, or that is no answer to a filter which asks yes or no."""

    query_parameters: tuple[str, ...] = ()

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        super().initial(request, *args, **kwargs)  # type: ignore[misc]
        refuse_unknown_parameters(request.query_params, self.allowed_parameters())
        refuse_said_twice(request.query_params)
        if getattr(self, "action", None) == "list":
            refuse_what_is_no_answer(request.query_params, filters_of(self))

    def allowed_parameters(self) -> list[str]:
        """The parameters of this request's action, sorted."""
        names = set(self.query_parameters)
        if getattr(self, "action", None) == "list":
            names.update(getattr(self.paginator, "parameters", ()))  # type: ignore[attr-defined]
            names.update(filter_names(self))
        return sorted(names)


def refuse_unknown_parameters(given: Iterable[str], allowed: list[str]) -> None:
    for name in given:
        if name not in allowed:
            way_out = f"it takes {', '.join(allowed)}" if allowed else "it takes none"
            raise UnknownParameter(f"There is no parameter {name} here: {way_out}.", field=name)


def refuse_said_twice(given: QueryDict) -> None:
    for name, said in given.lists():
        if len(said) > 1:
            raise InvalidParameter(f"{name} is sent {len(said)} times, and one is read: send it once.", field=name)


def refuse_what_is_no_answer(given: QueryDict, filters: Mapping[str, Any]) -> None:
    for name, declared in filters.items():
        said = given.get(name, "")
        if isinstance(declared, BooleanFilter) and said.lower() not in _ANSWERS:
            raise InvalidParameter(f"{name} is true or false, and not “{said[:60]}”: send one of the two.", field=name)


def filters_of(view: Any) -> Mapping[str, Any]:
    """The filters of a view's list, by name."""
    filters: Mapping[str, Any] = getattr(getattr(view, "filterset_class", None), "base_filters", {})
    return filters


def filter_names(view: Any) -> list[str]:
    """Query parameters that a view's filters read."""
    names: list[str] = []
    for name, declared in filters_of(view).items():
        widget = declared.field.widget
        suffixes = getattr(widget, "suffixes", None)
        names += [widget.suffixed(name, suffix) for suffix in suffixes] if suffixes else [name]
    return names


class StrictBody(serializers.Serializer[Any]):
    """A serializer of input that refuses fields it does not have."""

    def to_internal_value(self, data: Any) -> Any:
        if isinstance(data, dict):
            allowed = ", ".join(name for name, field in self.fields.items() if not field.read_only)
            unknown = [name for name in data if name not in self.fields or self.fields[name].read_only]
            if unknown:
                sentence = f"There is no such field to write: send {allowed}."
                raise serializers.ValidationError({str(name): sentence for name in unknown}, code="unknown_field")
        return super().to_internal_value(data)
