"""Who buys: contacts of a deal's account, with what they are in it."""

from django.db import models
from django.db.models import F, Q

from pipeline.choices import BuyingRole
from pipeline.models.account import Contact
from pipeline.models.deal import Deal
from salesmgmt.accounts.models import User


class DealContactQuerySet(models.QuerySet["DealContact"]):
    def visible_to(self, user: User) -> "DealContactQuerySet":
        """Seen with their deal."""
        return self.filter(deal__in=Deal.objects.visible_to(user).values("pk")).standing()

    def standing(self) -> "DealContactQuerySet":
        """Those of the account that the deal has now: what was said of another account's people is not about this."""
        return self.filter(contact__account=F("deal__account"))


class DealContact(models.Model):
    """A contact has a role in the buying of a deal. `domain.buying` adds and removes it."""

    deal = models.ForeignKey(Deal, models.CASCADE, related_name="buyers", db_index=False)
    contact = models.ForeignKey(Contact, models.PROTECT, related_name="buys")
    role = models.CharField(max_length=14, choices=BuyingRole)
    by = models.ForeignKey(User, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    objects = DealContactQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["deal", "contact", "role"], name="a_contact_has_a_buying_role_once_in_a_deal"
            ),
            models.CheckConstraint(condition=Q(role__in=BuyingRole.values), name="a_buying_role_is_known"),
        ]

    def __str__(self) -> str:
        return f"{self.contact}, {self.get_role_display().lower()}"
