"""Teams: they add figures up; who may see whom is decided by the manager line."""

from django.db import models

from salesmgmt.people.models.open_rows import RetirableRows


class Team(models.Model):
    """A node of the team tree. `domain.teams` creates, renames and moves it, and brings it back once `domain.retiring`
    has retired it; triggers refuse cycles, and members, openings, rules and targets to come of a retired one.
    """

    name = models.CharField(max_length=100, unique=True)
    parent = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="children")
    retired_at = models.DateTimeField(null=True, blank=True)

    objects = RetirableRows.as_manager()

    class Meta:
        ordering = ["name"]
        constraints = [
            models.CheckConstraint(condition=~models.Q(name=""), name="a_team_has_a_name"),
            models.CheckConstraint(condition=~models.Q(parent=models.F("id")), name="a_team_is_not_its_own_parent"),
        ]

    def __str__(self) -> str:
        return self.name
