"""The first admin of an empty database."""

from django.conf import settings
from django.contrib.auth import login
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from salesmgmt.accounts.models import User
from salesmgmt.console.forms.company import FoundingForm
from salesmgmt.console.views.pages import accepted, posted
from salesmgmt.people.domain.founding import found_company

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


@login_not_required
@require_http_methods(["GET", "POST"])
def found(request: HttpRequest) -> HttpResponse:
    """Offered while nobody is here, on a machine's own database; otherwise there is nothing at this address."""
    if not settings.FOUND_ON_SIGN_IN or User.objects.exists():
        raise Http404
    form = posted(request, FoundingForm, initial={"zone": "Europe/Berlin", "currency": "EUR"})
    if request.method == "POST" and accepted(form, lambda facts: found_company(**facts, at=timezone.now())):
        login(request, User.objects.get(email=form.cleaned_data["admin_email"]), backend=BACKEND)
        return redirect("web:start")
    return render(request, "console/found.html", {"form": form}, status=422 if form.errors else 200)
