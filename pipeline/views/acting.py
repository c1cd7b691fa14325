"""How the acts on a record answer, whatever its noun: a form, one domain verb, the record drawn again."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from pipeline.forms.facts import FactForm
from salesmgmt.common.problems import Conflict, NotAllowed, Refused
from salesmgmt.web.toasts import undo_url_of
from salesmgmt.web.views.acting import act_on

Verb = Callable[..., Any]


@dataclass(frozen=True)
class Record:
    """A noun with a page of its own: what its verbs call the row, how it is found, and how its page comes back.

    `redrawn(request, row, status=, **shown)` draws it with what was refused; `answered(request, before, after, words,
    undo_url=)` draws it after an act. `undo_about` is the row that the way back is offered about, where not this one.
    """

    noun: str
    row_at: Callable[[HttpRequest, int], Any]
    redrawn: Callable[..., HttpResponse]
    answered: Callable[..., HttpResponse]
    facts: Mapping[str, Any]
    fact_form: str
    edit: Verb
    undo_about: Callable[[Any], Any] = lambda row: row

    def act(
        self, request: HttpRequest, pk: int, form_class: Callable[..., Any], verb: Verb, words: str
    ) -> HttpResponse:
        def done(row: Any, after: Any, at: datetime) -> HttpResponse:
            return self.answered(
                request,
                row,
                after,
                words.format(row=row),
                undo_url=undo_url_of(self.undo_about(after), by=request.user, at=at),
            )

        return act_on(
            request,
            read=partial(self.row_at, request, pk),
            form_of=lambda row: form_class(request.POST, **{self.noun: row}),
            do=lambda row, form, **act: verb(**{self.noun: row}, **form.said(), **act),
            draw=partial(self.redrawn, request),
            done=done,
        )

    def edit_fact(self, request: HttpRequest, pk: int, fact: str) -> HttpResponse:
        """GET gives the form in place of the value; POST edits the fact."""
        if fact not in self.facts:
            raise Http404
        row = self.row_at(request, pk)
        form = FactForm(request.POST or None, row=row, fact=fact, facts=self.facts, user=request.user)
        if request.method == "POST" and form.is_valid():
            now = timezone.now()
            try:
                after = self.edit(**{self.noun: row}, **form.said(), by=request.user, at=now)
            except Conflict as error:
                return self.redrawn(request, self.row_at(request, pk), status=409, conflict=error.message)
            except NotAllowed:
                raise
            except Refused as error:
                form.add_error("value", error.message)
            else:
                undo_url = undo_url_of(self.undo_about(after), by=request.user, at=now)
                return self.answered(request, row, after, f"{self.facts[fact][0]} saved", undo_url=undo_url)
        return in_place(request, self.fact_form, {self.noun: row, "form": form, "fact": fact}, f"#fact-{fact}")


def is_panel(request: HttpRequest) -> bool:
    return request.GET.get("as") == "panel"


def in_place(
    request: HttpRequest, template: str, shown: dict[str, Any], place: str, *, status: int = 422
) -> HttpResponse:
    """A form in its place; when it comes back with errors it stays there, though it would have drawn the record."""
    context = {"as": "?as=panel" if is_panel(request) else "", **shown}
    if request.method == "GET":
        return render(request, template, context)
    response = render(request, template, context, status=status)
    response["HX-Retarget"], response["HX-Reswap"] = place, "innerHTML"
    return response
