"""Accounts: the list, that of the people at them, one with its contacts and deals, and a new one."""

from typing import Any

from django.db.models import Case, When
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from pipeline.choices import StageKind
from pipeline.domain.accounts import add_contact, create_account, edit_account, edit_contact
from pipeline.forms.account_field import OFFERED
from pipeline.forms.facts import ACCOUNT_FACTS, FactForm
from pipeline.forms.new import ContactForm, EditContactForm, NewAccountForm
from pipeline.lists import ACCOUNTS, CONTACTS
from pipeline.models import Account, Contact, Deal
from pipeline.queries.account_list import deal_sums
from pipeline.queries.account_orders import orders_of
from pipeline.queries.account_timeline import account_happenings
from pipeline.queries.health import Limit, standing_of
from pipeline.queries.reordering import reorder_after
from pipeline.queries.stage_odds import with_counts
from pipeline.queries.task_work import waiting_of
from pipeline.queries.worth import foreign_currency
from pipeline.views.access import account_at
from pipeline.views.entering import enter
from salesmgmt.common.problems import Conflict, NotAllowed, Refused
from salesmgmt.duplicates.queries.comparing import twins_of
from salesmgmt.duplicates.queries.merged import merged_into
from salesmgmt.web.access import company_at, needing
from salesmgmt.web.lists.views.showing import show_list
from salesmgmt.web.toasts import toast, toast_with, undo_url_of

SHOWN = 100


@require_GET
@needing("pipeline.read")
def account_list(request: HttpRequest) -> HttpResponse:
    return show_list(request, ACCOUNTS)


@require_GET
@needing("pipeline.read")
def contact_list(request: HttpRequest) -> HttpResponse:
    return show_list(request, CONTACTS)


@require_GET
@needing("pipeline.read")
def options(request: HttpRequest) -> HttpResponse:
    """The accounts that a typed name may mean."""
    typed = next((value for name, value in request.GET.items() if name in ("account", "value")), "")
    accounts = Account.objects.visible_to(request.user).filter(name__icontains=typed)[:OFFERED]
    return render(request, "pipeline/accounts/options.html", {"accounts": accounts})


@require_GET
@needing("pipeline.read")
def account(request: HttpRequest, pk: int) -> HttpResponse:
    """One that was merged leads for good to the one that it went into."""
    kept = merged_into("pipeline.account", pk)
    if kept is not None:
        return redirect("pipeline:account", account_at(request, kept).pk, permanent=True)
    return render(request, "pipeline/accounts/record.html", _context(request, account_at(request, pk)))


@require_GET
@needing("pipeline.read")
def timeline(request: HttpRequest, pk: int) -> HttpResponse:
    """Everything that happened, not only the latest."""
    row = account_at(request, pk)
    orders = orders_of(row, viewer=request.user)
    zone = company_at(request).zone
    entries, _ = account_happenings(row, _deals(request, row), orders, viewer=request.user, zone=zone, limit=None)
    return render(request, "web/components/timeline.html", {"entries": entries, "has_earlier": False})


@require_http_methods(["GET", "POST"])
@needing("pipeline.work_deals")
def new_account(request: HttpRequest) -> HttpResponse:
    form = NewAccountForm(request.POST or None, user=request.user)
    return enter(request, form, noun="account", create=create_account, what="is an account", here="accounts")


@require_POST
@needing("pipeline.work_deals")
def new_contact(request: HttpRequest, pk: int) -> HttpResponse:
    row = account_at(request, pk)
    form = ContactForm(request.POST)
    if form.is_valid():
        try:
            contact = add_contact(account=row, **form.said(), by=request.user, at=timezone.now())
        except Refused as error:
            form.refuse(error)
        else:
            toast(request, f"{contact.name} is a contact at {row.name}")
            return redirect("pipeline:account", row.pk)
    return render(request, "pipeline/accounts/record.html", _context(request, row, form), status=422)


