"""A stage sends a webhook by itself: to the one that it names, once, and says so on the deal's page."""

from datetime import timedelta

import pytest

from pipeline.choices import ActionKind, ActionMoment
from pipeline.domain.action_effects import perform
from pipeline.domain.draft_actions import ActionFacts, add_action
from pipeline.domain.drafts import draft_version
from pipeline.domain.moves import move_deal
from pipeline.models import DealAction, StageAction
from salesmgmt.events.domain import running
from salesmgmt.events.domain.consumption import drain
from salesmgmt.events.models import Event, Job
from salesmgmt.outbox.domain.webhooks import EndpointFacts, add_endpoint, remove_endpoint
from salesmgmt.outbox.models import WebhookDelivery
from tests.pipeline.process_rows import deal_in, strict_process
from tests.refusals import all_rows, assert_refused

HOUR = timedelta(hours=1)


@pytest.fixture
def webhook(olga, at):
    """It asks for orders; what stages send it, it gets besides."""
    facts = EndpointFacts("Slack of legal", "https://hooks.example.com/legal", ["order.placed"], olga)
    return add_endpoint(facts=facts, by=olga, at=at)[0]


def sends(webhook) -> ActionFacts:
    return ActionFacts(ActionMoment.ENTER, ActionKind.WEBHOOK, webhook=webhook)


def entered(version, cast, at):
    deal = deal_in(version, cast.rita)
    return move_deal(deal=deal, to=version.stages.get(name="Discover"), by=cast.rita, at=at + HOUR)


def run_all(at) -> list[tuple[str, str, str]]:
    for pk in Job.objects.filter(kind="pipeline.stage_action").order_by("pk").values_list("pk", flat=True):
        running.run(job_id=pk, at=at + 2 * HOUR)
    rows = DealAction.objects.select_related("job", "action__webhook").order_by("pk")
    return [(row.action.does, row.state, row.says) for row in rows]


def test_entering_a_stage_tells_the_webhook_that_it_names_once(process, cast, at, webhook):
    deal = entered(strict_process(cast.olga, Discover=[sends(webhook)]), cast, at)
    assert run_all(at) == [("Send a webhook to Slack of legal", "done", "Slack of legal is told")]
    event = Event.objects.get(kind="deal.stage_acted")
    run = DealAction.objects.select_related("action__webhook").get()
    assert (event.subject_id, event.payload["webhook_id"], event.payload["run_id"]) == (deal.pk, webhook.pk, run.pk)
    before = all_rows()
    perform(run=run, by=cast.rita, at=at)
    assert all_rows() == before
    other = EndpointFacts("Data warehouse", "https://hooks.example.com/all", ["deal.*"], cast.olga)
    add_endpoint(facts=other, by=cast.olga, at=at)
    drain("outbox.webhooks", at=at, own=True)
    told = WebhookDelivery.objects.filter(event=event).values_list("endpoint__name", flat=True)
    assert list(told) == ["Slack of legal"]


def test_a_webhook_that_was_removed_is_not_sent_and_the_deal_says_so(process, cast, at, webhook):
    version = strict_process(cast.olga, Discover=[sends(webhook)])
    remove_endpoint(endpoint=webhook, by=cast.olga, at=at)
    entered(version, cast, at)
    ((_, state, says),) = run_all(at)
    assert (state, Event.objects.filter(kind="deal.stage_acted").exists()) == ("failed", False)
    assert says.startswith("The webhook Slack of legal was removed")


def test_an_action_that_sends_names_its_webhook_and_is_copied_with_it(process, cast, at, webhook):
    version = strict_process(cast.olga, Discover=[sends(webhook)])
    draft = draft_version(process=version.process, by=cast.olga, at=at)
    assert StageAction.objects.get(stage__process_version=draft).webhook == webhook
    with assert_refused("a_stage_action_says_what_it_does", "kind"):
        add_action(stage=draft.stages.get(name="Qualify"), facts=sends(None), by=cast.olga, at=at)
    told = ActionFacts(ActionMoment.ENTER, ActionKind.NOTIFY, whom="OWNER", message="Look", webhook=webhook)
    assert add_action(stage=draft.stages.get(name="Qualify"), facts=told, by=cast.olga, at=at).webhook is None
