"""`manage.py migrate`, quicker into an empty database, and as long as it takes.

Django draws up every model that is related to one that a migration touches anew, and here nearly all are related: nine
tenths of a first start went into that. While tables are only being made, a model that is new or changed stands by
itself, and an index or a constraint needs no model; so that is all that is drawn up. What needs the models as a whole
is told, as by Django, that they are delayed. An existing database is migrated as Django does it.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.core.management.commands.migrate import Command as Migrate
from django.db import connections
from django.db.migrations.recorder import MigrationRecorder
from django.db.migrations.state import ModelState, ProjectState


class Command(Migrate):
    def handle(self, *args: Any, **options: Any) -> None:
        connection = connections[options["database"]]
        with connection.cursor() as cursor:
            # between two statements models are drawn up, and on a slow machine that outlasts what a page may be idle
            cursor.execute("SET idle_in_transaction_session_timeout = 0")
        applied = MigrationRecorder(connection).applied_migrations()
        if applied:
            super().handle(*args, **options)
            return
        with drawing_up_what_is_new():
            super().handle(*args, **options)


@contextmanager
def drawing_up_what_is_new() -> Iterator[None]:
    as_django_does = {name: getattr(ProjectState, name) for name in _QUICKER}
    for name, quicker in _QUICKER.items():
        setattr(ProjectState, name, quicker)
    try:
        yield
    finally:
        for name, method in as_django_does.items():
            setattr(ProjectState, name, method)


def _add_model(state: ProjectState, model: ModelState) -> None:
    key = model.app_label, model.name_lower
    state.models[key] = model
    if state._relations is not None:
        state.resolve_model_relations(key)
    if _is_drawn_up(state):
        state.apps.render_multiple([model])


def _reload_model(state: ProjectState, app_label: str, model_name: str, delay: bool = False) -> None:
    if _is_drawn_up(state):
        state.is_delayed = True
        state.apps.render_multiple([state.models[app_label, model_name]])


def _append_option(state: ProjectState, app_label: str, model_name: str, option_name: str, added: object) -> None:
    options = state.models[app_label, model_name].options
    options[option_name] = [*options[option_name], added]
    if _is_drawn_up(state):
        meta = state.apps.get_model(app_label, model_name)._meta
        setattr(meta, option_name, [*getattr(meta, option_name), added])


def _is_drawn_up(state: ProjectState) -> bool:
    """Asking for `apps` would draw them up."""
    return "apps" in vars(state)


_QUICKER = {"add_model": _add_model, "reload_model": _reload_model, "_append_option": _append_option}
