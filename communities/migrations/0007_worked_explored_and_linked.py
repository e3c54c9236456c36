import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("communities", "0006_page_children_index"),
    ]

    operations = [
        migrations.AddField(
            model_name="communitypage",
            name="is_exploring",
            field=models.BooleanField(
                default=False,
                help_text="People try things out here: nobody flags what they write until you release it.",
                verbose_name="still exploring",
            ),
        ),
        migrations.AddField(
            model_name="post",
            name="is_exploring",
            field=models.BooleanField(
                default=False, help_text="Still tried out: nobody flags it until it is released."
            ),
        ),
        migrations.AddField(
            model_name="post",
            name="worked_count",
            field=models.PositiveIntegerField(
                default=0, help_text="People who said that it worked for them."
            ),
        ),
        migrations.AddField(
            model_name="thread",
            name="is_exploring",
            field=models.BooleanField(
                default=False, help_text="Still tried out: nobody flags a post of it until it is released."
            ),
        ),
        migrations.AddField(
            model_name="wikipage",
            name="is_exploring",
            field=models.BooleanField(
                default=False,
                editable=False,
                help_text="Still tried out: nobody flags it until it is released.",
                serialize=False,
            ),
        ),
        migrations.AlterField(
            model_name="reaction",
            name="kind",
            field=models.CharField(
                choices=[("thanks", "Thanks"), ("worked", "Worked for me")], default="thanks", max_length=10
            ),
        ),
        migrations.CreateModel(
            name="Link",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "target",
                    models.CharField(
                        choices=[
                            ("wiki_page", "wiki page"),
                            ("thread", "thread"),
                            ("screencast", "screencast"),
                        ],
                        max_length=10,
                    ),
                ),
                ("target_id", models.PositiveBigIntegerField()),
                (
                    "post",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="links",
                        to="communities.post",
                    ),
                ),
                (
                    "wiki_page",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="links",
                        to="communities.wikipage",
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["target", "target_id"], name="communities_link_to")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("wiki_page", None), ("post", None), _connector="XOR"),
                        name="communities_link_one_origin",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("wiki_page__isnull", False)),
                        fields=("wiki_page", "target", "target_id"),
                        name="communities_link_once_in_page",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("post__isnull", False)),
                        fields=("post", "target", "target_id"),
                        name="communities_link_once_in_post",
                    ),
                ],
            },
        ),
    ]
