"""Handing in the files of an import, and saying what a value in them stands for."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.template.defaultfilters import filesizeformat

from salesmgmt.common.problems import Refused
from salesmgmt.console.forms.plain import ConsoleForm
from salesmgmt.imports.domain.starting import LARGEST_FILE, GivenFile
from salesmgmt.imports.registry import ImportKind

LARGEST_PREVIEW = 2 * 1024 * 1024


class ImportForm(ConsoleForm):
    """One field a file; whichever of them somebody has."""

    def __init__(self, *args: Any, kind: ImportKind, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for spec in kind.files:
            columns = ", ".join(column.name for column in spec.columns)
            self.fields[spec.name] = forms.FileField(
                label=spec.title,
                required=False,
                allow_empty_file=True,
                widget=forms.FileInput(attrs={"accept": ".csv,text/csv"}),
                help_text=f"{spec.file_name}: {columns}",
            )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        for name, file in cleaned.items():
            if file and file.size > LARGEST_FILE:
                self.add_error(
                    name,
                    f"{file.name} has {filesizeformat(file.size)} and an import takes up to "
                    f"{filesizeformat(LARGEST_FILE)}; cut it into several files.",
                )
        return cleaned

    @property
    def given(self) -> dict[str, GivenFile]:
        return {name: GivenFile(file.file, file.size) for name, file in self.cleaned_data.items() if file}

    @property
    def small(self) -> dict[str, GivenFile]:
        """The files, where a page can wait for a look at them. Raises Refused for more."""
        if sum(given.size for given in self.given.values()) > LARGEST_PREVIEW:
            raise Refused(
                f"A page looks at files of up to {filesizeformat(LARGEST_PREVIEW)} before an import; import them, "
                "or look at them with the command's --dry-run.",
                code="too_large_to_preview",
            )
        return self.given


class ValueMapForm(ConsoleForm):
    """What a value of a file stands for: one of the values that are known."""

    field = forms.CharField(widget=forms.HiddenInput)
    from_value = forms.CharField(widget=forms.HiddenInput)
    to_value = forms.ChoiceField(label="It stands for")

    def __init__(self, *args: Any, known: Sequence[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["to_value"].choices = [(value, value) for value in known]
