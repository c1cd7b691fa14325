"""What the pipeline adds to Today: leads that wait, deals that need their owner, and how the quarter stands."""

from pipeline.models import ProcessVersion
from pipeline.queries.account_work import renewals_ending, reorders_expected, reviews_due
from pipeline.queries.deal_work import deals_needing_somebody
from pipeline.queries.help_waiting import help_waiting, is_asked
from pipeline.queries.lead_work import leads_waiting
from pipeline.queries.meetings_ahead import meetings_today, plans_meetings
from pipeline.queries.task_work import has_tasks, tasks_due
from pipeline.rules import can_read_pipeline, can_work_deals
from salesmgmt.people.rules import is_admin, sells
from salesmgmt.web.agenda import (
    FirstStep,
    SideCard,
    Start,
    Work,
    register_card,
    register_first_step,
    register_start,
    register_work,
)

register_work(
    Work(
        "pipeline.tasks",
        order=15,
        visible=has_tasks,
        find=tasks_due,
        more="tasks that are due",
        appears="what you or others wrote down for you to do, and steps of the playbook, on the day they are due",
    )
)
register_work(
    Work(
        "pipeline.leads",
        order=5,
        visible=can_work_deals,
        find=leads_waiting,
        more="leads that wait for an answer",
        appears="new leads of yours, until somebody takes them up",
    )
)
register_work(
    Work(
        "pipeline.deals",
        order=10,
        visible=can_work_deals,
        find=deals_needing_somebody,
        more="deals that need somebody",
        appears="deals without a next step, with one that is due, or stalled in a stage",
    )
)
register_work(
    Work(
        "pipeline.meetings",
        order=9,
        visible=plans_meetings,
        find=meetings_today,
        more="meetings of yours",
        appears="meetings that you have planned, on their day and until you say how they went",
    )
)
register_work(
    Work(
        "pipeline.renewals",
        order=25,
        visible=sells,
        find=renewals_ending,
        later=True,
        more="orders that end",
        appears="orders of yours that end within 30 days and are not renewed yet",
    )
)
register_work(
    Work(
        "pipeline.reorders",
        order=45,
        visible=sells,
        find=reorders_expected,
        later=True,
        more="accounts that are expected to order again",
        appears="accounts of yours that are due to order again and have no open deal",
    )
)
register_work(
    Work(
        "pipeline.reviews",
        order=30,
        visible=sells,
        find=reviews_due,
        later=True,
        more="accounts to look at",
        appears="accounts of yours on the day that their plan is to be reviewed",
    )
)
register_work(
    Work(
        "pipeline.help",
        order=8,
        visible=is_asked,
        find=help_waiting,
        more="questions to you",
        appears="what others ask you about their deals",
    )
)
register_card(
    SideCard("pipeline.quarter", "This quarter", "pipeline:quarter-card", order=10, visible=can_read_pipeline)
)
register_first_step(
    FirstStep(
        "Say how you sell",
        "the stages of a deal, or bring them in with what your CRM exports.",
        "pipeline:settings",
        order=20,
        done=lambda: ProcessVersion.objects.filter(published_at__isnull=False),
        visible=is_admin,
    )
)
register_start(Start("New task", "pipeline:new-task", order=20, visible=can_work_deals))
register_start(Start("New deal", "pipeline:new-deal", order=10, visible=can_work_deals))
