"""What the permission table says of what is done with deals: names of rows, and what acts on them send."""

from datetime import date
from decimal import Decimal

from pipeline.domain.help import ask_help
from pipeline.domain.probability import set_probability
from pipeline.domain.qualification import score_item
from pipeline.models import Deal, DealAction, HandedDeal, HandOver, ProbabilityOverride, QualificationItem
from pipeline.queries.help import token_of
from salesmgmt.accounts.models import User
from salesmgmt.events.models import Job
from tests.cast import AT

_DEAL = "/api/v1/pipeline/deals/{ritas_judged_deal}"
_PAGE = "/pipeline/deals/{ritas_judged_deal}"
_VERSION = "/api/v1/pipeline/process-versions/{published_version}"
_TELL = {"moment": "ENTER", "kind": "NOTIFY", "whom": "OWNER", "message": "Call"}
DEAL_BODIES: dict[tuple[str, str], dict[str, object]] = {
    ("POST", "/api/v1/pipeline/stage-actions/"): {"stage": "{draft_stage}", **_TELL},
    ("POST", f"{_VERSION}/move-deals/preview/"): {"to": "{process_draft}"},
    ("POST", f"{_VERSION}/move-deals/"): {"to": "{process_draft}"},
    ("POST", "/api/v1/pipeline/qualification-items/"): {"version": "{process_draft}", "name": "Paper process"},
    ("POST", f"{_DEAL}/qualification/"): {"item": "{deal_item}", "score": 1},
    ("POST", f"{_PAGE}/qualification/{{deal_item}}/"): {"score": "1"},
    ("POST", f"{_DEAL}/help/"): {"helper": "{ivan}", "kind": "LEGAL", "question": "May we?", "due_date": "2999-01-01"},
    ("POST", "/api/v1/pipeline/help-requests/{ivans_help}/answer/"): {"answer": "Yes"},
    ("POST", "/pipeline/help/{ivans_help}/"): {"answer": "Yes"},
    ("POST", "/pipeline/help/link/{help_link}/"): {"answer": "Yes"},
    ("POST", f"{_PAGE}/help/withdraw/"): {"request": "{ivans_help}"},
    ("POST", f"{_DEAL}/followers/"): {"follower": "{ritas_manager}"},
    ("POST", f"{_DEAL}/followers/remove/"): {"follower": "{ritas_manager}"},
    ("POST", f"{_PAGE}/follow/"): {"follows": "1"},
    ("POST", f"{_DEAL}/probability/"): {"probability": "0.5", "reason": "They called"},
    ("POST", f"{_PAGE}/probability/"): {"probability": "50", "reason": "They called"},
    ("POST", "/api/v1/pipeline/hand-overs/"): {"giver": "{rita}", "to": ["{nora}"]},
    ("POST", "/api/v1/pipeline/hand-overs/preview/"): {"giver": "{rita}", "to": ["{nora}"]},
    ("POST", "/pipeline/hand-over/"): {"giver": "{rita}", "to": "{nora}"},
    ("POST", f"{_DEAL}/actions/retry/"): {"run": "{ritas_action}"},
    ("POST", f"{_PAGE}/actions/retry/"): {"run": "{ritas_action}"},
}


def deal_names(deal: Deal, helper: User) -> dict[str, object]:
    """What a stage was to do for the deal, and could not; what is known of it; help that Ivan is asked for."""
    champion = QualificationItem.objects.get(process_version=deal.stage.process_version_id, code="champion")
    score = score_item(deal=deal, item=champion, score=2, evidence="Mail", by=deal.owner, at=AT)
    run = DealAction.objects.get(deal=deal)
    Job.objects.filter(pk=run.job_id).update(state="FAILED", error="Nobody was there.", finished_at=AT)
    said = {"deal": deal, "helper": helper, "question": "May we?", "due_date": date(2999, 1, 1)}
    asked, other = (ask_help(**said, kind=kind, by=deal.owner, at=AT) for kind in ("LEGAL", "PRICING"))
    set_probability(deal=deal, probability=Decimal("0.65"), reason="Signed", by=deal.owner, at=AT)
    book = HandOver.objects.create(giver=deal.owner, by=deal.owner, at=AT)
    handed = HandedDeal.objects.create(hand_over=book, deal=deal, to=deal.owner, note="Call", deal_version=1)
    return {
        "ritas_hand_over": book.pk,
        "ritas_handed_deal": handed.pk,
        "ritas_override": ProbabilityOverride.objects.get(deal=deal).pk,
        "ritas_action": run.pk,
        "deal_item": champion.pk,
        "ritas_score": score.pk,
        "ivans_help": asked.pk,
        "ivans_other_help": other.pk,
        "help_link": token_of(asked),
        "ivan": helper.pk,
    }
