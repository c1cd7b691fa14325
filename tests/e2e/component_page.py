"""The product's addresses plus one page that shows every component, to look at and to hold against axe."""

from datetime import timedelta
from decimal import Decimal
from pathlib import Path

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Layout, Submit
from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template import engines
from django.urls import include, path
from django.utils import timezone

from salesmgmt.common.problems import Conflict
from salesmgmt.urls import urlpatterns as product
from salesmgmt.web.components import marks
from salesmgmt.web.toasts import toast, toast_with

PAGE = (Path(__file__).parent / "component_page.html").read_text()
FORM = """{% extends "web/shell.html" %}{% load crispy_forms_tags %}{% block title %}Form{% endblock %}
{% block head %}{% include "web/components/page_head.html" with title="A form" sub="With its errors" %}{% endblock %}
{% block content %}{% crispy form %}{% endblock %}"""
WHY = """{% include "web/components/why.html" %}"""


class CapForm(forms.Form):
    """One field of each kind."""

    name = forms.CharField(label="Name", help_text="As it stands on the plan document.")
    boundary = forms.ChoiceField(label="Exactly on the line", choices=[("reach", "Reaches it"), ("pass", "Passes it")])
    cap = forms.DecimalField(label="Cap on this component", required=False)
    draft = forms.BooleanField(label="Keep as a draft", required=False)
    method = forms.ChoiceField(
        label="How a tier applies",
        widget=forms.RadioSelect,
        choices=[("marginal", "Marginal"), ("whole", "Whole amount")],
        help_text="Each slice at its own rate, or everything at the tier reached.",
    )

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.helper = FormHelper()
        self.helper.form_class = "form-x"
        self.helper.attrs = {"novalidate": True}
        self.helper.layout = Layout("name", "boundary", "cap", "draft", "method", Submit("save", "Save the cap"))

    def clean_cap(self) -> Decimal | None:
        cap = self.cleaned_data["cap"]
        if cap is not None and cap < 24_750:
            raise forms.ValidationError(
                "The cap is below what 125% of quota pays (24,750.00), so tier 4 would never pay."
                " Raise it or remove tier 4."
            )
        return cap


def _rows() -> list[dict[str, object]]:
    today = timezone.localdate()
    return [
        {
            "name": name,
            "dot": marks.dot(health),
            "health": health,
            "stage": stage,
            "stage_name": stage_name,
            "amount": Decimal(amount),
            "due": today + timedelta(days=due),
            "days": days,
            "normal": 12,
            "words": f"{days} days in stage, normal 12",
            "closes": today + timedelta(days=30),
        }
        for name, health, stage, stage_name, amount, due, days in [
            ("Helix Robotics", "bad", 4, "Propose", 118_000, -6, 19),
            ("Castell Logistics", "watch", 4, "Propose", 72_000, 0, 10),
            ("Larkfield Energy", "good", 3, "Prove", 53_000, 3, 4),
        ]
    ]


def components(request: HttpRequest) -> HttpResponse:
    context = {"deals": _rows(), "now": timezone.now()}
    return HttpResponse(engines["django"].from_string(PAGE).render(context, request))


def form(request: HttpRequest) -> HttpResponse:
    bound = CapForm(request.POST or None)
    status = 422 if bound.is_bound and not bound.is_valid() else 200
    return HttpResponse(engines["django"].from_string(FORM).render({"form": bound}, request), status=status)


def why(request: HttpRequest, name: str) -> HttpResponse:
    context = {
        "title": "Win rate: 31%",
        "sentence": "Deals won, of the deals that were won or lost in the period.",
        "facts": [
            ("Made of", "34 won of 110 closed"),
            ("Interval", "23 to 40% (80%)"),
            ("Filters", request.GET.urlencode()),
        ],
        "rows_url": "/pipeline/components/?rows=1",
        "rows_label": "Open the 110 deals",
        "definition_url": "/pipeline/components/?definition=1",
    }
    return HttpResponse(engines["django"].from_string(WHY).render(context, request))


def panel(request: HttpRequest) -> HttpResponse:
    return HttpResponse(
        '<div class="side-h"><div class="row-x"><h2>Helix Robotics</h2><span class="push"></span>'
        '<button type="button" class="icon-btn sm" data-panel-close aria-label="Close panel">x</button></div></div>'
        '<div class="side-b"><p>118,000 EUR</p></div>'
    )


def act(request: HttpRequest) -> HttpResponse:
    words = "Orrin Textiles moved to Prove"
    if request.htmx:
        return toast_with(HttpResponse(), words, undo_url="/pipeline/components/undo/")
    toast(request, words, undo_url="/pipeline/components/undo/")
    return redirect("/pipeline/components/")


def undo(request: HttpRequest) -> HttpResponse:
    if request.htmx:
        return toast_with(HttpResponse(status=204), "Orrin Textiles is back in Discover")
    toast(request, "Orrin Textiles is back in Discover")
    return redirect("/pipeline/components/")


def refuse(request: HttpRequest) -> HttpResponse:
    raise Conflict("Orrin Textiles was moved by Max a moment ago; look at it again before you move it.")


PLACES = ("today", "pipeline", "hiring", "onboarding", "compensation", "insights", "settings")
DEMO = [path(f"{place}/demo/", components, name=place) for place in PLACES]
urlpatterns = [
    path("pipeline/components/", components, name="components"),
    path("pipeline/components/record/", components),
    path("pipeline/components/form/", form),
    path("pipeline/components/panel/", panel),
    path("pipeline/components/toast/", act),
    path("pipeline/components/undo/", undo),
    path("pipeline/components/refuse/", refuse),
    path("figures/<str:name>/why/", why),
    path("", include((DEMO, "demo"))),
    *product,
]
