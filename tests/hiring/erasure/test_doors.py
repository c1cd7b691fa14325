"""Every table that hangs on a candidate is known to erasure, and every table with free text has a door or a reason."""

from django.apps import apps
from django.db.models import CharField, Field, FileField, ForeignKey, JSONField, Model, OneToOneField, TextField

from hiring.models import Candidate, Erasure, SelfIdentification
from hiring.queries.erasing import ANSWERS, HANGS_ON
from salesmgmt.events.erasing import doors
from salesmgmt.files.models import FileText, StoredFile

# Of the kernel, tables with free text that is never about a candidate.
ABOUT_OTHERS = {
    "accounts.user": "our own people",
    "api.token": "the name that its owner gave it",
    "approvals.approvalchain": "who says yes, set up by admins",
    "demo.samplecompany": "that the sample stands",
    "events.consumer": "how far a reader of the log has come",
    "figures.proofcheck": "which rule was looked at",
    "figures.proofdifference": "what differs, by number and without names (CONTRIBUTING, Add a proof)",
    "figures.rollup": "numbers by day",
    "figures.stalerollup": "which numbers are to be counted anew",
    "imports.importbatch": "where files came from, counts, and what values stand for; never a row",
    "imports.columnmap": "what headings stand for",
    "imports.valuemap": "what profiles, stages and sources are called elsewhere",
    "outbox.webhookendpoint": "which program is told of what, set up by admins; deliveries hold no text and no body",
    "outbox.notification": "whom of ours was told about which row, by number; its words are written when it is read",
    "outbox.noticepreference": "how our people like to be told",
    "web.defaultview": "with which view a list opens",
}


def free_text(model: type[Model]) -> list[str]:
    """Columns that take whatever somebody writes."""
    return [field.name for field in model._meta.concrete_fields if _is_free(field)]


def _is_free(field: Field) -> bool:
    if isinstance(field, FileField | JSONField):
        return True
    return isinstance(field, CharField | TextField) and not field.choices


def reachable() -> set[type[Model]]:
    """What points at a candidate, or at what does; and the files that such a row holds."""
    found, waiting = {Candidate}, [Candidate]
    while waiting:
        model = waiting.pop()
        for relation in model._meta.related_objects:
            other = relation.related_model
            if other not in found and other._meta.app_label == "hiring" and not relation.many_to_many:
                found.add(other)
                waiting.append(other)
        held = {field.related_model for field in model._meta.fields if isinstance(field, ForeignKey | OneToOneField)}
        found |= {StoredFile, FileText} if StoredFile in held else set()
    return found


def doored() -> set[type[Model]]:
    return {model for door in doors() for model in door.models}


def test_everything_that_points_at_a_candidate_is_found_by_an_erasure():
    hangs = {model for model in reachable() if model._meta.app_label == "hiring"} - {Candidate}
    seats = {model for model in hangs if model.__name__ == "Opening"}  # filled by those who were hired, who stay
    assert hangs - seats == set(HANGS_ON)
    assert SelfIdentification._meta.label_lower == ANSWERS


def test_every_table_with_free_text_that_hangs_on_a_candidate_has_a_door():
    silent = {
        "hiring.bookingmail",
        "hiring.erasure",  # counts by the code of a door
    }
    without = {
        model._meta.label_lower
        for model in reachable() - doored()
        if free_text(model) and model._meta.label_lower not in silent and model.__name__ != "Opening"
    }
    terms = {"hiring.offerterms"}  # pay and days of nobody any more; a currency is no text
    assert without == terms
    assert free_text(Erasure) == ["counts"]


def test_every_table_of_the_kernel_with_free_text_has_a_door_or_is_about_others():
    kernel = [
        model
        for model in apps.get_models()
        if model.__module__.startswith("salesmgmt.") and model._meta.app_label not in ("people", "toy")
    ]
    without = {model._meta.label_lower for model in kernel if free_text(model)} - {
        model._meta.label_lower for model in doored()
    }
    assert without == set(ABOUT_OTHERS)


def test_a_door_is_declared_once_and_cleans_something():
    assert all(door.models or door.code == "hiring.answers" for door in doors())
    assert len({door.title for door in doors()}) == len(doors())
