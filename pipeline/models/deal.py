"""A deal: something that an account may buy."""

from django.contrib.postgres.expressions import ArraySubquery
from django.db import models
from django.db.models import F, Func, Q
from django.db.models.functions import Coalesce

from pipeline.choices import ForecastCategory, StageKind
from pipeline.models.account import Account
from pipeline.models.external import external_constraints
from pipeline.models.process import Stage
from pipeline.models.product import LeadSource
from pipeline.models.readable import OfferedQuerySet
from pipeline.rules import can_read_pipeline, leads_a_line, may_have_shares, reads_every_deal
from salesmgmt.accounts.models import User
from salesmgmt.common.folding import Folded, words_index
from salesmgmt.people.models.line import IsAnyOf, line_of


class DealQuerySet(models.QuerySet["Deal"]):
    def visible_to(self, user: User) -> "DealQuerySet":
        """One's own deals, those one has a share of, and (for managers) those of everybody below."""
        if reads_every_deal(user):
            return self
        if not can_read_pipeline(user):
            return self.none()
        if not may_have_shares(user):  # `or` would keep the planner from reading owners' deals in an index's order
            return self.of_line(user)
        return self.filter(Q(_is_own(user)) | Q(_is_shared_with(user)))

    def of_line(self, user: User) -> "DealQuerySet":
        """Those of one's own, and for managers of everybody below."""
        return self.filter(_is_own(user))

    def shared_with(self, user: User) -> "DealQuerySet":
        """Those one has a share of."""
        return self.filter(_is_shared_with(user))

    def open(self) -> "DealQuerySet":
        return self.filter(state=StageKind.OPEN)


def _is_own(user: User) -> Func | Q:
    return IsAnyOf(F("owner_id"), line_of(user)) if leads_a_line(user) else Q(owner=user)


def _is_shared_with(user: User) -> Func:
    from pipeline.models.deal_split import DealSplit

    return IsAnyOf(F("pk"), ArraySubquery(DealSplit.objects.filter(user=user).order_by().values("deal_id")))


class CloseReason(models.Model):
    """Why deals are won or lost, as this company says it."""

    kind = models.CharField(max_length=4, choices=StageKind)
    code = models.SlugField(max_length=40, unique=True)
    name = models.CharField(max_length=100)
    is_active = models.BooleanField(default=True)

    objects = OfferedQuerySet.as_manager()

    class Meta:
        ordering = ["kind", "name"]
        constraints = [
            models.CheckConstraint(
                condition=Q(kind__in=[StageKind.WON, StageKind.LOST]), name="a_close_reason_is_for_won_or_lost"
            )
        ]

    def __str__(self) -> str:
        return self.name


