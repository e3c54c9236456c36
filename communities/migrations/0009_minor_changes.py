from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("communities", "0008_charter_in_parts")]

    operations = [
        migrations.AddField(
            model_name="wikiedition",
            name="is_minor",
            field=models.BooleanField(
                default=False,
                help_text="Spelling, layout, a link: nobody is told, and nothing counts as changed.",
            ),
        ),
    ]
