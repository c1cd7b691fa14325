"""What we offer candidates, and what each version of it said."""

from django.db import models
from django.db.models import Exists, F, OuterRef, Q

from hiring.choices import LIVE_OFFERS, OfferState
from hiring.models.candidacy import Candidacy
from hiring.models.profile import HiringProfile
from hiring.rules import hires, reads_every_offer
from salesmgmt.accounts.models import User
from salesmgmt.approvals.models import ApprovalRequest
from salesmgmt.people.validators import validate_currency

OFFER_APPROVAL = "hiring.offer"


class OfferQuerySet(models.QuerySet["Offer"]):
    def visible_to(self, user: User) -> "OfferQuerySet":
        """All to those who read all of offers' pay; to managers those of profiles that their line hires for; and to
        whoever was asked to approve one."""
        if reads_every_offer(user):
            return self
        seen = Q(pk__in=ApprovalRequest.objects.put_to(user, OFFER_APPROVAL))
        if hires(user):
            seen |= Q(candidacy__profile__in=HiringProfile.objects.hired_for_in_line_of(user).values("pk"))
        return self.filter(seen)

    def live(self) -> "OfferQuerySet":
        return self.filter(state__in=LIVE_OFFERS)


class Terms(models.Model):
    """What an offer promises: pay a year in minor units of its currency, the first day, and until when it stands."""

    base_minor = models.PositiveBigIntegerField()
    variable_minor = models.PositiveBigIntegerField(default=0)
    currency = models.CharField(max_length=3, validators=[validate_currency])
    start_date = models.DateField()
    expires_date = models.DateField(help_text="The last day on which it can be accepted.")

    class Meta:
        abstract = True

    @property
    def total_minor(self) -> int:
        return self.base_minor + self.variable_minor


class Offer(Terms):
    """An offer to a candidate, with the terms of its latest version (`terms_number`); OfferTerms keeps each of them.

    States: DRAFT -> WAITING (for approval) -> APPROVED -> SENT -> ACCEPTED, DECLINED or EXPIRED, and WITHDRAWN by us; a
    revision leads back to DRAFT and asks anew. `domain.offers` writes and moves it, `domain.answers` takes what the
    candidate says, `domain.expiry` ends it. A candidacy has one live offer.
    """

    candidacy = models.ForeignKey(Candidacy, models.PROTECT, related_name="offers")
    state = models.CharField(max_length=9, choices=OfferState, default=OfferState.DRAFT)
    terms_number = models.PositiveIntegerField(default=1)
    sent_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    end_reason = models.CharField(max_length=200, blank=True)
    version = models.PositiveIntegerField(default=1)

    objects = OfferQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["state", "expires_date"], name="offers_by_their_last_day")]
        constraints = [
            models.UniqueConstraint(
                fields=["candidacy"], condition=Q(state__in=LIVE_OFFERS), name="a_candidacy_has_one_live_offer"
            ),
            models.CheckConstraint(condition=Q(state__in=OfferState.values), name="an_offer_state_is_known"),
            models.CheckConstraint(condition=Q(currency__regex="^[A-Z]{3}$"), name="an_offer_currency_is_iso"),
            models.CheckConstraint(condition=Q(base_minor__gt=0), name="an_offer_pays_something"),
            models.CheckConstraint(
                condition=~Q(state__in=(OfferState.SENT, OfferState.ACCEPTED, OfferState.DECLINED, OfferState.EXPIRED))
                | Q(sent_at__isnull=False),
                name="an_answered_offer_was_sent",
            ),
        ]

    def __str__(self) -> str:
        return f"Offer {self.pk}, {self.candidacy.profile}"

    @property
    def is_live(self) -> bool:
        return self.state in LIVE_OFFERS

    @property
    def can_be_revised(self) -> bool:
        return self.is_live and self.state != OfferState.ACCEPTED


class OfferTermsQuerySet(models.QuerySet["OfferTerms"]):
    def visible_to(self, user: User) -> "OfferTermsQuerySet":
        return self.filter(Exists(Offer.objects.visible_to(user).filter(pk=OuterRef("offer_id"))))


class OfferTerms(Terms):
    """One version of an offer's terms; it stays."""

    append_only = True

    offer = models.ForeignKey(Offer, models.PROTECT, related_name="all_terms", db_index=False)
    number = models.PositiveIntegerField()
    written_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    written_at = models.DateTimeField()

    objects = OfferTermsQuerySet.as_manager()

    class Meta:
        ordering = [F("offer_id").asc(), F("number").desc()]
        constraints = [
            models.UniqueConstraint(fields=["offer", "number"], name="versions_of_an_offer_are_numbered_once")
        ]

    def __str__(self) -> str:
        return f"Version {self.number} of offer {self.offer_id}"
