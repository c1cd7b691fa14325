"""How somebody likes to look at a list, kept under a name."""

from django.db import models
from django.db.models import Exists, OuterRef, Q

from salesmgmt.accounts.models import User
from salesmgmt.people.models import Membership, Team


class SavedViewQuerySet(models.QuerySet["SavedView"]):
    def visible_to(self, user: User) -> "SavedViewQuerySet":
        """One's own, and those shared with the team in which one stands today."""
        places = Membership.objects.today().filter(user=user, team_id=OuterRef("team_id"))
        return self.filter(Q(owner=user) | Q(Exists(places)), removed_at__isnull=True)

    def of_list(self, code: str, *, reader: User) -> "SavedViewQuerySet":
        """Those of one list that a person sees by name, each saying whether the list opens with it."""
        chosen = DefaultView.objects.filter(user=reader, view=OuterRef("pk"))
        shown = self.visible_to(reader).filter(list_code=code).annotate(is_default=Exists(chosen))
        return shown.order_by("name", "pk")


class SavedView(models.Model):
    """A list as somebody narrowed, ordered and laid it out. `query` is what the address says: filters, `sort`, `cols`.

    It belongs to its owner, and to the people of `team` too where it is shared. `domain.saved_views` saves, renames,
    shares and removes it; a removed one is kept, for its removal may be undone. `version` rises with every act.
    """

    list_code = models.SlugField(max_length=40)
    owner = models.ForeignKey(User, models.CASCADE, related_name="saved_views")
    team = models.ForeignKey(Team, models.CASCADE, null=True, blank=True, related_name="+", db_index=False)
    name = models.CharField(max_length=60)
    query = models.TextField(blank=True)
    version = models.PositiveIntegerField(default=1)
    created_at = models.DateTimeField()
    removed_at = models.DateTimeField(null=True, blank=True)

    objects = SavedViewQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["team", "list_code"], name="views_shared_with_a_team")]
        constraints = [
            models.CheckConstraint(condition=~Q(name=""), name="a_view_has_a_name"),
            models.UniqueConstraint(
                fields=["owner", "list_code", "name"],
                condition=Q(removed_at__isnull=True),
                name="a_person_has_one_view_of_a_name",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class DefaultView(models.Model):
    """The saved view with which a list opens for one person, theirs or their team's; at most one for each list."""

    user = models.ForeignKey(User, models.CASCADE, related_name="+", db_index=False)
    list_code = models.SlugField(max_length=40)
    view = models.ForeignKey(SavedView, models.CASCADE, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user", "list_code"], name="a_list_opens_with_one_view")]
