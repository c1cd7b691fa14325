"""What a form says of what was typed: Django's own words name neither the thing nor the way out."""

from typing import TYPE_CHECKING

from django import forms
from django.forms.utils import pretty_name

_Form = forms.BaseForm if TYPE_CHECKING else object


class OwnSentences(_Form):
    """Mixin of every form that people fill in; read when it cleans, as many a form labels its fields late."""

    def full_clean(self) -> None:
        for name, field in self.fields.items():
            label = field.label or pretty_name(name)
            _say_missing(field, label)
            _say_bounds(field, label)
        super().full_clean()


def _say_missing(field: forms.Field, label: str) -> None:
    """Where the field has no sentence of its own, which Django has filled in by then."""
    if field.error_messages.get("required") == forms.Field.default_error_messages["required"]:
        field.error_messages["required"] = f"“{label}” is missing: {_way_out(field)}."


def _way_out(field: forms.Field) -> str:
    if field.widget.is_hidden:
        return "load the page again"
    if isinstance(field, forms.BooleanField):
        return "tick it"
    return "choose one" if isinstance(field, forms.ChoiceField | forms.FileField) else "fill it in"


def _say_bounds(field: forms.Field, label: str) -> None:
    """Where a number has bounds and no sentence of its own."""
    least, most = (getattr(field, edge, None) for edge in ("min_value", "max_value"))
    if least is None and most is None:
        return
    rule = f"{least} or more" if most is None else f"{most} at most" if least is None else f"from {least} to {most}"
    for code in ("min_value", "max_value"):
        field.error_messages.setdefault(code, f"“{label}” is {rule}; correct it.")
