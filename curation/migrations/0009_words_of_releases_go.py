from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("curation", "0009_systems_from_words")]

    operations = [migrations.RemoveField(model_name="jobaidpage", name="release")]
