"""That this database holds the sample company, and what it was made with."""

from django.db import models
from django.db.models import Q


class SampleCompany(models.Model):
    """The one row says that everything here was simulated; `domain.loading` writes it before anything else.

    `loaded_at` is blank until all of it is there; then a trigger keeps the row as it is. `last_event_id` and `contents`
    (the highest id of each table) are what the database held then: `domain.removing` compares with them.
    """

    seed = models.BigIntegerField()
    arguments = models.JSONField()
    truth = models.JSONField()
    password_is_known = models.BooleanField(default=False, help_text="Whether the cast have the published password.")
    began_at = models.DateTimeField()
    loaded_at = models.DateTimeField(null=True, blank=True)
    last_event_id = models.BigIntegerField(null=True, blank=True)
    contents = models.JSONField(null=True, blank=True)
    row_counts = models.JSONField(default=dict)

    class Meta:
        verbose_name_plural = "sample companies"
        constraints = [
            models.CheckConstraint(condition=Q(id=1), name="there_is_one_sample_company"),
            models.CheckConstraint(
                condition=Q(loaded_at__isnull=True) | Q(last_event_id__isnull=False, contents__isnull=False),
                name="a_loaded_sample_company_knows_what_it_holds",
            ),
        ]

    def __str__(self) -> str:
        return f"Sample company of seed {self.seed}"
