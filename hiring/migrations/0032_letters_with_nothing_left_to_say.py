"""Mails whose time came while nothing was left to say are dropped, so that the sweep does not find them for ever."""

from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("hiring", "0031_withdrawn_before_being_told"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RemoveIndex(
            model_name="candidatemail",
            name="candidate_mails_to_leave",
        ),
        migrations.AddField(
            model_name="candidatemail",
            name="dropped_at",
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddIndex(
            model_name="candidatemail",
            index=models.Index(
                condition=models.Q(("dropped_at__isnull", True), ("sent_at__isnull", True)),
                fields=["leaves_at"],
                name="candidate_mails_waiting",
            ),
        ),
        migrations.AddConstraint(
            model_name="candidatemail",
            constraint=models.CheckConstraint(
                condition=models.Q(("sent_at__isnull", True), ("dropped_at__isnull", True), _connector="OR"),
                name="a_candidate_mail_left_or_was_dropped",
            ),
        ),
    ]
