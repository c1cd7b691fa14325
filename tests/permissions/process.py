"""What the permission table says of the process: names of its rows, and what acts on them send."""

from datetime import timedelta
from decimal import Decimal

from pipeline.choices import StageKind
from pipeline.domain.buying import add_buyer
from pipeline.domain.draft_actions import ActionFacts, add_action
from pipeline.domain.drafts import CriterionFacts, StepFacts, add_criterion, add_step, draft_version
from pipeline.domain.processes import StageFacts, draft_process, publish_version
from pipeline.models import Contact, CriterionCheck, StageExit, Task
from tests.cast import AT, Cast
from tests.permissions.deals import deal_names
from tests.pipeline_rows import make_deal

_DEAL = "/api/v1/pipeline/deals/{ritas_judged_deal}"
_PAGE = "/pipeline/deals/{ritas_judged_deal}"
PROCESS_BODIES: dict[tuple[str, str], dict[str, object]] = {
    ("POST", f"{_DEAL}/checks/"): {"criterion": "{check_criterion}", "evidence": "Mail"},
    ("POST", f"{_DEAL}/exit-approval/"): {"criterion": "{approval_criterion}"},
    ("POST", f"{_DEAL}/buyers/"): {"contact": "{judged_contact}", "role": "CHAMPION"},
    ("POST", f"{_DEAL}/buyers/remove/"): {"buyer": "{ritas_buyer}"},
    ("POST", "/api/v1/pipeline/exit-criteria/"): {"stage": "{draft_stage}", "kind": "FIELD", "field": "amount"},
    ("POST", "/api/v1/pipeline/process-versions/"): {
        "name": "Renewals",
        "stages": [{"name": "Ask", "default_probability": "0.5"}],
    },
    ("POST", "/api/v1/pipeline/stages/"): {"version": "{process_draft}", "name": "Try", "default_probability": "0.5"},
    ("PATCH", "/api/v1/pipeline/stages/{draft_stage}/"): {"name": "Greet"},
    ("POST", "/api/v1/pipeline/stages/{draft_stage}/place/"): {"after": "{draft_second}"},
    ("POST", "/api/v1/pipeline/exit-criteria/{draft_criterion}/place/"): {"after": None},
    ("POST", "/api/v1/pipeline/playbook-steps/{draft_step}/place/"): {"after": None},
    ("PATCH", "/api/v1/pipeline/exit-criteria/{draft_criterion}/"): {"name": "Money is there"},
    ("PATCH", "/api/v1/pipeline/playbook-steps/{draft_step}/"): {"title": "Visit"},
    ("PATCH", "/api/v1/pipeline/stage-actions/{draft_action}/"): {"message": "Prepare"},
    ("PATCH", "/api/v1/pipeline/qualification-items/{draft_qualifier}/"): {"question": "Who signs?"},
    ("POST", "/api/v1/pipeline/playbook-steps/"): {"stage": "{draft_stage}", "title": "Call"},
    ("POST", f"{_PAGE}/checks/"): {"criterion": "{check_criterion}", "evidence": "Mail"},
    ("POST", f"{_PAGE}/buyers/"): {"contact": "{judged_contact}", "role": "CHAMPION"},
    ("POST", f"{_PAGE}/buyers/remove/"): {"buyer": "{ritas_buyer}"},
    ("POST", f"{_PAGE}/tasks/done/"): {"task": "{ritas_task}"},
    ("POST", f"{_PAGE}/tasks/skip/"): {"task": "{ritas_task}", "note": "Known"},
    ("POST", f"{_PAGE}/tasks/next-step/"): {"task": "{ritas_task}"},
}


STAGES = [
    StageFacts("Meet"),
    StageFacts("Judge"),
    StageFacts("Won", StageKind.WON, Decimal(1), "CLOSED"),
    StageFacts("Lost", StageKind.LOST, Decimal(0), "OMITTED"),
]


def process_names(cast: Cast) -> dict[str, object]:
    """A second process, published before the first with a checklist item, an approval and a step; its next version is a
    draft. Rita has a deal in it with a buyer, a task, and a stage that it left."""
    draft = draft_process(name="Partner process", stages=STAGES, by=cast.olga, at=AT)
    first = draft.stages.get(position=1)
    check = add_criterion(stage=first, facts=CriterionFacts("CHECK", name="Budget confirmed"), by=cast.olga, at=AT)
    asked = add_criterion(stage=first, facts=CriterionFacts("APPROVAL", name="Security"), by=cast.olga, at=AT)
    add_step(stage=first, facts=StepFacts("Map who decides"), by=cast.olga, at=AT)
    tell = ActionFacts("ENTER", "NOTIFY", whom="OWNER", message="Prepare the call")
    add_action(stage=first, facts=tell, by=cast.olga, at=AT)
    version = publish_version(version=draft, by=cast.olga, at=AT - timedelta(days=1))
    deal = make_deal(cast.rita, "Helix Robotics", in_stage=version.stages.get(position=1))
    contact = Contact.objects.create(account=deal.account, name="Judy Judge")
    buyer = add_buyer(deal=deal, contact=contact, role="USER", by=cast.rita, at=AT)
    left = StageExit.objects.create(
        deal=deal, stage=first, deal_version=1, owner=cast.rita, by=cast.rita, at=AT, unmet=[check.pk], reason="Fair"
    )
    ticked = CriterionCheck.objects.create(deal=deal, criterion=asked, evidence="Mail", by=cast.rita, at=AT)
    next_draft = draft_version(process=version.process, by=cast.olga, at=AT)
    stage = next_draft.stages.get(position=1)
    return {
        "ritas_judged_deal": deal.pk,
        "judged_contact": contact.pk,
        "check_criterion": check.pk,
        "approval_criterion": asked.pk,
        "ritas_buyer": buyer.pk,
        "ritas_exit": left.pk,
        "ritas_check": ticked.pk,
        "ritas_task": Task.objects.get(deal=deal).pk,
        **deal_names(deal, cast.ivan),
        "ritas_manager": cast.max.pk,
        "draft_qualifier": next_draft.items.first().pk,
        "draft_action": stage.actions.get().pk,
        "published_version": version.pk,
        "process_draft": next_draft.pk,
        "judged_next": version.stages.get(position=2).pk,
        "draft_stage": stage.pk,
        "draft_second": next_draft.stages.get(position=2).pk,
        "draft_criterion": stage.criteria.first().pk,
        "draft_step": stage.steps.get().pk,
    }
