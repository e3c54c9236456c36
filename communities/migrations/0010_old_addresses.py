from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("communities", "0009_minor_changes")]

    operations = [
        migrations.CreateModel(
            name="AddressChange",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "old_path",
                    models.TextField(help_text="As Page.url_path: /home/communities/ward/wiki/scanning/"),
                ),
                ("new_path", models.TextField()),
                ("changed_at", models.DateTimeField(auto_now_add=True)),
            ],
            options={
                "indexes": [models.Index(fields=["old_path", "id"], name="communities_old_address")],
            },
        ),
    ]
