"""Every address of the product with the methods it takes, read from the URL conf and the views themselves."""

from collections.abc import Callable, Iterator
from typing import Any

from django.urls import URLPattern, URLResolver, get_resolver

# Sign-in, sign-out and passwords come with allauth, whose own tests hold them; they are no rows of the PRODUCT table.
NOT_OURS = ("accounts/",)
SAFE = {"OPTIONS", "HEAD"}


def addresses(patterns: list[Any] | None = None, before: str = "") -> Iterator[tuple[str, str]]:
    """Each (method, route), the route as `request.resolver_match.route` says it."""
    for pattern in get_resolver().url_patterns if patterns is None else patterns:
        route = before + (str(pattern.pattern).removeprefix("^") if before else str(pattern.pattern))
        if isinstance(pattern, URLResolver):
            yield from addresses(pattern.url_patterns, route)
        elif isinstance(pattern, URLPattern) and not route.startswith(NOT_OURS):
            for method in methods_of(pattern.callback, route):
                yield method, route


def methods_of(view: Callable[..., Any], route: str) -> list[str]:
    """The methods a view takes: the actions of a view set, the functions of a class, or its `require_http_methods`."""
    if hasattr(view, "actions"):
        return sorted({method.upper() for method in view.actions} - SAFE)
    view_class = getattr(view, "cls", getattr(view, "view_class", None))
    if view_class is not None:
        return sorted({name.upper() for name in view_class.http_method_names if hasattr(view_class, name)} - SAFE)
    required = _required_methods(view)
    if required is None:
        raise AssertionError(f"The view of {route} takes any method: decorate it with require_GET or the like.")
    return sorted(set(required) - SAFE)


def _required_methods(view: Callable[..., Any] | None) -> list[str] | None:
    """What `require_http_methods` keeps in its closure, looked for through all decorators."""
    while view is not None:
        names = view.__code__.co_freevars
        if "request_method_list" in names and view.__closure__:
            return list(view.__closure__[names.index("request_method_list")].cell_contents)
        view = getattr(view, "__wrapped__", None)
    return None
