"""What submitted scorecards of one interview say beside each other, said once so that it can be counted."""

from django.db import models

from hiring.models.candidacy import Candidacy
from hiring.models.interview import Interview, Scorecard, others_may_be_read
from salesmgmt.accounts.models import User


class ComparedQuerySet(models.QuerySet[models.Model]):
    def visible_to(self, user: User) -> "ComparedQuerySet":
        """Those of candidacies whose scorecards somebody may read by now: the blind rule of `Scorecard`. Of others one
        reads one's own alone, beside which there is none to compare."""
        return self.filter(others_may_be_read(user, "candidacy"))


class ComparedCard(models.Model):
    """A submitted scorecard of an interview of which others wrote one, too: how many others did (`pairs`), and how many
    of those were on the same side, yes or no.

    Nobody writes it: the database folds it in the transaction that submits (`hiring_fold_comparisons`), as it does
    `SharedRatings`, and `manage.py prove` compares.
    """

    derived = True

    card = models.OneToOneField(Scorecard, models.CASCADE, primary_key=True, related_name="compared")
    candidacy = models.ForeignKey(Candidacy, models.CASCADE, related_name="compared_cards", db_index=False)
    author = models.ForeignKey(User, models.PROTECT, related_name="compared_cards")
    pairs = models.PositiveSmallIntegerField()
    same = models.PositiveSmallIntegerField()

    objects = ComparedQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(
                fields=["candidacy"], include=["author", "pairs", "same"], name="compared_cards_of_a_candidacy"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.card} beside {self.pairs} others"


class SharedRatings(models.Model):
    """What two people of an interview both rated in submitted scorecards, in `cells` competencies that so many `raters`
    rated there (these two among them): what `first` gave in all of them, less what `second` gave.

    Leniency is made of nothing else (docs/algorithms/leniency.md). Folded by the database, as `ComparedCard` is.
    `of_candidate` is the candidate's number, so that nothing is joined to very many of these; it is no foreign key, for
    merges move candidacies, and the database sees to it that these follow (`hiring_fold_after_merges`).
    """

    derived = True

    interview = models.ForeignKey(Interview, models.CASCADE, related_name="shared_ratings", db_index=False)
    candidacy = models.ForeignKey(Candidacy, models.CASCADE, related_name="shared_ratings")
    of_candidate = models.BigIntegerField(editable=False)
    first = models.ForeignKey(User, models.PROTECT, related_name="+")
    second = models.ForeignKey(User, models.PROTECT, related_name="+")
    raters = models.PositiveSmallIntegerField()
    cells = models.PositiveSmallIntegerField()
    difference = models.SmallIntegerField()

    objects = ComparedQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "shared ratings"
        constraints = [
            models.UniqueConstraint(
                fields=["interview", "first", "second", "raters"], name="ratings_of_two_are_shared_once"
            ),
            models.CheckConstraint(condition=models.Q(first__lt=models.F("second")), name="two_share_ratings_in_order"),
        ]

    def __str__(self) -> str:
        return f"{self.first} and {self.second} on {self.interview}"
