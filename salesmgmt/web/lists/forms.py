"""The small forms of lists: what a bulk act asks, a saved view, an export."""

from typing import Any, ClassVar

from crispy_forms.helper import FormHelper
from django import forms

from salesmgmt.accounts.models import User
from salesmgmt.common.problems import Refused
from salesmgmt.web.sentences import OwnSentences


class ListForm(OwnSentences, forms.Form):
    """Laid out by crispy; what the domain refuses stands at the field it names."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = FormHelper(self)
        self.helper.form_tag = False
        self.helper.disable_csrf = True

    def refuse(self, refusal: Refused) -> None:
        self.add_error(refusal.field if refusal.field in self.fields else None, refusal.message)


class BulkForm(ListForm):
    """What an act on many rows asks for; `said` is what its verb takes besides the row, by and at."""

    name: ClassVar[str]

    def __init__(self, data: Any = None, *, user: User, **kwargs: Any) -> None:
        super().__init__(data, auto_id=f"bulk-{self.name}-%s", **kwargs)
        self.user = user

    def said(self) -> dict[str, Any]:
        return dict(self.cleaned_data)


class ViewForm(ListForm):
    """A view's name, who sees it and whether the list opens with it."""

    name = forms.CharField(max_length=60, label="Name")
    is_shared = forms.BooleanField(required=False, label="Also for my team")
    is_default = forms.BooleanField(required=False, label="Open the list with it")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, auto_id="view-%s", **kwargs)


class ExportForm(ListForm):
    """As which kind of file, and whether with columns that are not shown."""

    form = forms.ChoiceField(
        choices=[("xlsx", "Excel workbook (.xlsx)"), ("csv", "Comma-separated text (.csv)")], label="As"
    )
    all_columns = forms.BooleanField(required=False, label="With the columns that are not shown")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, auto_id="export-%s", **kwargs)
