"""The set of tags, and the tags of one candidate: a section of the record that stands for itself."""

from django.db.models import Count
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from hiring.domain.tags import add_tag, merge_tags, offer_tag, put_tag, rename_tag, take_tag_off
from hiring.forms.tags import MergeTagForm, PutTagForm, TagForm
from hiring.models import Candidacy, CandidateTag, CandidateTagging
from hiring.views.access import candidacy_at
from hiring.views.record import answered
from salesmgmt.common.folding import by_name
from salesmgmt.common.problems import Refused
from salesmgmt.console.views.pages import accepted
from salesmgmt.web.access import needing
from salesmgmt.web.toasts import toast, undo_url_of


@require_http_methods(["GET", "POST"])
@needing("hiring.configure")
def tags(request: HttpRequest) -> HttpResponse:
    """GET shows the set, POST adds to it."""
    form = TagForm(request.POST or None)
    if request.method == "POST" and accepted(form, lambda said: add_tag(**said, by=request.user, at=timezone.now())):
        toast(request, "The tag is added")
        return redirect("hiring:tags")
    rows = CandidateTag.objects.visible_to(request.user)
    context = {
        "here": "settings",
        "tags": rows.annotate(count=Count("taggings__candidate", distinct=True)).order_by(by_name(), "pk"),
        "form": form,
    }
    return render(request, "hiring/setup/tags.html", context, status=422 if form.errors else 200)


@require_POST
@needing("hiring.configure")
def rename(request: HttpRequest, pk: int) -> HttpResponse:
    tag, form = _tag_at(request, pk), TagForm(request.POST)
    if not form.is_valid():
        raise Refused("A tag needs a name of at most 40 characters; write one.", code="name", field="name")
    rename_tag(tag=tag, **form.cleaned_data, by=request.user, at=timezone.now())
    toast(request, "The tag is renamed")
    return redirect("hiring:tags")


@require_POST
@needing("hiring.configure")
def offer(request: HttpRequest, pk: int) -> HttpResponse:
    offered = request.POST.get("offered") == "1"
    after = offer_tag(tag=_tag_at(request, pk), offered=offered, by=request.user, at=timezone.now())
    toast(request, f"“{after}” can {'be chosen' if offered else 'no longer be chosen'}")
    return redirect("hiring:tags")


@require_POST
@needing("hiring.configure")
def merge(request: HttpRequest, pk: int) -> HttpResponse:
    tag = _tag_at(request, pk)
    form = MergeTagForm(request.POST, tag=tag)
    if not form.is_valid():
        raise Refused("Choose the tag that it goes into.", code="into", field="into")
    into = merge_tags(tag=tag, **form.cleaned_data, by=request.user, at=timezone.now())
    toast(request, f"“{tag}” is “{into}” now")
    return redirect("hiring:tags")


@require_http_methods(["GET", "POST"])
@needing("hiring.read")
def tags_of(request: HttpRequest, pk: int) -> HttpResponse:
    """GET draws the section, POST puts a tag on."""
    candidacy = candidacy_at(request, pk)
    form = PutTagForm(request.POST or None, user=request.user)
    if request.method == "GET":
        return _drawn(request, candidacy, form)
    if not form.is_valid():
        return _drawn(request, candidacy, form, status=422)
    now = timezone.now()
    put_tag(candidacy=candidacy, **form.cleaned_data, by=request.user, at=now)
    words = f"“{form.cleaned_data['tag']}” is put on {candidacy.candidate}"
    return answered(request, candidacy, pk, words, undo_url=undo_url_of(candidacy, by=request.user, at=now))


@require_POST
@needing("hiring.read")
def take_off(request: HttpRequest, pk: int, tag: int) -> HttpResponse:
    candidacy = candidacy_at(request, pk)
    row = _tag_at(request, tag)
    now = timezone.now()
    take_tag_off(candidacy=candidacy, tag=row, by=request.user, at=now)
    words = f"“{row}” is taken off {candidacy.candidate}"
    return answered(request, candidacy, pk, words, undo_url=undo_url_of(candidacy, by=request.user, at=now))


def _tag_at(request: HttpRequest, pk: int) -> CandidateTag:
    return get_object_or_404(CandidateTag.objects.visible_to(request.user), pk=pk)


def _drawn(request: HttpRequest, candidacy: Candidacy, form: PutTagForm, *, status: int = 200) -> HttpResponse:
    put = CandidateTagging.objects.filter(candidate=candidacy.candidate_id).values("tag")
    context = {
        "candidacy": candidacy,
        "tags": CandidateTag.objects.visible_to(request.user).filter(pk__in=put),
        "form": form,
        "may_work": candidacy.may_work,  # type: ignore[attr-defined]
        "as": "?as=panel" if request.GET.get("as") == "panel" else "",
    }
    response = render(request, "hiring/candidacy/tags.html", context, status=status)
    if form.is_bound:
        response["HX-Retarget"] = "#tags"
    return response
