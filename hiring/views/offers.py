"""Offers: a new one to a candidate, and the page of one with its versions and acts."""

from collections.abc import Callable
from datetime import datetime, timedelta
from functools import partial
from typing import Any

from django.db.models import OuterRef, Subquery
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from hiring.choices import OfferState
from hiring.domain import offers as verbs
from hiring.forms import offers as forms
from hiring.lists import OFFERS
from hiring.models import Candidacy, HiringProfile, Offer, OfferLetter
from hiring.models.offer import OFFER_APPROVAL
from hiring.queries.link_tokens import offer_token
from hiring.views.access import workable_at
from salesmgmt.approvals.domain.chains import current_chain
from salesmgmt.approvals.queries.waiting import of_subject
from salesmgmt.common.problems import NotAllowed, Refused
from salesmgmt.console.forms.acts import ActForm
from salesmgmt.web.access import company_at, needing
from salesmgmt.web.lists.views.showing import show_list
from salesmgmt.web.toasts import toast
from salesmgmt.web.views.acting import act_on

STANDS = timedelta(days=14)
ACTS = (forms.OfferForm, forms.AskForOfferForm, forms.SendOfferForm, forms.WithdrawOfferForm)


@require_GET
@needing("hiring.list_offers")
def offers(request: HttpRequest) -> HttpResponse:
    return show_list(request, OFFERS)


@require_http_methods(["GET", "POST"])
@needing("hiring.make_offers")
def new(request: HttpRequest, pk: int) -> HttpResponse:
    """Drafts an offer to an open candidacy; one that there is already is revised on its own page."""
    candidacy = workable_at(request, pk)
    live = Offer.objects.visible_to(request.user).live().filter(candidacy=candidacy).first()
    if live is not None and request.method == "GET":
        return redirect("hiring:offer", live.pk)
    now, company = timezone.now(), company_at(request)
    stands_until = company.day_of(now) + STANDS
    initial = {"currency": company.currency, "expires_date": stands_until}
    form = forms.OfferForm(request.POST or None, row=candidacy, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            offer = verbs.draft_offer(candidacy=candidacy, facts=form.facts(), by=request.user, at=now)
        except NotAllowed:
            raise
        except Refused as error:
            form.refuse(error)
        else:
            toast(request, f"The offer to {candidacy.candidate} is drafted")
            return redirect("hiring:offer", offer.pk)
    context = {
        "here": "candidates",
        "title": f"Offer to {candidacy.candidate}",
        "sub": f"{candidacy.profile}. A draft: it is approved and sent on the next page.",
        "form": form,
        "button": "Draft the offer",
        "back": reverse("hiring:candidacy", args=[pk]),
    }
    return render(request, "hiring/form_page.html", context, status=422 if request.method == "POST" else 200)


@never_cache
@require_GET
def offer(request: HttpRequest, pk: int) -> HttpResponse:
    return _page(request, _offer_at(request, pk))


@require_POST
@needing("hiring.make_offers")
def revise(request: HttpRequest, pk: int) -> HttpResponse:
    return _act(
        request, pk, forms.OfferForm, verbs.revise_offer, lambda done: f"Version {done.terms_number} is a draft"
    )


@require_POST
@needing("hiring.make_offers")
def ask(request: HttpRequest, pk: int) -> HttpResponse:
    def words(done: Offer) -> str:
        return f"{done} is approved" if done.state == OfferState.APPROVED else f"Others have to approve {done} first"

    return _act(request, pk, forms.AskForOfferForm, verbs.ask_for_offer, words)


@require_POST
@needing("hiring.make_offers")
def send(request: HttpRequest, pk: int) -> HttpResponse:
    return _act(request, pk, forms.SendOfferForm, verbs.send_offer, lambda done: f"{done} can be accepted now")


@require_POST
@needing("hiring.make_offers")
def withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    return _act(request, pk, forms.WithdrawOfferForm, verbs.withdraw_offer, lambda done: f"{done} is withdrawn")


def _act(
    request: HttpRequest, pk: int, form_class: type[ActForm], verb: Callable[..., Offer], words: Callable[[Offer], str]
) -> HttpResponse:
    def done(offer: Offer, after: Offer, at: datetime) -> HttpResponse:
        toast(request, words(after))
        return redirect("hiring:offer", pk)

    return act_on(
        request,
        read=partial(_offer_at, request, pk),
        form_of=lambda offer: form_class(request.POST, row=offer),
        do=lambda offer, form, **act: verb(offer=offer, **form.said(), **act),
        draw=partial(_page, request),
        done=done,
    )


def _offer_at(request: HttpRequest, pk: int) -> Offer:
    rows = Offer.objects.visible_to(request.user)
    return get_object_or_404(rows.select_related("candidacy__candidate", "candidacy__profile__role_profile"), pk=pk)


def _page(
    request: HttpRequest, offer: Offer, *, status: int = 200, bound: ActForm | None = None, **shown: Any
) -> HttpResponse:
    """Whoever may read the pay but not the candidate sees no name."""
    hires_for = HiringProfile.objects.hired_for_by(request.user).filter(pk=offer.candidacy.profile_id)
    may_work = request.user.has_perm("hiring.make_offers") and hires_for.exists()
    given = {each.name: each(row=offer) for each in ACTS}
    is_sent = offer.state == OfferState.SENT
    context = {
        "here": "offers",
        "offer": offer,
        "candidacy": Candidacy.objects.visible_to(request.user).filter(pk=offer.candidacy_id).first(),
        "all_terms": list(offer.all_terms.select_related("written_by").annotate(letter_file=_letter_file(offer))),
        "may_work": may_work,
        "forms": {**given, **({bound.name: bound} if bound else {})},
        "opened": bound.name if bound else "",
        "approval": of_subject(OFFER_APPROVAL, offer),
        "needs_approval": current_chain(OFFER_APPROVAL) is not None,
        "link": request.build_absolute_uri(reverse("offer:answer", args=[offer_token(offer)]))
        if is_sent and may_work
        else "",
        **shown,
    }
    return render(request, "hiring/offers/page.html", context, status=status)


def _letter_file(offer: Offer) -> Subquery:
    letters = OfferLetter.objects.filter(offer=offer, number=OuterRef("number"))
    return Subquery(letters.values("stored_id")[:1])
