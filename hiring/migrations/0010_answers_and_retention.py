"""What candidates say of themselves."""

from django.db import migrations, models

UNSAID = ("UNSAID", "Prefer not to say")
GOES_WITH = """
ALTER TABLE hiring_selfidentification ADD CONSTRAINT an_answer_goes_with_its_candidate
    FOREIGN KEY (candidate_id) REFERENCES hiring_candidate (id) ON DELETE CASCADE
"""


class Migration(migrations.Migration):
    dependencies = [("hiring", "0009_needs_consents_letters")]

    operations = [
        migrations.CreateModel(
            name="SelfIdentification",
            fields=[
                ("candidate_id", models.BigIntegerField(primary_key=True, serialize=False)),
                (
                    "gender",
                    models.CharField(
                        choices=[("WOMAN", "Woman"), ("MAN", "Man"), ("OTHER", "Non-binary or another"), UNSAID],
                        max_length=6,
                    ),
                ),
                (
                    "age_band",
                    models.CharField(
                        choices=[("UNDER_40", "Under 40"), ("FROM_40", "40 or older"), UNSAID], max_length=8
                    ),
                ),
                (
                    "ethnic_group",
                    models.CharField(
                        choices=[
                            ("ASIAN", "Asian"),
                            ("BLACK", "Black or African American"),
                            ("HISPANIC", "Hispanic or Latino"),
                            ("NATIVE", "American Indian or Alaska Native"),
                            ("PACIFIC", "Native Hawaiian or other Pacific Islander"),
                            ("WHITE", "White"),
                            ("SEVERAL", "Two or more"),
                            UNSAID,
                        ],
                        max_length=8,
                    ),
                ),
                ("given_at", models.DateTimeField()),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("gender__in", ["WOMAN", "MAN", "OTHER", "UNSAID"]),
                            ("age_band__in", ["UNDER_40", "FROM_40", "UNSAID"]),
                            (
                                "ethnic_group__in",
                                ["ASIAN", "BLACK", "HISPANIC", "NATIVE", "PACIFIC", "WHITE", "SEVERAL", "UNSAID"],
                            ),
                        ),
                        name="what_is_said_of_oneself_is_one_of_the_answers",
                    )
                ],
            },
        ),
        migrations.RunSQL(
            GOES_WITH,
            "ALTER TABLE hiring_selfidentification DROP CONSTRAINT an_answer_goes_with_its_candidate",
        ),
    ]
