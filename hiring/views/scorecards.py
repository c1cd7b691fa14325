"""The scorecard of an interview: written by one interviewer, on a phone as well, before they read anybody else's."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from hiring.domain.scorecards import save_draft, submit_scorecard
from hiring.forms.scorecards import ScorecardForm
from hiring.models import Interview, Panelist, Scorecard
from hiring.queries.kits import kit_lines
from hiring.views.access import interview_at
from salesmgmt.common.problems import NotAllowed, Refused
from salesmgmt.web.access import company_at, needing
from salesmgmt.web.toasts import toast


@require_http_methods(["GET", "POST"])
@needing("hiring.read")
def scorecard(request: HttpRequest, pk: int) -> HttpResponse:
    """`act=submit` hands it in, anything else keeps a draft. One that is in is shown as it stays."""
    interview = interview_at(request, pk)
    if not Panelist.objects.filter(interview=interview, user=request.user).exists():
        raise Http404
    card = Scorecard.objects.filter(interview=interview, author=request.user).first()
    if card is not None and card.submitted_at is not None and request.method == "GET":
        return redirect("hiring:candidacy", interview.candidacy_id)
    submits = request.POST.get("act") == "submit"
    day = company_at(request).day_of(interview.scheduled_at)
    kit = kit_lines(interview, day=day)
    form = ScorecardForm(request.POST or None, kit=kit, card=card, whole=submits)
    if request.method == "POST" and form.is_valid() and _write(request, interview, form, submits=submits):
        if submits:
            toast(request, "Your scorecard is in and stays as it is")
            return redirect("hiring:candidacy", interview.candidacy_id)
        toast(request, "The draft is kept; nobody else reads it")
        return redirect("hiring:scorecard", interview.pk)
    context = {
        "here": "interviews",
        "interview": interview,
        "candidate": interview.candidacy.candidate,
        "form": form,
        "is_to_come": interview.scheduled_at > timezone.now(),
    }
    return render(request, "hiring/interviews/scorecard.html", context, status=422 if form.errors else 200)


def _write(request: HttpRequest, interview: Interview, form: ScorecardForm, *, submits: bool) -> bool:
    """One domain call; a refusal stands in the form."""
    verb = submit_scorecard if submits else save_draft
    version = form.cleaned_data["version"]
    try:
        verb(interview=interview, facts=form.facts(), by=request.user, at=timezone.now(), expected_version=version)
    except NotAllowed:
        raise
    except Refused as error:
        form.refuse(error)
        return False
    return True
