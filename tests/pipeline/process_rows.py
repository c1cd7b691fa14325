"""A process with exit criteria and a playbook, as an admin makes it."""

from pipeline.choices import ActivityKind, BuyingRole, CriterionKind, DealFact
from pipeline.domain.draft_actions import ActionFacts, add_action
from pipeline.domain.drafts import CriterionFacts, StepFacts, add_criterion, add_step, draft_version
from pipeline.domain.processes import publish_version
from pipeline.models import Deal, ExitCriterion, PlaybookStep, Process, ProcessVersion
from salesmgmt.accounts.models import User
from tests.cast import AT
from tests.pipeline_rows import make_deal

CLOSE_DATE = CriterionFacts(CriterionKind.FIELD, field=DealFact.CLOSE_DATE)
MEETING = CriterionFacts(CriterionKind.ACTIVITIES, activity_kind=ActivityKind.MEETING, count=2)
BUYER = CriterionFacts(CriterionKind.CONTACT, role=BuyingRole.ECONOMIC_BUYER)
BUDGET = CriterionFacts(CriterionKind.CHECK, name="Budget confirmed")
SECURITY = CriterionFacts(CriterionKind.APPROVAL, name="Security review")


_ADD = {CriterionFacts: add_criterion, StepFacts: add_step, ActionFacts: add_action}


def strict_process(olga: User, **stages: list[CriterionFacts | StepFacts | ActionFacts]) -> ProcessVersion:
    """The next version of the enterprise process, published, with what is asked for and to do by stage."""
    draft = draft_version(process=Process.objects.get(), by=olga, at=AT)
    for name, rules in stages.items():
        stage = draft.stages.get(name=name)
        for facts in rules:
            _ADD[type(facts)](stage=stage, facts=facts, by=olga, at=AT)
    return publish_version(version=draft, by=olga, at=AT)


def deal_in(version: ProcessVersion, owner: User, stage: str = "Qualify", **facts) -> Deal:
    """Helix Robotics in a stage of this version."""
    deal = make_deal(owner, in_stage=version.stages.get(name=stage), **facts)
    return Deal.objects.get(pk=deal.pk)


def criterion(version: ProcessVersion, name: str) -> ExitCriterion:
    return next(each for each in ExitCriterion.objects.filter(stage__process_version=version) if str(each) == name)


def step(version: ProcessVersion, title: str) -> PlaybookStep:
    return PlaybookStep.objects.get(stage__process_version=version, title=title)
