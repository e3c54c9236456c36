"""What a stage of a review remembers, and a version that is approved for later."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("curation", "0007_candidates"),
        ("wagtailcore", "0095_groupsitepermission"),
    ]

    operations = [
        migrations.CreateModel(
            name="ApprovalTask",
            fields=[
                (
                    "task_ptr",
                    models.OneToOneField(
                        auto_created=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        parent_link=True,
                        primary_key=True,
                        serialize=False,
                        to="wagtailcore.task",
                    ),
                ),
            ],
            options={"verbose_name": "approval of a job aid", "abstract": False},
            bases=("wagtailcore.task",),
        ),
        migrations.AlterModelOptions(
            name="reviewtask", options={"verbose_name": "expert review of a job aid"}
        ),
        migrations.AddField(
            "reviewstate",
            "job_aid",
            models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="reviews",
                to="curation.jobaidpage",
            ),
        ),
        migrations.AddField(
            "reviewstate",
            "stage",
            models.CharField(
                choices=[("experts", "Expert review"), ("approval", "Approval")],
                default="experts",
                max_length=10,
            ),
        ),
        migrations.AddField(
            "reviewstate",
            "quorum",
            models.PositiveSmallIntegerField(default=1, help_text="How many must agree: as it was asked."),
        ),
        migrations.AddField("reviewstate", "reminded_on", models.DateField(null=True)),
        migrations.AddField(
            "reviewstate",
            "change_note",
            models.TextField(blank=True, help_text="What changed, as its editor says.", max_length=600),
        ),
        migrations.AddField("reviewstate", "goes_live_at", models.DateTimeField(null=True)),
        migrations.AddField(
            "jobaidversion",
            "change_note",
            models.TextField(blank=True, help_text="What changed, as its editor says.", max_length=600),
        ),
        migrations.CreateModel(
            name="PlannedVersion",
            fields=[
                (
                    "job_aid",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="planned",
                        serialize=False,
                        to="curation.jobaidpage",
                    ),
                ),
                (
                    "review",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="curation.reviewstate",
                    ),
                ),
                ("goes_live_at", models.DateTimeField(db_index=True)),
            ],
        ),
    ]
