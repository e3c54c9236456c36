"""How a job aid went for people, in numbers, with the job aid: pages read it without asking."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("curation", "0011_desk")]

    operations = [
        migrations.AddField(
            model_name="jobaidpage",
            name="went",
            field=models.JSONField(
                default=dict,
                editable=False,
                help_text="How it went for people, in numbers; kept by curation.word.",
            ),
        ),
    ]
