"""Signing in and confirming who one is: allauth's pages, which say to programs, too, that one asks too often."""

from typing import Any

from allauth.account.views import LoginView, ReauthenticateView
from django.conf import settings
from django.http import HttpRequest, HttpResponse

TOO_MANY = "too_many_login_attempts"


class _SaysWhenToGoOn:
    """The page stays, with what was typed but the password; allauth would answer 200, as to any other mistake."""

    def form_invalid(self, form: Any) -> HttpResponse:
        response: HttpResponse = super().form_invalid(form)  # type: ignore[misc]
        if any(error.code == TOO_MANY for errors in form.errors.as_data().values() for error in errors):
            response.status_code = 429
            response["Retry-After"] = str(settings.SIGN_IN_WAIT)
        return response


class SignInView(_SaysWhenToGoOn, LoginView):
    pass


class ConfirmView(_SaysWhenToGoOn, ReauthenticateView):
    pass


def sign_in_later(request: HttpRequest, *, wait: int) -> HttpResponse:
    """The page for whoever sends it too often, whatever they send; nothing that they typed is looked at."""
    view = SignInView()
    view.setup(request)
    form = view.get_form_class()(initial={"login": request.POST.get("login", "")}, request=request)
    sentence = f"This was sent too often, and nobody was signed in. Wait {wait} seconds, then try again."
    return view.render_to_response(view.get_context_data(form=form, sentence=sentence), status=429)
