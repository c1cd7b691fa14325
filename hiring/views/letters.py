"""Setting up what a profile's letters say."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from hiring.choices import LetterKind
from hiring.domain.letter_texts import write_letter_text
from hiring.forms.letters import LetterTextForm
from hiring.models import HiringProfile
from hiring.queries.letter_words import words_of
from salesmgmt.console.views.pages import accepted
from salesmgmt.web.access import needing
from salesmgmt.web.toasts import toast


@require_http_methods(["GET", "POST"])
@needing("hiring.configure")
def letters(request: HttpRequest, pk: int) -> HttpResponse:
    """Each kind of letter has a form of its own; POST writes one."""
    profiles = HiringProfile.objects.visible_to(request.user).select_related("role_profile")
    profile = get_object_or_404(profiles, pk=pk)
    forms = {kind: LetterTextForm(kind=kind, text=words_of(profile, kind)) for kind in LetterKind}
    status = 200
    if request.method == "POST":
        said = request.POST.get("kind", "")
        kind = LetterKind(said) if said in LetterKind.values else LetterKind.OFFER
        bound = forms[kind] = LetterTextForm(request.POST, kind=kind, text="")
        act = {"by": request.user, "at": timezone.now()}
        if accepted(bound, lambda given: write_letter_text(profile=profile, **given, **act)):
            toast(request, f"{kind.label}: the words are saved")
            return redirect("hiring:letters", pk)
        status = 422
    context = {"here": "settings", "profile": profile, "forms": [(kind.label, form) for kind, form in forms.items()]}
    return render(request, "hiring/setup/letters.html", context, status=status)
