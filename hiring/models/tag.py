"""Tags of candidates: a company-wide set of words by which people are found again."""

from django.contrib.postgres.expressions import ArraySubquery
from django.db import models
from django.db.models import OuterRef, Q

from hiring.models.candidate import Candidate
from hiring.models.readable import OfferedSetupQuerySet
from salesmgmt.accounts.models import User
from salesmgmt.common.folding import Folded


class CandidateTag(models.Model):
    """A word of the set; `domain.tags` adds, renames, merges and retires them. Upper and lower case make no other tag.

    A retired one stays on whoever has it; imports and what is taken back still put it on, for it was there.
    """

    name = models.CharField(max_length=40)
    is_active = models.BooleanField(default=True, db_default=True)

    objects = OfferedSetupQuerySet.as_manager()

    class Meta:
        ordering = [Folded("name"), "id"]
        constraints = [
            models.CheckConstraint(condition=~Q(name=""), name="a_candidate_tag_has_a_name"),
            models.UniqueConstraint(Folded("name"), name="a_candidate_tag_is_there_once"),
        ]

    def __str__(self) -> str:
        return self.name


class CandidateTagging(models.Model):
    """A tag on a candidate, put there through a candidacy that one works with (`domain.tags`).

    It is there once for whom it was `put_on`, by number: a merge gives the candidate both rows where both had the tag,
    and unmerging takes them apart again. Whoever reads asks whether there is one.
    """

    candidate = models.ForeignKey(Candidate, models.PROTECT, related_name="taggings")
    put_on = models.BigIntegerField()
    tag = models.ForeignKey(CandidateTag, models.PROTECT, related_name="taggings", db_index=False)
    put_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    put_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["tag", "put_on"], name="a_tag_is_put_on_somebody_once"),
        ]

    def __str__(self) -> str:
        return f"{self.tag} on {self.candidate}"


def tag_names(candidate: str) -> ArraySubquery:
    """The names of a candidate's tags; `candidate` is where the outer row has them."""
    put = CandidateTagging.objects.filter(candidate=OuterRef(OuterRef(candidate)))
    found = CandidateTag.objects.filter(pk__in=put.values("tag"))
    return ArraySubquery(found.order_by(Folded("name")).values("name"))
