from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("curation", "0014_different_job_aids")]

    operations = [
        migrations.AddField(
            model_name="practicesource",
            name="said_from",
            field=models.PositiveIntegerField(help_text="Where in `quote` what is shown begins.", null=True),
        ),
        migrations.AddField(
            model_name="practicesource",
            name="said_to",
            field=models.PositiveIntegerField(help_text="Where it ends; empty when all is shown.", null=True),
        ),
        migrations.AddField(
            model_name="practicesource",
            name="differs",
            field=models.BooleanField(default=False, help_text="The place reads differently now."),
        ),
    ]
