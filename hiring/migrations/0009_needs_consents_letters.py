"""Needs of benches, consents and their links, pages of candidates, letters."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "__first__"),
        ("files", "0004_names_are_found"),
        ("hiring", "0008_bookings_kits_and_hours"),
        ("people", "0003_nouns_have_names"),
    ]

    operations = [
        migrations.CreateModel(
            name="ConsentRequest",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "ends_date",
                    models.DateField(
                        blank=True, help_text="The last day of the consent that it was asked for.", null=True
                    ),
                ),
                ("asked_at", models.DateTimeField()),
                ("expires_at", models.DateTimeField()),
                (
                    "answer",
                    models.CharField(
                        blank=True, choices=[("RENEWED", "Renewed"), ("REFUSED", "Refused")], max_length=7
                    ),
                ),
                ("answered_at", models.DateTimeField(blank=True, null=True)),
                (
                    "asked_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "entry",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="consent_requests",
                        to="hiring.benchentry",
                    ),
                ),
            ],
            options={
                "ordering": ["-id"],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("asked_by__isnull", True)),
                        fields=("entry", "ends_date"),
                        name="the_end_of_a_consent_is_asked_about_once",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("answer", ""), ("answered_at__isnull", True)),
                            models.Q(("answer__in", ["RENEWED", "REFUSED"]), ("answered_at__isnull", False)),
                            _connector="OR",
                        ),
                        name="an_answered_consent_says_when",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("expires_at__gt", models.F("asked_at"))), name="a_consent_link_lasts"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="LeaverRate",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "yearly_rate",
                    models.DecimalField(decimal_places=4, help_text="0.25: one place in four a year.", max_digits=5),
                ),
                ("note", models.CharField(help_text="Why history does not say it.", max_length=300)),
                ("noted_at", models.DateTimeField()),
                (
                    "noted_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "profile",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="leaver_rates",
                        to="hiring.hiringprofile",
                        db_index=False,
                    ),
                ),
                (
                    "team",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.team"),
                ),
            ],
            options={
                "ordering": ["profile", "team"],
                "constraints": [
                    models.UniqueConstraint(fields=("profile", "team"), name="one_leaver_rate_for_a_profile_and_team"),
                    models.CheckConstraint(
                        condition=models.Q(("yearly_rate__range", (0, 2))), name="a_leaver_rate_is_0_to_2_a_year"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("note", ""), _negated=True), name="a_leaver_rate_says_why"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="LetterText",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "kind",
                    models.CharField(choices=[("OFFER", "Offer letter"), ("REJECTION", "Rejection")], max_length=9),
                ),
                ("text", models.TextField()),
                ("version", models.PositiveIntegerField(default=1)),
                (
                    "profile",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="letter_texts",
                        to="hiring.hiringprofile",
                        db_index=False,
                    ),
                ),
            ],
            options={
                "ordering": ["profile", "kind"],
                "constraints": [
                    models.UniqueConstraint(fields=("profile", "kind"), name="a_profile_has_one_text_of_a_kind"),
                    models.CheckConstraint(
                        condition=models.Q(("kind__in", ["OFFER", "REJECTION"])), name="a_letter_text_is_known"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("text", ""), _negated=True), name="a_letter_text_says_something"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="OfferLetter",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.PositiveIntegerField()),
                ("made_at", models.DateTimeField()),
                (
                    "offer",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="letters",
                        to="hiring.offer",
                        db_index=False,
                    ),
                ),
                (
                    "stored",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="files.storedfile"
                    ),
                ),
            ],
            options={
                "ordering": ["offer", "-number"],
                "constraints": [
                    models.UniqueConstraint(fields=("offer", "number"), name="a_version_of_an_offer_has_one_letter")
                ],
            },
        ),
        migrations.CreateModel(
            name="StatusLink",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("made_at", models.DateTimeField()),
                ("expires_at", models.DateTimeField()),
                (
                    "candidate",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="status_links", to="hiring.candidate"
                    ),
                ),
                (
                    "made_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ["-id"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("expires_at__gt", models.F("made_at"))), name="a_status_link_lasts"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="CandidateMail",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("CONSENT", "Consent"),
                            ("STATUS", "Where you stand"),
                            ("OFFER", "Offer"),
                            ("REJECTED", "Rejected"),
                            ("INVITED", "Invitation"),
                            ("MOVED", "Another time"),
                            ("CALLED_OFF", "Called off"),
                        ],
                        max_length=10,
                    ),
                ),
                ("number", models.PositiveIntegerField(default=0)),
                ("text", models.TextField(blank=True)),
                ("made_at", models.DateTimeField()),
                ("leaves_at", models.DateTimeField()),
                ("sent_at", models.DateTimeField(blank=True, null=True)),
                (
                    "by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "candidacy",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="mails", to="hiring.candidacy"
                    ),
                ),
                (
                    "interview",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="hiring.interview",
                    ),
                ),
                (
                    "offer",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="hiring.offer",
                    ),
                ),
                (
                    "consent",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="hiring.consentrequest",
                    ),
                ),
                (
                    "status_link",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="hiring.statuslink",
                    ),
                ),
            ],
            options={
                "ordering": ["id"],
                "indexes": [
                    models.Index(
                        condition=models.Q(("sent_at__isnull", True)),
                        fields=["leaves_at"],
                        name="candidate_mails_to_leave",
                    )
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("kind__in", ["CONSENT", "STATUS", "OFFER", "REJECTED", "INVITED", "MOVED", "CALLED_OFF"])
                        ),
                        name="a_candidate_mail_is_known",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="CandidateRequest",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "kind",
                    models.CharField(
                        choices=[("ERASURE", "Erasure"), ("COPY", "Copy of what interviewers wrote")], max_length=7
                    ),
                ),
                ("asked_at", models.DateTimeField()),
                ("done_at", models.DateTimeField(blank=True, null=True)),
                ("note", models.CharField(blank=True, max_length=300)),
                (
                    "candidate",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="requests", to="hiring.candidate"
                    ),
                ),
                (
                    "done_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ["asked_at", "id"],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("done_at__isnull", True)),
                        fields=("candidate", "kind"),
                        name="a_request_is_open_once_of_a_kind",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("kind__in", ["ERASURE", "COPY"])), name="a_candidate_request_is_known"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("done_at__isnull", True), ("done_by__isnull", True)),
                            models.Q(
                                ("done_at__isnull", False),
                                ("done_by__isnull", False),
                                models.Q(("note", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="a_settled_request_says_by_whom_and_what",
                    ),
                ],
            },
        ),
    ]
