"""What candidates say of themselves, and how long candidates are kept."""

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
        migrations.CreateModel(
            name="RetentionRule",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("region", models.CharField(blank=True, max_length=60)),
                ("places", models.CharField(blank=True, help_text="Separated by commas.", max_length=300)),
                (
                    "basis",
                    models.CharField(
                        choices=[
                            ("APPLICATION", "An application that ended"),
                            ("CONSENT", "Consent to keep in touch that ended"),
                        ],
                        max_length=11,
                    ),
                ),
                ("days", models.PositiveSmallIntegerField()),
            ],
            options={
                "ordering": ["basis", "region"],
                "constraints": [
                    models.UniqueConstraint(fields=("region", "basis"), name="a_region_has_one_rule_for_a_ground"),
                    models.CheckConstraint(
                        condition=models.Q(("basis__in", ["APPLICATION", "CONSENT"])),
                        name="a_retention_basis_is_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("days__range", (1, 3650))), name="a_retention_is_1_to_3650_days"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("places", ""), ("region", "")),
                            models.Q(models.Q(("region", ""), _negated=True), models.Q(("places", ""), _negated=True)),
                            _connector="OR",
                        ),
                        name="a_region_of_a_retention_rule_has_places",
                    ),
                ],
            },
        ),
    ]
