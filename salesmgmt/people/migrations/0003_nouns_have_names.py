"""Refuses blank names of offices, calendars, role profiles and competencies."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("people", "0002_manager_line"),
    ]

    operations = [
        migrations.AddConstraint(
            model_name="competency",
            constraint=models.CheckConstraint(
                condition=models.Q(("name", ""), _negated=True), name="a_competency_has_a_name"
            ),
        ),
        migrations.AddConstraint(
            model_name="office",
            constraint=models.CheckConstraint(
                condition=models.Q(("name", ""), _negated=True), name="an_office_has_a_name"
            ),
        ),
        migrations.AddConstraint(
            model_name="roleprofile",
            constraint=models.CheckConstraint(
                condition=models.Q(("name", ""), _negated=True), name="a_role_profile_has_a_name"
            ),
        ),
        migrations.AddConstraint(
            model_name="workingcalendar",
            constraint=models.CheckConstraint(
                condition=models.Q(("name", ""), _negated=True), name="a_calendar_has_a_name"
            ),
        ),
    ]
