"""A statement keeps what was credited in its quarter and what was asked."""

from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("compensation", "0002_final_pay_stays"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name="statement",
            name="credited_minor",
            field=models.BigIntegerField(db_default=0),
        ),
        migrations.AddField(
            model_name="statement",
            name="quota_minor",
            field=models.BigIntegerField(blank=True, null=True),
        ),
        migrations.AddConstraint(
            model_name="statement",
            constraint=models.CheckConstraint(
                condition=models.Q(("quota_minor__isnull", True), ("quota_minor__gt", 0), _connector="OR"),
                name="a_statement_quota_is_positive",
            ),
        ),
    ]
