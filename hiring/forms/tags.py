"""The set of tags, and choosing one for a candidate."""

from typing import Any

from django import forms

from hiring.domain.tags import LONGEST
from hiring.models import CandidateTag
from salesmgmt.accounts.models import User
from salesmgmt.console.forms.plain import ConsoleForm
from salesmgmt.web.lists.forms import BulkForm


class TagForm(ConsoleForm):
    name = forms.CharField(max_length=LONGEST, label="Name of the tag")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, auto_id="tag-%s", **kwargs)


class MergeTagForm(ConsoleForm):
    into = forms.ModelChoiceField(CandidateTag.objects.none(), label="Into", empty_label="Choose a tag")

    def __init__(self, *args: Any, tag: CandidateTag, **kwargs: Any) -> None:
        super().__init__(*args, auto_id=f"merge-{tag.pk}-%s", **kwargs)
        self.fields["into"].queryset = CandidateTag.objects.offered().exclude(pk=tag.pk)


class PutTagForm(ConsoleForm):
    tag = forms.ModelChoiceField(CandidateTag.objects.none(), label="Tag", empty_label="Choose a tag")

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, auto_id="put-%s", **kwargs)
        self.fields["tag"].queryset = CandidateTag.objects.visible_to(user).offered()


class TagMany(BulkForm):
    name = "tag"

    tag = forms.ModelChoiceField(queryset=CandidateTag.objects.none(), label="Tag", empty_label="Choose a tag")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["tag"].queryset = CandidateTag.objects.visible_to(self.user).offered()
