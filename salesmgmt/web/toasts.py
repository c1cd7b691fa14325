"""What just happened, said once at the foot of the page, with Undo where the act can be taken back.

A page view calls `toast` before it redirects. A fragment view calls `toast_with` on the response it returns.
"""

import json
from datetime import datetime

from django.contrib import messages
from django.db.models import Model
from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from salesmgmt.accounts.models import User
from salesmgmt.web.domain.undoing import offered

UNDO_TAG = "undo:"


def toast(request: HttpRequest, text: str, *, undo_url: str = "", bad: bool = False) -> None:
    """Say `text` on the next full page; `undo_url` is posted to by the Undo button."""
    level = messages.WARNING if bad else messages.SUCCESS
    messages.add_message(request, level, text, extra_tags=f"{UNDO_TAG}{undo_url}" if undo_url else "")


def toast_with(response: HttpResponse, text: str, *, undo_url: str = "", bad: bool = False) -> HttpResponse:
    """Make the page that receives this fragment say `text`; other HX-Trigger events stay."""
    events = json.loads(response.get("HX-Trigger", "{}"))
    events["toast"] = {"text": text, "undo": undo_url, "bad": bad}
    response["HX-Trigger"] = json.dumps(events)
    return response


def undo_url_of(subject: Model, *, by: User, at: datetime) -> str:
    """Where what the person did to a row at this instant is taken back; empty where it cannot be."""
    undo = offered(subject, by=by, at=at)
    return reverse("console:undo", args=[undo.pk]) if undo else ""
