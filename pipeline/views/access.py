"""The row that an address of the pipeline names: what one may not see is not there."""

from django.db.models import Exists, OuterRef, Prefetch
from django.http import HttpRequest
from django.shortcuts import get_object_or_404

from pipeline.models import Account, Deal, DealAction, HelpRequest, Lead, Stage
from pipeline.queries.course_changes import course_changes
from pipeline.queries.followers import followers_of
from pipeline.queries.hand_over import handed_of
from pipeline.queries.meetings_ahead import planned_of
from pipeline.queries.probability import override_of
from pipeline.queries.processes import with_rules
from pipeline.queries.qualification import said_of_items
from pipeline.queries.stage_odds import with_odds
from pipeline.queries.task_work import waiting_for


def deal_at(request: HttpRequest, pk: int) -> Deal:
    """With what its page shows of it: who and what it names, and the stages of its process; `shows_lead` says whether
    the lead that it came from is the person's to see, `has_acted` whether stages did something for it by themselves,
    `has_help` whether help was asked for, `said_likely` what its people say of its chance."""
    lead = Lead.objects.visible_to(request.user).filter(deal=OuterRef("pk"))
    stages = Prefetch("stage__process_version__stages", with_odds(with_rules(Stage.objects.all())))
    deals = Deal.objects.visible_to(request.user).prefetch_related(stages)
    acted = DealAction.objects.filter(deal=OuterRef("pk"))
    helped = HelpRequest.objects.filter(deal=OuterRef("pk"))
    deals = deals.annotate(
        shows_lead=Exists(lead),
        has_acted=Exists(acted),
        has_help=Exists(helped),
        qualified=said_of_items(),
        followed_by=followers_of(),
        said_likely=override_of(),
        was_handed=handed_of(),
        planned=planned_of(),
        to_do=waiting_for("deal"),
        **course_changes(),
    )
    named = ("stage__process_version__process", "owner", "account", "lead_source", "campaign", "close_reason", "order")
    return get_object_or_404(deals.select_related("lead", *named), pk=pk)


def account_at(request: HttpRequest, pk: int) -> Account:
    """With the leads that became it, as far as one may see them, as `came_from`, and what waits `to_do`."""
    leads = Prefetch("leads", Lead.objects.visible_to(request.user).order_by("pk"), to_attr="came_from")
    accounts = Account.objects.visible_to(request.user).select_related("owner", "lead_source", "parent")
    accounts = accounts.annotate(to_do=waiting_for("account", "contact__account"))
    return get_object_or_404(accounts.prefetch_related(leads), pk=pk)


def lead_at(request: HttpRequest, pk: int) -> Lead:
    """With whom and what its page names, and what waits `to_do`."""
    named = ("owner", "lead_source", "campaign", "product", "score_run", "deal", "account", "contact")
    leads = Lead.objects.visible_to(request.user).annotate(to_do=waiting_for("lead"))
    return get_object_or_404(leads.select_related(*named), pk=pk)
