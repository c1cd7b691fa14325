"""Where each candidacy came from and what has come of it, said once so that it can be counted."""

from django.db import models

from hiring.models.candidacy import Candidacy
from hiring.models.candidate import CandidateSource


class SourcedCandidacy(models.Model):
    """A candidacy as figures of sources count it: a fact beside it, without a join.

    Nobody writes it: the database folds it in the transaction that changes what it is made of (`hiring_fold_sources`,
    `hiring_fold_outcomes`), and `manage.py prove` compares. `source` is that of the campaign it came by, else the
    candidate's; `got_ready` whether it stood on the bench or was hired; `minutes` what interviewers sat with it.
    It is counted by those who read every candidate, so it has no `visible_to`.
    """

    derived = True

    candidacy = models.OneToOneField(Candidacy, models.CASCADE, primary_key=True, related_name="sourced")
    source = models.ForeignKey(CandidateSource, models.PROTECT, null=True, related_name="+", db_index=False)
    applied_at = models.DateTimeField()
    got_ready = models.BooleanField()
    was_hired = models.BooleanField()
    minutes = models.PositiveIntegerField()

    class Meta:
        verbose_name_plural = "sourced candidacies"

    def __str__(self) -> str:
        return f"{self.candidacy} by {self.source}"
