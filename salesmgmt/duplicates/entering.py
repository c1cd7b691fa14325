"""For the views in which something is entered: what looks the same, until the person says that it is not."""

from django.forms import Form
from django.http import HttpRequest

from salesmgmt.duplicates.queries.entry import Alike, alike
from salesmgmt.duplicates.registry import mergeable_of


def looking_alike(request: HttpRequest, kind: str, form: Form) -> list[Alike]:
    """Empty for a form that is not sent or not whole, and once `anyway` was said; the form includes
    `duplicates/alike.html`."""
    if request.method != "POST" or "anyway" in request.POST or not form.is_valid():
        return []
    return alike(mergeable_of(kind), form.cleaned_data, viewer=request.user)
