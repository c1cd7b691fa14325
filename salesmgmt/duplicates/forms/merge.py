"""Which of two rows stays, and which of their facts."""

from typing import Any

from django import forms

from salesmgmt.duplicates.models import DuplicatePair
from salesmgmt.web.sentences import OwnSentences

SIDES = (("low", "the one on the left"), ("high", "the one on the right"))


class MergeForm(OwnSentences, forms.Form):
    """A side for the row and for each field; `versions` are those of the rows that the person looked at."""

    kept = forms.ChoiceField(choices=SIDES)
    low_version = forms.IntegerField()
    high_version = forms.IntegerField()

    def __init__(self, *args: Any, pair: DuplicatePair, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.pair = pair
        for name in pair.mergeable.fields:
            self.fields[f"take-{name}"] = forms.ChoiceField(choices=SIDES, required=False)

    def said(self) -> dict[str, Any]:
        """What `merge` is to be given."""
        pair, given = self.pair, self.cleaned_data
        kept, gone = (pair.low_id, pair.high_id) if given["kept"] == "low" else (pair.high_id, pair.low_id)
        take = [name for name in pair.mergeable.fields if given[f"take-{name}"] not in ("", given["kept"])]
        versions = {pair.low_id: given["low_version"], pair.high_id: given["high_version"]}
        return {"kept": kept, "gone": gone, "take": take, "versions": versions}
