"""Teams: they add figures up; who may see whom is decided by the manager line."""

from django.db import models

from salesmgmt.people.models.open_rows import OpenRows


class Team(models.Model):
    """A node of the team tree. `domain.teams` creates, renames and moves it; a trigger refuses cycles."""

    name = models.CharField(max_length=100, unique=True)
    parent = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="children")

    objects = OpenRows.as_manager()

    class Meta:
        ordering = ["name"]
        constraints = [
            models.CheckConstraint(condition=~models.Q(name=""), name="a_team_has_a_name"),
            models.CheckConstraint(condition=~models.Q(parent=models.F("id")), name="a_team_is_not_its_own_parent"),
        ]

    def __str__(self) -> str:
        return self.name
