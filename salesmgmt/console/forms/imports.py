"""The wizard of imports: files handed in, what their headings and values stand for."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.template.defaultfilters import filesizeformat

from salesmgmt.console.forms.plain import ConsoleForm
from salesmgmt.imports.columns import DateOrder, Decimals, FileSpec
from salesmgmt.imports.domain.starting import LARGEST_FILE, GivenFile
from salesmgmt.imports.models import ImportFile
from salesmgmt.imports.queries.outcomes import UnknownValue
from salesmgmt.imports.reading import Asked
from salesmgmt.imports.reading.shapes import Shape
from salesmgmt.imports.registry import ImportKind

HAND_MADE = "Spreadsheet"


class UploadForm(ConsoleForm):
    """One field a file; whichever of them somebody has."""

    def __init__(self, *args: Any, kind: ImportKind, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.kind = kind
        for spec in kind.files:
            expected = ", ".join(column.label if not spec.whole else column.name for column in spec.expected)
            self.fields[spec.name] = forms.FileField(
                label=spec.title,
                required=len(kind.files) == 1,
                error_messages={"required": "There is no file to import; choose one."},
                allow_empty_file=True,
                widget=forms.FileInput(attrs={"accept": ".csv,.tsv,.txt,.xlsx"}),
                help_text=f"CSV or Excel, up to {filesizeformat(LARGEST_FILE)}. It must have {expected}.",
            )
        self.fields["source"] = forms.CharField(
            label="Where it comes from",
            max_length=100,
            required=False,
            help_text="What its headings stand for is remembered under this name, such as Salesforce or our ERP.",
        )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        for spec in self.kind.files:
            file = cleaned.get(spec.name)
            if file and file.size > LARGEST_FILE:
                self.add_error(
                    spec.name,
                    f"{file.name} has {filesizeformat(file.size)} and an import takes up to "
                    f"{filesizeformat(LARGEST_FILE)}; cut it into several files.",
                )
        return cleaned

    @property
    def given(self) -> dict[str, GivenFile]:
        named = ((spec.name, self.cleaned_data.get(spec.name)) for spec in self.kind.files)
        return {name: GivenFile(file.file, file.size, file.name) for name, file in named if file}

    @property
    def source(self) -> str:
        return self.cleaned_data["source"].strip() or HAND_MADE


class ColumnsForm(ConsoleForm):
    """What each heading of a file stands for, and what the file does not say itself."""

    def __init__(self, *args: Any, file: ImportFile, spec: FileSpec, **kwargs: Any) -> None:
        super().__init__(*args, prefix=spec.name, **kwargs)
        self.file, self.spec = file, spec
        self.seen = file.reading
        choices = [("", "Leave out"), *((column.name, column.label) for column in spec.columns)]
        for place, (heading, column, _) in enumerate(self.seen["matches"]):
            self.fields[f"of_{place}"] = forms.ChoiceField(
                label=heading, choices=choices, initial=column, required=False
            )
        shape = self.seen["shape"]
        if len(self.seen["sheets"]) > 1:
            names = [(name, name) for name in self.seen["sheets"]]
            self.fields["sheet"] = forms.ChoiceField(label="Sheet", choices=names, initial=shape["sheet"])
        if shape["date_order"] != DateOrder.ISO:
            orders = [("", "Choose"), (DateOrder.DAY_FIRST, "Day first: 31.1."), (DateOrder.MONTH_FIRST, "Month first")]
            self.fields["date_order"] = forms.ChoiceField(
                label="How days are written", choices=orders, initial=_known(shape["date_order"]), required=False
            )
        if shape["decimals"] != Decimals.POINT:
            signs = [("", "Choose"), (Decimals.COMMA, "1.234,50"), (Decimals.POINT, "1,234.50")]
            self.fields["decimals"] = forms.ChoiceField(
                label="How amounts are written", choices=signs, initial=_known(shape["decimals"]), required=False
            )

    @property
    def rows(self) -> list[dict[str, Any]]:
        """For each heading its field, why it is so, and examples of what stands below it."""
        places = {heading.strip(): place for place, heading in reversed(list(enumerate(self.seen["headings"])))}
        return [
            {
                "heading": heading,
                "field": self[f"of_{place}"],
                "how": how,
                "examples": _examples(self.seen["sample"], places.get(heading, 0)),
            }
            for place, (heading, _, how) in enumerate(self.seen["matches"])
        ]

    @property
    def shape_words(self) -> str:
        return str(Shape.of_json(self.seen["shape"]))

    @property
    def questions(self) -> list[forms.BoundField]:
        return [self[name] for name in ("sheet", "date_order", "decimals") if name in self.fields]

    @property
    def asked(self) -> Asked:
        told = self.cleaned_data
        return Asked(
            columns={heading: told[f"of_{place}"] for place, (heading, *_) in enumerate(self.seen["matches"])},
            confirmed=True,
            date_order=DateOrder(told["date_order"]) if told.get("date_order") else None,
            decimals=Decimals(told["decimals"]) if told.get("decimals") else None,
            sheet=told.get("sheet", ""),
        )


class ValuesForm(ConsoleForm):
    """What values that nothing here is called by stand for; blank leaves their rows out."""

    def __init__(self, *args: Any, unknown: Sequence[UnknownValue], kind: ImportKind, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.unknown = unknown
        for place, value in enumerate(unknown):
            known = kind.known_values(value.field)
            if known:
                choices = [("", "Leave these rows out"), *((each, each) for each in known)]
                field: forms.Field = forms.ChoiceField(choices=choices, required=False)
            else:
                field = forms.CharField(max_length=200, required=False)
            field.label = f"“{value.value}” stands for"
            self.fields[f"of_{place}"] = field

    @property
    def rows(self) -> list[tuple[UnknownValue, forms.BoundField]]:
        return [(value, self[f"of_{place}"]) for place, value in enumerate(self.unknown)]

    @property
    def decided(self) -> list[tuple[UnknownValue, str]]:
        told = ((value, self.cleaned_data[f"of_{place}"]) for place, value in enumerate(self.unknown))
        return [(value, chosen) for value, chosen in told if chosen]


class ValueMapForm(ConsoleForm):
    """What a value of a file stands for: one of the values that are known."""

    field = forms.CharField(widget=forms.HiddenInput)
    from_value = forms.CharField(widget=forms.HiddenInput)
    to_value = forms.ChoiceField(label="It stands for")

    def __init__(self, *args: Any, known: Sequence[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["to_value"].choices = [(value, value) for value in known]


def _known(said: str) -> str:
    return "" if said == "unknown" else said


def _examples(sample: Sequence[Sequence[str]], place: int) -> str:
    said = dict.fromkeys(row[place].strip() for row in sample if place < len(row) and row[place].strip())
    return ", ".join(text[:40] for text in list(said)[:3])
