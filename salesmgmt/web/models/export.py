"""Rows that somebody took out of the product."""

from django.db import models
from django.db.models import Q

from salesmgmt.accounts.models import User
from salesmgmt.events.models import Job
from salesmgmt.files.models import StoredFile


class ExportQuerySet(models.QuerySet["Export"]):
    def visible_to(self, user: User) -> "ExportQuerySet":
        """One's own: the file holds what its maker may see."""
        return self.filter(owner=user)


class Export(models.Model):
    """One export: of which list, narrowed how, by whom. `list_code` is blank where it was everything.

    `domain.exports.begin_export` makes it. A small one is sent at once and has neither job nor file; a large one is
    written by `job` into `file`, which goes when it expires.
    """

    list_code = models.SlugField(max_length=40, blank=True)
    query = models.TextField(blank=True)
    form = models.CharField(max_length=4, choices=[("csv", "CSV"), ("xlsx", "Excel"), ("zip", "Everything")])
    owner = models.ForeignKey(User, models.PROTECT, related_name="+", db_index=False)
    row_count = models.PositiveIntegerField(null=True, blank=True)
    job = models.ForeignKey(Job, models.SET_NULL, null=True, blank=True, related_name="+")
    file = models.ForeignKey(StoredFile, models.SET_NULL, null=True, blank=True, related_name="+")
    created_at = models.DateTimeField()

    objects = ExportQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["owner", "-created_at"], name="exports_of_a_person")]
        constraints = [
            models.CheckConstraint(condition=Q(form__in=["csv", "xlsx", "zip"]), name="an_export_has_a_known_form")
        ]
