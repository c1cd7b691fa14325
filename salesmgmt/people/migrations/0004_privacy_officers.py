"""Who may erase candidates has a grant of its own."""

from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("people", "0003_nouns_have_names"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name="rolegrant",
            name="a_granted_role_is_known",
        ),
        migrations.AlterField(
            model_name="rolegrant",
            name="role",
            field=models.CharField(
                choices=[
                    ("ADMIN", "Admin"),
                    ("COMP_ADMIN", "Compensation admin"),
                    ("MANAGER", "Manager"),
                    ("REP", "Rep"),
                    ("RECRUITER", "Recruiter"),
                    ("INTERVIEWER", "Interviewer"),
                    ("FINANCE", "Finance"),
                    ("STAFF", "Staff"),
                    ("FAIRNESS", "Fairness reader"),
                    ("PRIVACY", "Privacy officer"),
                    ("API", "API service user"),
                ],
                max_length=12,
            ),
        ),
        migrations.AddConstraint(
            model_name="rolegrant",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "role__in",
                        [
                            "ADMIN",
                            "COMP_ADMIN",
                            "MANAGER",
                            "REP",
                            "RECRUITER",
                            "INTERVIEWER",
                            "FINANCE",
                            "STAFF",
                            "FAIRNESS",
                            "PRIVACY",
                            "API",
                        ],
                    )
                ),
                name="a_granted_role_is_known",
            ),
        ),
    ]
