from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("search", "0002_full_text")]

    operations = [
        migrations.AddField(
            model_name="searchentry",
            name="trust_more",
            field=models.CharField(
                blank=True,
                help_text='After the label: "on 12.0, check for 12.1".',
                max_length=200,
                null=True,
            ),
        ),
    ]
