"""Entering a row that may be here already: the form, what looks the same, and the page of what was made."""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from pipeline.forms.new import NewForm
from salesmgmt.common.problems import Conflict, NotAllowed, Refused
from salesmgmt.duplicates.entering import looking_alike
from salesmgmt.web.toasts import toast


def enter(
    request: HttpRequest, form: NewForm, *, noun: str, create: Callable[..., Any], what: str, here: str
) -> HttpResponse:
    """`what` is said of what was made (“is an account”); `noun` names its page and templates' words, `here` its list.

    A row that its maker may not see leads back to the list.
    """
    found = looking_alike(request, f"pipeline.{noun}", form)
    if request.method == "POST" and form.is_valid() and not found:
        try:
            made = create(**form.said(), by=request.user, at=timezone.now())
        except Refused as error:
            form.refuse(error)
        else:
            toast(request, f"{made} {what}")
            seen = type(made).objects.visible_to(request.user).filter(pk=made.pk).exists()
            return redirect(f"pipeline:{noun}", made.pk) if seen else redirect(f"pipeline:{here}")
    status = 422 if form.errors else 409 if found else 200
    context = {"form": form, "here": here, "alike": found}
    return render(request, f"pipeline/{here}/new.html", context, status=status)


def written(
    request: HttpRequest,
    form: Any,
    act: Callable[..., Any],
    words: str,
    *,
    page: str,
    template: str,
    shown: dict[str, Any],
    of_row: bool = True,
) -> HttpResponse:
    """A form of its own page over a setting: one domain call with what the form `said`, then the row's `page`, or one
    of all rows.

    A refusal stands in the form; so does a conflict, with the version that the row has now unread.
    """
    status = 200
    if request.method == "POST" and form.is_valid():
        try:
            row = act(**form.said(), by=request.user, at=timezone.now())
        except NotAllowed:
            raise
        except (Refused, Conflict) as error:
            form.refuse(error)
            status = 409 if isinstance(error, Conflict) else 422
        else:
            toast(request, words.format(row=row))
            return redirect(page, row.pk) if of_row else redirect(page)
    status = 422 if form.errors and status == 200 else status
    return render(request, template, {"form": form, **shown}, status=status)
