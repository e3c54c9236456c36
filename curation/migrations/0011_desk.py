"""Lead times that the night counts, and what is due found by its day."""

import django.db.models.deletion
from django.db import migrations, models

HAS_A_DAY = models.Q(("due_on", None), _negated=True)


class Migration(migrations.Migration):
    dependencies = [
        ("communities", "0007_exploring_and_worked"),
        ("curation", "0010_saved_choices"),
    ]

    operations = [
        migrations.CreateModel(
            name="Pace",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("counted_at", models.DateTimeField()),
                ("stages", models.JSONField(default=dict)),
                (
                    "community",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="pace",
                        to="communities.communitypage",
                    ),
                ),
            ],
            options={"verbose_name_plural": "paces"},
        ),
        migrations.AddIndex(
            model_name="practice",
            index=models.Index(fields=["-changed_at", "-id"], name="curation_practice_changed"),
        ),
        migrations.AddIndex(
            model_name="practice",
            index=models.Index(fields=["due_on", "id"], condition=HAS_A_DAY, name="curation_practice_due"),
        ),
        migrations.AddIndex(
            model_name="flaggedplace",
            index=models.Index(fields=["due_on", "id"], condition=HAS_A_DAY, name="curation_flagged_due"),
        ),
        migrations.AddIndex(
            model_name="contentrequest",
            index=models.Index(fields=["due_on", "id"], condition=HAS_A_DAY, name="curation_request_due"),
        ),
        migrations.AddIndex(
            model_name="feedback",
            index=models.Index(
                fields=["job_aid", "number"],
                condition=models.Q(("worked", False)),
                name="curation_feedback_against",
            ),
        ),
    ]
