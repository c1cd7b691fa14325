"""The success model: what to do in a stage."""

from django.db import models
from django.db.models import Q

from pipeline.models.process import Stage
from pipeline.models.readable import ReadableQuerySet


class PlaybookStep(models.Model):
    """What winners do in a stage, why, with which material, and how one knows that it is done.

    `domain.drafts` adds, edits and removes it while its process version is a draft; a published one stays as it is.
    `helps` is the code of the qualification item that the step finds out.
    """

    stage = models.ForeignKey(Stage, models.CASCADE, related_name="steps")
    position = models.PositiveSmallIntegerField()
    title = models.CharField(max_length=120)
    why = models.CharField(max_length=300, blank=True)
    material = models.CharField(max_length=500, blank=True, help_text="A text, or the address of it.")
    check_text = models.CharField(max_length=200, blank=True, help_text="How one knows that it is done.")
    helps = models.SlugField(max_length=40, blank=True, db_default="", db_index=False, help_text="What it finds out.")
    due_days = models.PositiveSmallIntegerField(default=3, help_text="Days after the deal enters the stage.")

    objects = ReadableQuerySet.as_manager()

    class Meta:
        ordering = ["stage", "position", "id"]
        constraints = [models.CheckConstraint(condition=~Q(title=""), name="a_playbook_step_has_a_title")]

    def __str__(self) -> str:
        return self.title

    @property
    def is_link(self) -> bool:
        return self.material.startswith(("https://", "http://")) and " " not in self.material
