import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("communities", "0003_page_address_index"),
        ("wagtailcore", "0098_apitoken"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="WikiContribution",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("editions", models.PositiveIntegerField(default=0)),
                (
                    "page",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="contributions",
                        to="communities.wikipage",
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["page", "-editions", "id"], name="communities_wiki_people")],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("page", "person"), name="communities_wiki_contribution_once"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="WikiEdition",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.PositiveIntegerField()),
                ("title", models.CharField(max_length=255)),
                ("summary", models.CharField(blank=True, max_length=200)),
                ("created_at", models.DateTimeField()),
                ("submission", models.UUIDField(null=True)),
                (
                    "editor",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "page",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="editions",
                        to="communities.wikipage",
                    ),
                ),
                (
                    "revision",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.RESTRICT,
                        related_name="+",
                        to="wagtailcore.revision",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("page", "number"), name="communities_wiki_edition_once"),
                    models.UniqueConstraint(
                        fields=("editor", "submission"), name="communities_wiki_sent_once"
                    ),
                ],
            },
        ),
        migrations.RemoveField(model_name="wikipage", name="submission"),
        migrations.AddField(
            model_name="wikipage",
            name="last_editor",
            field=models.ForeignKey(
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="wikipage",
            name="lead",
            field=models.CharField(
                blank=True, editable=False, help_text="How the body begins.", max_length=300
            ),
        ),
        migrations.AddField(
            model_name="wikipage",
            name="people_count",
            field=models.PositiveIntegerField(default=0, editable=False, serialize=False),
        ),
        migrations.AddField(
            model_name="wikipage",
            name="sections",
            field=models.JSONField(blank=True, default=list, editable=False, serialize=False),
        ),
    ]
