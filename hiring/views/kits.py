"""Setting up the interview kit of a stage."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from hiring.domain.kits import remove_kit_part, write_kit_part
from hiring.forms.kits import KitPartForm
from hiring.models import HiringStage, KitPart
from hiring.queries.kits import KitLine, kit_lines
from salesmgmt.console.views.pages import accepted
from salesmgmt.web.access import company_at, needing
from salesmgmt.web.toasts import toast


@require_http_methods(["GET", "POST"])
@needing("hiring.configure")
def kit(request: HttpRequest, pk: int) -> HttpResponse:
    """Each competency that the role profile asks for today has a form of its own; POST writes one part."""
    stages = HiringStage.objects.visible_to(request.user).select_related("profile__role_profile")
    stage = get_object_or_404(stages, pk=pk)
    lines = kit_lines(stage, day=company_at(request).day_of(timezone.now()))
    bound = None
    if request.method == "POST":
        line = _chosen(lines, request.POST.get("competency", ""))
        bound = KitPartForm(request.POST, line=line)
        named = {"stage": stage, "competency": line.competency}
        act = {"by": request.user, "at": timezone.now()}
        if accepted(bound, lambda _: write_kit_part(**named, **bound.said(), **act)):
            toast(request, f"The kit of {stage} asks about {line.competency}")
            return redirect("hiring:kit", pk)
        forms = [bound if each is line else KitPartForm(line=each) for each in lines]
    else:
        forms = [KitPartForm(line=each) for each in lines]
    context = {
        "here": "settings",
        "stage": stage,
        "parts": list(zip(lines, forms, strict=True)),
        "minutes": sum(line.part.minutes for line in lines if line.part),
    }
    return render(request, "hiring/setup/kit.html", context, status=422 if bound else 200)


@require_POST
@needing("hiring.configure")
def remove(request: HttpRequest, pk: int) -> HttpResponse:
    part = get_object_or_404(KitPart.objects.visible_to(request.user).select_related("competency"), pk=pk)
    remove_kit_part(part=part, by=request.user, at=timezone.now())
    toast(request, f"Nothing is asked about {part.competency} there any more")
    return redirect("hiring:kit", part.stage_id)


def _chosen(lines: list[KitLine], number: str) -> KitLine:
    found = next((line for line in lines if str(line.competency.pk) == number), None)
    if found is None:
        raise Http404
    return found