class Deal(models.Model):
    """What an account may buy, and how far that is. `state`, `stage` and the other dated facts are those of the
    current DealVersion, kept here for reading.

    States: OPEN -> WON or LOST -> OPEN again. `domain.moves.move_deal` moves between open stages, `domain.closing`
    changes the state (`win_deal`, `lose_deal`, `reopen_deal`, `undo_closing`); `version` rises with every act.
    `amount` is blank while nobody has priced the deal; `list_amount` is what its lines cost at list price.
    """

    name = models.CharField(max_length=200)
    account = models.ForeignKey(Account, models.PROTECT, null=True, blank=True, related_name="deals")
    owner = models.ForeignKey(User, models.PROTECT, related_name="deals", db_index=False)
    stage = models.ForeignKey(Stage, models.PROTECT, related_name="deals")
    state = models.CharField(max_length=4, choices=StageKind, default=StageKind.OPEN)
    amount = models.DecimalField(max_digits=19, decimal_places=4, null=True, blank=True)
    list_amount = models.DecimalField(max_digits=19, decimal_places=4, default=0)
    currency = models.CharField(max_length=3)
    forecast_category = models.CharField(max_length=9, choices=ForecastCategory)
    started_date = models.DateField(null=True, blank=True)
    close_date = models.DateField(null=True, blank=True, help_text="The day it closed, or is expected to close.")
    stage_entered_at = models.DateTimeField()
    next_step = models.CharField(max_length=200, blank=True)
    next_step_date = models.DateField(null=True, blank=True)
    paused_until = models.DateField(null=True, blank=True)
    close_reason = models.ForeignKey(CloseReason, models.PROTECT, null=True, blank=True, db_index=False)
    lead_source = models.ForeignKey(
        LeadSource, models.PROTECT, null=True, blank=True, related_name="deals", db_index=False
    )
    campaign = models.ForeignKey(
        "pipeline.Campaign", models.PROTECT, null=True, blank=True, related_name="deals", db_index=False
    )
    external_source = models.CharField(max_length=40, blank=True)
    external_id = models.CharField(max_length=120, blank=True)
    version = models.PositiveIntegerField(default=1)
    created_at = models.DateTimeField()

    objects = DealQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["owner", "state", "id"], include=["account"], name="deals_of_an_owner"),
            # a person's deals in one stage, in the order of their pages; which stages a person has none in, the planner
            # knows by the statistics deals_owners_in_stages (migration 0040)
            models.Index(fields=["owner", "stage", "id"], name="deals_of_an_owner_by_stage"),
            models.Index(
                "stage",
                Coalesce("amount", "list_amount"),
                "id",
                name="open_deals_by_worth",
                condition=Q(state=StageKind.OPEN),
                # all that totals of open deals ask for, their state too, so that no deal itself is read
                include=["owner", "amount", "list_amount", "currency", "paused_until", "next_step", "state"],
            ),
            models.Index(Coalesce("amount", "list_amount"), "id", name="deals_by_worth"),
            models.Index(fields=["amount", "id"], name="deals_by_amount"),
            models.Index(fields=["close_date", "id"], name="deals_by_day"),
            # most deals have none of these, and an index would hold each that has not
            models.Index(fields=["campaign"], name="deals_of_a_campaign", condition=Q(campaign__isnull=False)),
            models.Index(fields=["close_reason"], name="deals_of_a_reason", condition=Q(close_reason__isnull=False)),
            models.Index(fields=["lead_source"], name="deals_of_a_source", condition=Q(lead_source__isnull=False)),
            models.Index(fields=["state", "close_date", "id"], name="deals_by_close_date"),
            # what one person won on a day, as rollups and targets count it
            models.Index(
                fields=["owner", "close_date"],
                include=["amount", "currency"],
                condition=Q(state=StageKind.WON),
                name="won_deals_of_an_owner",
            ),
            # figures of how long things took leave these out, and there are few of them
            models.Index(fields=["id"], name="deals_of_unknown_start", condition=Q(started_date__isnull=True)),
            models.Index(Folded("name"), "id", name="deals_by_folded_name"),
            words_index("name", "external_id", name="deals_by_their_words"),
        ]
        constraints = [
            models.CheckConstraint(condition=~Q(name=""), name="a_deal_has_a_name"),
            models.CheckConstraint(condition=Q(state__in=StageKind.values), name="deal_state_is_known"),
            models.CheckConstraint(
                condition=Q(forecast_category__in=ForecastCategory.values), name="deal_forecast_category_is_known"
            ),
            models.CheckConstraint(condition=Q(currency__regex="^[A-Z]{3}$"), name="deal_currency_is_iso"),
            models.CheckConstraint(
                condition=Q(amount__isnull=True) | Q(amount__gte=0), name="a_deal_amount_is_not_negative"
            ),
            models.CheckConstraint(condition=Q(list_amount__gte=0), name="a_deal_list_amount_is_not_negative"),
            models.CheckConstraint(
                condition=Q(state=StageKind.OPEN) | Q(close_date__isnull=False), name="a_closed_deal_has_its_day"
            ),
            models.CheckConstraint(
                condition=~Q(state=StageKind.WON) | Q(amount__isnull=False), name="a_won_deal_has_an_amount"
            ),
            models.CheckConstraint(
                condition=~Q(state=StageKind.OPEN) | Q(close_reason__isnull=True),
                name="an_open_deal_has_no_close_reason",
            ),
            models.CheckConstraint(
                condition=Q(next_step="", next_step_date__isnull=True)
                | (~Q(next_step="") & Q(next_step_date__isnull=False)),
                name="a_next_step_has_its_day",
            ),
            *external_constraints("deal"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def is_open(self) -> bool:
        return self.state == StageKind.OPEN

    @property
    def has_step(self) -> bool:
        return bool(self.next_step)
