"""Settings of the pipeline, for admins: processes, products, discounts, close reasons."""

from collections.abc import Callable
from typing import Any

from django import forms as django_forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from pipeline.domain import catalogue
from pipeline.domain.discounts import asked_in_vain, set_discount_limit
from pipeline.domain.processes import draft_process, publish_process
from pipeline.forms import setup as forms
from pipeline.models import CloseReason, DiscountLimit, LeadSource, ProcessVersion, Product
from pipeline.queries.processes import courses
from salesmgmt.common.problems import Refused
from salesmgmt.console.views.pages import named
from salesmgmt.web.access import company_at, needing
from salesmgmt.web.toasts import toast


@require_GET
@needing("pipeline.configure")
def settings(request: HttpRequest) -> HttpResponse:
    return _page(request)


@require_POST
@needing("pipeline.configure")
def new_process(request: HttpRequest) -> HttpResponse:
    """Published at once, or (`draft` in the form) kept as a draft to give it criteria and a playbook first."""
    form = forms.FirstProcessForm(request.POST, auto_id="process-%s")
    as_draft = "draft" in request.POST
    make = draft_process if as_draft else publish_process
    made: list[ProcessVersion] = []
    done = _done(
        request,
        form,
        lambda **by: made.append(make(name=form.cleaned_data["name"], stages=form.facts(), **by)),
        "The process is a draft" if as_draft else "The process is published",
    )
    if done and as_draft:
        return redirect("pipeline:process-version", made[0].pk)
    return done or _page(request, process_form=form)


@require_POST
@needing("pipeline.configure")
def new_product(request: HttpRequest) -> HttpResponse:
    form = forms.ProductForm(request.POST)
    return _add(
        request,
        form,
        "product_form",
        lambda **by: catalogue.add_product(**form.cleaned_data, **by),
        "The product is added",
    )


@require_POST
@needing("pipeline.configure")
def rename_product(request: HttpRequest, pk: int) -> HttpResponse:
    product = get_object_or_404(Product.objects.visible_to(request.user), pk=pk)
    form = forms.RenameProductForm(request.POST)
    if not form.is_valid():
        raise Refused("A product has a name of at most 120 characters and a series of 60; correct them.", field="name")
    after = catalogue.rename_product(product=product, **form.cleaned_data, by=request.user, at=timezone.now())
    toast(request, f"{after.name} is saved")
    return redirect("pipeline:settings")


@require_POST
@needing("pipeline.configure")
def price(request: HttpRequest, pk: int) -> HttpResponse:
    """A new list price, which new lines cost."""
    product = get_object_or_404(Product.objects.visible_to(request.user), pk=pk)
    form = forms.PriceForm(request.POST)
    if not form.is_valid():
        raise Refused(f"The price of {product} is a number of 0 or more; correct it.", field="list_price")
    catalogue.set_list_price(product=product, **form.cleaned_data, by=request.user, at=timezone.now())
    toast(request, f"The price of {product.name} is saved")
    return redirect("pipeline:settings")


@require_POST
@needing("pipeline.configure")
def cost(request: HttpRequest, pk: int) -> HttpResponse:
    """What one costs us, which new lines carry; empty where nobody knows."""
    product = get_object_or_404(Product.objects.visible_to(request.user), pk=pk)
    form = forms.CostForm(request.POST)
    if not form.is_valid():
        raise Refused(f"The cost of {product} is a number of 0 or more; correct it.", field="unit_cost")
    catalogue.set_unit_cost(product=product, **form.cleaned_data, by=request.user, at=timezone.now())
    toast(request, f"The cost of {product.name} is saved")
    return redirect("pipeline:settings")


@require_POST
@needing("pipeline.configure")
def offer_product(request: HttpRequest, pk: int) -> HttpResponse:
    product = get_object_or_404(Product.objects.visible_to(request.user), pk=pk)
    offered = request.POST.get("offered") == "1"
    catalogue.offer_product(product=product, offered=offered, by=request.user, at=timezone.now())
    toast(request, f"{product.name} is {'on sale' if offered else 'no longer on sale'}")
    return redirect("pipeline:settings")


@require_POST
@needing("pipeline.configure")
def discount_limit(request: HttpRequest) -> HttpResponse:
    form = forms.DiscountLimitForm(request.POST)
    in_vain = asked_in_vain() if request.POST.get("limit") else ""
    words = f"The limit is set. {in_vain}" if in_vain else "The limit is set"
    return _add(request, form, "limit_form", lambda **by: set_discount_limit(**form.said(), **by), words)


@require_POST
@needing("pipeline.configure")
def new_reason(request: HttpRequest) -> HttpResponse:
    form = forms.CloseReasonForm(request.POST)
    return _add(
        request,
        form,
        "reason_form",
        lambda **by: catalogue.add_close_reason(**form.said(), **by),
        "The reason is added",
    )


@require_POST
@needing("pipeline.configure")
def rename_reason(request: HttpRequest, pk: int) -> HttpResponse:
    reason = get_object_or_404(CloseReason.objects.visible_to(request.user), pk=pk)
    after = catalogue.rename_close_reason(
        reason=reason, name=named(request, "close reason"), by=request.user, at=timezone.now()
    )
    toast(request, f"“{after.name}” is saved")
    return redirect("pipeline:settings")


@require_POST
@needing("pipeline.configure")
def offer_reason(request: HttpRequest, pk: int) -> HttpResponse:
    reason = get_object_or_404(CloseReason.objects.visible_to(request.user), pk=pk)
    offered = request.POST.get("offered") == "1"
    catalogue.offer_close_reason(reason=reason, offered=offered, by=request.user, at=timezone.now())
    toast(request, f"“{reason.name}” can {'be chosen' if offered else 'no longer be chosen'}")
    return redirect("pipeline:settings")


def _page(request: HttpRequest, **bound: Any) -> HttpResponse:
    """The page with every form empty but those that came back."""
    context = {
        "courses": courses(),
        "drafts": ProcessVersion.objects.filter(published_at=None).select_related("process"),
        "products": Product.objects.visible_to(request.user),
        "sources": LeadSource.objects.visible_to(request.user).count(),
        "reasons": CloseReason.objects.visible_to(request.user),
        "company": company_at(request),
        "here": "settings",
        "process_form": forms.FirstProcessForm(auto_id="process-%s"),
        "product_form": forms.ProductForm(),
        "in_vain": asked_in_vain(),
        "limit_form": forms.DiscountLimitForm(limit=DiscountLimit.objects.first()),
        "reason_form": forms.CloseReasonForm(),
        **bound,
    }
    return render(request, "pipeline/settings.html", context, status=422 if bound else 200)


def _add(request: HttpRequest, form: Any, name: str, act: Callable[..., Any], words: str) -> HttpResponse:
    """One domain call, and the settings again; a refused form comes back where it stood."""
    return _done(request, form, act, words) or _page(request, **{name: form})


def _done(request: HttpRequest, form: django_forms.Form, act: Callable[..., Any], words: str) -> HttpResponse | None:
    if not form.is_valid():
        return None
    try:
        act(by=request.user, at=timezone.now())
    except Refused as error:
        form.refuse(error)  # type: ignore[attr-defined]
        return None
    toast(request, words)
    return redirect("pipeline:settings")
