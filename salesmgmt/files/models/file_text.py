"""The words in a file, as far as they could be read."""

from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import Q

from salesmgmt.common.folding import SearchText
from salesmgmt.files.models.stored_file import StoredFile


class TextState(models.TextChoices):
    WAITING = "WAITING", "Being read"
    READ = "READ", "Read"
    UNREADABLE = "UNREADABLE", "Could not be read"


class FileText(models.Model):
    """One row for a file whose text was asked for: WAITING -> READ or UNREADABLE, with the sentence that says why.

    `domain.texts.request_text` makes it, the job `files.read_text` reads the file once, in a process of its own.
    """

    file = models.OneToOneField(StoredFile, models.CASCADE, primary_key=True, related_name="text")
    state = models.CharField(max_length=10, choices=TextState, default=TextState.WAITING)
    text = models.TextField(blank=True)
    problem = models.CharField(max_length=300, blank=True)
    read_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = [GinIndex(SearchText("text"), name="file_texts_by_their_words")]
        constraints = [
            models.CheckConstraint(condition=Q(state__in=TextState.values), name="a_file_text_has_a_known_state"),
            models.CheckConstraint(
                condition=Q(state=TextState.WAITING, read_at__isnull=True)
                | (~Q(state=TextState.WAITING) & Q(read_at__isnull=False)),
                name="a_file_text_says_when_it_was_read",
            ),
            models.CheckConstraint(
                condition=Q(state=TextState.UNREADABLE) | Q(problem=""), name="only_an_unreadable_file_has_a_problem"
            ),
        ]

    def __str__(self) -> str:
        return f"Text of {self.file}"
