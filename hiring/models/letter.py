"""What candidates get in writing: the texts of a profile, and the letter of each version of an offer."""

from django.db import models
from django.db.models import Exists, OuterRef, Q

from hiring.choices import LetterKind
from hiring.models.offer import Offer
from hiring.models.profile import HiringProfile
from hiring.models.readable import HiringSetupQuerySet
from salesmgmt.accounts.models import User
from salesmgmt.files.models import StoredFile


class LetterText(models.Model):
    """The words of a kind of letter of a profile; without a row the usual hold. `domain.letter_texts` writes it."""

    profile = models.ForeignKey(HiringProfile, models.CASCADE, related_name="letter_texts", db_index=False)
    kind = models.CharField(max_length=9, choices=LetterKind)
    text = models.TextField()
    version = models.PositiveIntegerField(default=1)

    objects = HiringSetupQuerySet.as_manager()

    class Meta:
        ordering = ["profile", "kind"]
        constraints = [
            models.UniqueConstraint(fields=["profile", "kind"], name="a_profile_has_one_text_of_a_kind"),
            models.CheckConstraint(condition=Q(kind__in=LetterKind.values), name="a_letter_text_is_known"),
            models.CheckConstraint(condition=~Q(text=""), name="a_letter_text_says_something"),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.profile}"


class OfferLetterQuerySet(models.QuerySet["OfferLetter"]):
    def visible_to(self, user: User) -> "OfferLetterQuerySet":
        """It says what the offer pays: whoever may read the offer reads it."""
        return self.filter(Exists(Offer.objects.visible_to(user).filter(pk=OuterRef("offer_id"))))


class OfferLetter(models.Model):
    """The letter of one version of an offer, a PDF, as it was sent; it stays. `domain.offer_letters` writes it."""

    append_only = True

    offer = models.ForeignKey(Offer, models.PROTECT, related_name="letters", db_index=False)
    number = models.PositiveIntegerField()
    stored = models.OneToOneField(StoredFile, models.PROTECT, related_name="+")
    made_at = models.DateTimeField()

    objects = OfferLetterQuerySet.as_manager()

    class Meta:
        ordering = ["offer", "-number"]
        constraints = [models.UniqueConstraint(fields=["offer", "number"], name="a_version_of_an_offer_has_one_letter")]

    def __str__(self) -> str:
        return f"Letter of version {self.number} of offer {self.offer_id}"
