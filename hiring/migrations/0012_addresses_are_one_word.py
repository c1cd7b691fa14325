"""An e-mail address is one word: a line break would write lines of its own into the head of a mail."""

from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("hiring", "0011_candidates_can_be_erased"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddConstraint(
            model_name="candidate",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("email__isnull", True), models.Q(("email__regex", "\\s"), _negated=True), _connector="OR"
                ),
                name="a_candidate_email_is_one_word",
            ),
        ),
    ]
