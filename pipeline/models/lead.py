"""Somebody who may become a customer, before there is a deal."""

from django.contrib.postgres.indexes import GinIndex, OpClass
from django.db import models
from django.db.models import F, Q, Value
from django.db.models.functions import Coalesce, NullIf

from pipeline.choices import LeadRejection, LeadState
from pipeline.models.account import Account, Contact
from pipeline.models.campaign import Campaign
from pipeline.models.capture import CaptureForm
from pipeline.models.deal import Deal
from pipeline.models.external import external_constraints
from pipeline.models.product import LeadSource, Product
from pipeline.models.scoring import ScoreRun
from pipeline.rules import can_read_pipeline, leads_a_line, reads_every_deal
from salesmgmt.accounts.models import User
from salesmgmt.common.folding import OnlyDigits, words_index
from salesmgmt.duplicates.normal import CompanyName, DomainKey, EmailKey, PersonNameIfAny, PhoneKey
from salesmgmt.people.models.line import IsAnyOf, line_of

LEAD_WORDS = ("person_name", "company_name", "email", "phone", OnlyDigits("phone"))
CALLED = Coalesce(NullIf("person_name", Value("")), "company_name")
"""What a lead is called: the person, or the company where nobody is named."""
UNDECIDED = (LeadState.NEW, LeadState.WORKING)


class LeadQuerySet(models.QuerySet["Lead"]):
    def visible_to(self, user: User) -> "LeadQuerySet":
        """One's own leads and (for managers) those of everybody below."""
        if reads_every_deal(user):
            return self
        if not can_read_pipeline(user):
            return self.none()
        return self.filter(IsAnyOf(F("owner_id"), line_of(user)) if leads_a_line(user) else Q(owner=user))

    def called(self) -> "LeadQuerySet":
        return self.annotate(called=CALLED)


class Lead(models.Model):
    """A person or company that showed interest. Sales accepts or rejects it; an accepted one becomes a deal.

    `domain.leads` changes its state and facts, `domain.conversion` converts it and takes that back; `version` rises
    with every act. `answered_at` is when somebody first took it up or decided about it, `decided_at` when it was last
    accepted or rejected.

    `assigned_at` is when it was given to whose it was until somebody answered, and `due_at` the instant by which they
    were to answer (`domain.lead_response`; neither is known of imported leads); `response_minutes` are the minutes
    that their office worked from the one to the answer.
    """

    person_name = models.CharField(max_length=200, blank=True)
    company_name = models.CharField(max_length=200, blank=True)
    email = models.EmailField(blank=True)
    phone = models.CharField(max_length=40, blank=True)
    note = models.TextField(blank=True)
    lead_source = models.ForeignKey(LeadSource, models.PROTECT, null=True, blank=True, related_name="leads")
    campaign = models.ForeignKey(Campaign, models.PROTECT, null=True, blank=True, related_name="leads")
    country = models.CharField(max_length=60, blank=True, default="", db_default="")
    language = models.CharField(max_length=40, blank=True, default="", db_default="")
    employee_count = models.PositiveIntegerField(null=True, blank=True)
    product = models.ForeignKey(Product, models.PROTECT, null=True, blank=True, related_name="leads")
    owner = models.ForeignKey(User, models.PROTECT, related_name="leads", db_index=False)
    state = models.CharField(max_length=9, choices=LeadState, default=LeadState.NEW)
    rejection = models.CharField(max_length=11, choices=LeadRejection, blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)
    decided_at = models.DateTimeField(null=True, blank=True)
    assigned_at = models.DateTimeField(null=True, blank=True)
    due_at = models.DateTimeField(null=True, blank=True)
    response_minutes = models.PositiveIntegerField(null=True, blank=True)
    account = models.ForeignKey(Account, models.PROTECT, null=True, blank=True, related_name="leads")
    contact = models.ForeignKey(Contact, models.PROTECT, null=True, blank=True, related_name="leads")
    deal = models.OneToOneField(Deal, models.PROTECT, null=True, blank=True, related_name="lead")
    score = models.PositiveSmallIntegerField(null=True, blank=True)
    score_run = models.ForeignKey(ScoreRun, models.PROTECT, null=True, blank=True, related_name="+", db_index=False)
    capture_form = models.ForeignKey(CaptureForm, models.PROTECT, null=True, blank=True, related_name="leads")
    external_source = models.CharField(max_length=40, blank=True)
    external_id = models.CharField(max_length=120, blank=True)
    version = models.PositiveIntegerField(default=1)
    created_at = models.DateTimeField()

    objects = LeadQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["owner", "state", "id"], name="leads_of_an_owner"),
            models.Index(fields=["created_at", "id"], name="leads_by_day"),
            models.Index(Coalesce("score", -1), "id", name="leads_by_score"),
            models.Index(
                fields=["due_at"], condition=Q(due_at__isnull=False, answered_at=None), name="leads_due_to_be_answered"
            ),
            words_index(
                "person_name", "company_name", "email", "phone", OnlyDigits("phone"), name="leads_by_their_words"
            ),
            models.Index(EmailKey("email"), name="leads_by_like_email"),
            models.Index(PhoneKey("phone"), name="leads_by_like_phone"),
            models.Index(DomainKey("email"), name="leads_by_domain"),
            models.Index(CompanyName("company_name"), name="leads_by_like_company"),
            GinIndex(OpClass(PersonNameIfAny("person_name"), name="gin_trgm_ops"), name="leads_by_like_name"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=~Q(person_name="") | ~Q(company_name=""), name="a_lead_names_a_person_or_a_company"
            ),
            models.CheckConstraint(condition=Q(state__in=LeadState.values), name="lead_state_is_known"),
            models.CheckConstraint(
                condition=Q(state=LeadState.REJECTED, rejection__in=LeadRejection.values)
                | (~Q(state=LeadState.REJECTED) & Q(rejection="")),
                name="a_rejected_lead_has_its_reason",
            ),
            models.CheckConstraint(
                condition=Q(state__in=UNDECIDED, decided_at__isnull=True)
                | (~Q(state__in=UNDECIDED) & Q(decided_at__isnull=False)),
                name="a_decided_lead_has_its_instant",
            ),
            models.CheckConstraint(
                condition=Q(state=LeadState.CONVERTED, account__isnull=False, contact__isnull=False, deal__isnull=False)
                | (~Q(state=LeadState.CONVERTED) & Q(account__isnull=True, contact__isnull=True, deal__isnull=True)),
                name="a_converted_lead_has_what_it_became",
            ),
            models.CheckConstraint(
                condition=Q(score__isnull=True, score_run__isnull=True)
                | Q(score__lte=100, score__isnull=False, score_run__isnull=False),
                name="a_score_is_a_percentage_of_a_run",
            ),
            *external_constraints("lead"),
        ]

    def __str__(self) -> str:
        return self.person_name or self.company_name
