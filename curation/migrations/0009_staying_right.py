from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("curation", "0008_workflow_of_two_stages")]

    operations = [
        migrations.AddField(
            model_name="jobaidpage",
            name="verified_at",
            field=models.DateTimeField(editable=False, null=True),
        ),
        migrations.AddField(
            model_name="jobaidpage",
            name="reminded",
            field=models.SmallIntegerField(
                editable=False,
                help_text="Days before its day at which its owner was reminded last.",
                null=True,
            ),
        ),
        migrations.AddField(
            model_name="jobaidpage",
            name="releases",
            field=models.JSONField(
                default=list,
                editable=False,
                help_text="For each system the release it was verified on, and the newest when that is another; "
                "kept by curation.upkeep.releases.",
            ),
        ),
        migrations.AddIndex(
            model_name="jobaidpage",
            index=models.Index(fields=["verified_until"], name="curation_job_aid_lapse"),
        ),
    ]