@require_http_methods(["GET", "POST"])
@needing("pipeline.work_deals")
def contact(request: HttpRequest, pk: int) -> HttpResponse:
    """Edits one of the people at an account, and leads back to it."""
    row = get_object_or_404(Contact.objects.visible_to(request.user).select_related("account"), pk=pk)
    form, status = EditContactForm(request.POST or None, contact=row), 200
    if request.method == "POST" and form.is_valid():
        now = timezone.now()
        try:
            after = edit_contact(contact=row, **form.said(), by=request.user, at=now)
        except NotAllowed:
            raise
        except Refused as error:
            form.refuse(error)
            status = error.status
        else:
            toast(request, f"{after.name} is saved", undo_url=undo_url_of(after, by=request.user, at=now))
            return redirect("pipeline:account", row.account_id)
    status = 422 if form.errors and status == 200 else status
    context = {"form": form, "contact": row, "here": "accounts"}
    return render(request, "pipeline/accounts/contact.html", context, status=status)


@require_http_methods(["GET", "POST"])
@needing("pipeline.work_deals")
def fact(request: HttpRequest, pk: int, fact: str) -> HttpResponse:
    """GET gives the form in place of the value; POST edits the fact and gives all facts again."""
    if fact not in ACCOUNT_FACTS:
        raise Http404
    row = account_at(request, pk)
    form = FactForm(request.POST or None, row=row, fact=fact, facts=ACCOUNT_FACTS, user=request.user)
    if request.method == "POST" and form.is_valid():
        now = timezone.now()
        try:
            after = edit_account(account=row, **form.said(), by=request.user, at=now)
        except Conflict as error:
            return _facts(request, pk, status=409, conflict=error.message)
        except NotAllowed:
            raise
        except Refused as error:
            form.add_error("value", error.message)
        else:
            undo_url = undo_url_of(after, by=request.user, at=now)
            return toast_with(_facts(request, pk), f"{ACCOUNT_FACTS[fact][0]} saved", undo_url=undo_url)
    context = {"account": row, "form": form, "fact": fact}
    response = render(request, "pipeline/accounts/fact_form.html", context, status=422 if form.is_bound else 200)
    if form.is_bound:
        response["HX-Retarget"], response["HX-Reswap"] = f"#fact-{fact}", "innerHTML"
    return response


def _facts(request: HttpRequest, pk: int, *, status: int = 200, conflict: str = "") -> HttpResponse:
    context = {
        "account": account_at(request, pk),
        "conflict": conflict,
        "may_work": True,
    }
    return render(request, "pipeline/accounts/facts.html", context, status=status)


def _deals(request: HttpRequest, row: Account) -> list[Deal]:
    """The deals of an account that the person sees, each with what says how it stands: a hundred, those
    that are open before those that are closed, the latest first."""
    deals = with_counts(Deal.objects.visible_to(request.user).filter(account=row))
    deals = deals.annotate(foreign_currency=foreign_currency()).select_related("stage", "owner")
    return list(deals.order_by(Case(When(state=StageKind.OPEN, then=0), default=1), "-stage_entered_at")[:SHOWN])


def _context(request: HttpRequest, row: Account, form: ContactForm | None = None) -> dict[str, Any]:
    company = company_at(request)
    today = company.day_of(timezone.now())
    may_work = request.user.has_perm("pipeline.work_deals")
    deals, orders = _deals(request, row), orders_of(row, viewer=request.user)
    entries, has_earlier = account_happenings(row, deals, orders, viewer=request.user, zone=company.zone)
    return {
        "here": "accounts",
        "account": row,
        "contacts": row.contacts.all(),
        "deals": [
            (deal, standing_of(deal, today=today, zone=company.zone, limit=Limit.of(deal, deal.stage.normal_days)))
            for deal in deals
        ],
        "orders": orders,
        "entries": entries,
        "has_earlier": has_earlier,
        "to_do": waiting_of(row),
        "reorder": reorder_after(orders, zone=company.zone),
        "today": today,
        "sums": deal_sums([row], viewer=request.user).get(row.pk),
        "form": form or ContactForm(),
        "may_work": may_work,
        "twins": twins_of(row, viewer=request.user) if may_work else [],
    }
