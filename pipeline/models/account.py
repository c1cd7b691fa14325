"""The companies that are sold to, and the people in them."""

from datetime import datetime

from django.contrib.postgres.indexes import GinIndex, OpClass
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Upper

from pipeline.models.external import external_constraints
from pipeline.rules import can_read_pipeline, leads_a_line, reads_every_deal
from salesmgmt.accounts.models import User
from salesmgmt.common.folding import Folded, OnlyDigits, words_index
from salesmgmt.duplicates.normal import CompanyName, DomainKey, EmailKey, PhoneKey
from salesmgmt.people.models.line import IsAnyOf, line_of


class AccountQuerySet(models.QuerySet["Account"]):
    def visible_to(self, user: User) -> "AccountQuerySet":
        """Accounts one owns (or one's line does), and those of deals one may see."""
        from pipeline.models.deal import Deal

        if reads_every_deal(user):
            return self
        if not can_read_pipeline(user):
            return self.none()
        own = IsAnyOf(F("owner_id"), line_of(user)) if leads_a_line(user) else Q(owner=user)
        # each by itself, so that an index of owners and accounts is all that is read of the first
        theirs, shared = Deal.objects.of_line(user), Deal.objects.shared_with(user)
        return self.filter(Q(own) | Q(pk__in=theirs.values("account_id")) | Q(pk__in=shared.values("account_id")))


class Account(models.Model):
    """A company that is or may become a customer. Blank facts are unknown, never guessed.

    `domain.accounts` creates and edits it; `version` rises with every edit.
    """

    name = models.CharField(max_length=200)
    owner = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="accounts")
    parent = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="subsidiaries")
    sector = models.CharField(max_length=60, blank=True)
    founded_year = models.PositiveSmallIntegerField(null=True, blank=True)
    revenue_amount = models.DecimalField(
        max_digits=19, decimal_places=2, null=True, blank=True, help_text="Yearly revenue, in the unit of its currency."
    )
    revenue_currency = models.CharField(max_length=3, blank=True)
    employee_count = models.PositiveIntegerField(null=True, blank=True)
    country = models.CharField(max_length=60, blank=True)
    lead_source = models.ForeignKey("pipeline.LeadSource", models.PROTECT, null=True, blank=True)
    external_source = models.CharField(max_length=40, blank=True)
    external_id = models.CharField(max_length=120, blank=True)
    version = models.PositiveIntegerField(default=1)

    objects = AccountQuerySet.as_manager()

    class Meta:
        ordering = ["name", "id"]
        indexes = [
            models.Index(fields=["name", "id"], name="accounts_by_name"),
            # as `icontains` asks, from three letters on
            GinIndex(OpClass(Upper("name"), name="gin_trgm_ops"), name="accounts_by_part_of_name"),
            models.Index(Folded("name"), "id", name="accounts_by_folded_name"),
            words_index("name", "external_id", name="accounts_by_their_words"),
            GinIndex(OpClass(CompanyName("name"), name="gin_trgm_ops"), name="accounts_by_like_name"),
        ]
        constraints = [
            models.CheckConstraint(condition=~Q(name=""), name="an_account_has_a_name"),
            models.CheckConstraint(condition=~Q(parent=F("id")), name="an_account_is_not_its_own_parent"),
            models.CheckConstraint(
                condition=Q(revenue_amount__isnull=True) | Q(revenue_currency__regex="^[A-Z]{3}$"),
                name="a_revenue_has_its_currency",
            ),
            models.CheckConstraint(
                condition=Q(revenue_amount__isnull=True) | Q(revenue_amount__gte=0), name="a_revenue_is_not_negative"
            ),
            *external_constraints("account"),
        ]

    def __str__(self) -> str:
        return self.name


class ContactQuerySet(models.QuerySet["Contact"]):
    def visible_to(self, user: User) -> "ContactQuerySet":
        if reads_every_deal(user):
            return self
        return self.filter(account__in=Account.objects.visible_to(user).values("pk"))

    def known_before(self, instant: datetime) -> "ContactQuerySet":
        return self.filter(Q(known_from__isnull=True) | Q(known_from__lt=instant))


class Contact(models.Model):
    """A person at an account."""

    account = models.ForeignKey(Account, models.PROTECT, related_name="contacts")
    name = models.CharField(max_length=200)
    title = models.CharField(max_length=120, blank=True)
    email = models.EmailField(blank=True)
    phone = models.CharField(max_length=40, blank=True)
    version = models.PositiveIntegerField(default=1)
    known_from = models.DateTimeField(null=True, blank=True, help_text="Blank: for longer than anybody wrote down.")

    objects = ContactQuerySet.as_manager()

    class Meta:
        ordering = [Folded("name"), "id"]
        indexes = [
            models.Index(Folded("name"), "id", name="contacts_by_folded_name"),
            words_index("name", "email", "phone", OnlyDigits("phone"), name="contacts_by_their_words"),
            models.Index(EmailKey("email"), name="contacts_by_like_email"),
            models.Index(PhoneKey("phone"), name="contacts_by_like_phone"),
            models.Index(DomainKey("email"), name="contacts_by_domain"),
        ]
        constraints = [models.CheckConstraint(condition=~Q(name=""), name="a_contact_has_a_name")]

    def __str__(self) -> str:
        return self.name
