"""Notes on candidates: what one of us wants to remember of them, for others or for oneself."""

from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import Exists, F, OuterRef, Q

from hiring.choices import InterviewState, NoteAudience
from hiring.models.candidacy import Candidacy
from hiring.models.interview import Panelist, Scorecard
from salesmgmt.accounts.models import User
from salesmgmt.common.folding import SearchText


class CandidateNoteQuerySet(models.QuerySet["CandidateNote"]):
    def visible_to(self, user: User) -> "CandidateNoteQuerySet":
        """One's own; others' by whom they are for, and none of a candidacy for which one still owes a scorecard:
        whatever a note says may be about an interview, and those who rate are blind until their own is in."""
        seen = self.filter(candidacy__in=Candidacy.objects.visible_to(user).values("pk"))
        hired_for = Candidacy.objects.workable_by(user).values("pk")
        meant = Q(audience=NoteAudience.ALL) | Q(audience=NoteAudience.HIRING, candidacy__in=hired_for)
        submitted = Scorecard.objects.filter(
            interview=OuterRef("interview"), author=OuterRef("user"), submitted_at__isnull=False
        )
        owed = Panelist.objects.filter(user=user, interview__candidacy=OuterRef("candidacy"))
        owed = owed.exclude(interview__state=InterviewState.CANCELLED).exclude(Exists(submitted))
        return seen.filter(Q(author=user) | (meant & ~Exists(owed)))


class CandidateNote(models.Model):
    """What somebody wrote of a candidacy, and whom it is for; never for the candidate, nor in the copy of their data.

    `domain.notes.write_note` makes it. Its author alone corrects it (`correct_note`, `version`) and removes it for good
    (`remove_note`); that they did stands in the event log, without the words.
    """

    candidacy = models.ForeignKey(Candidacy, models.CASCADE, related_name="notes", db_index=False)
    author = models.ForeignKey(User, models.PROTECT, related_name="+")
    audience = models.CharField(max_length=6, choices=NoteAudience, default=NoteAudience.ALL)
    text = models.TextField()
    written_at = models.DateTimeField()
    corrected_at = models.DateTimeField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1)

    objects = CandidateNoteQuerySet.as_manager()

    class Meta:
        ordering = ["-written_at", "-id"]
        indexes = [
            models.Index(fields=["candidacy", "-written_at"], name="notes_of_a_candidacy"),
            GinIndex(SearchText("text"), name="candidate_notes_by_their_words"),
        ]
        constraints = [
            models.CheckConstraint(condition=~Q(text=""), name="a_candidate_note_says_something"),
            models.CheckConstraint(
                condition=Q(audience__in=NoteAudience.values), name="a_candidate_note_is_for_somebody_known"
            ),
            models.CheckConstraint(
                condition=Q(corrected_at__isnull=True) | Q(corrected_at__gte=F("written_at")),
                name="a_candidate_note_is_corrected_after_it_is_written",
            ),
        ]

    def __str__(self) -> str:
        return f"Note by {self.author}"
