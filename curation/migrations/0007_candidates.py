import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("communities", "0007_exploring_and_worked"),
        ("curation", "0006_ground_of_curation"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="CandidateSearch",
            fields=[
                ("name", models.CharField(max_length=20, primary_key=True, serialize=False)),
                ("read_to", models.PositiveBigIntegerField(default=0)),
            ],
        ),
        migrations.CreateModel(
            name="Candidate",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("forming", "Too little yet"),
                            ("open", "Waiting"),
                            ("taken", "Made a practice"),
                            ("dismissed", "Dismissed"),
                        ],
                        default="forming",
                        max_length=10,
                    ),
                ),
                ("title", models.CharField(blank=True, max_length=200)),
                ("evidence", models.JSONField(default=dict)),
                ("strength", models.FloatField(default=0)),
                ("rank", models.FloatField(default=0)),
                (
                    "newest_at",
                    models.DateTimeField(help_text="When the newest of its places was written.", null=True),
                ),
                ("found_at", models.DateTimeField()),
                (
                    "is_stale",
                    models.BooleanField(
                        default=True, help_text="Something in it changed since it was counted."
                    ),
                ),
                ("reason", models.TextField(blank=True, help_text="Why it was dismissed.", max_length=600)),
                ("before", models.JSONField(default=dict)),
                (
                    "grew",
                    models.CharField(
                        blank=True, help_text="What grew since it was dismissed.", max_length=300
                    ),
                ),
                ("decided_at", models.DateTimeField(null=True)),
                (
                    "community",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="candidates",
                        to="communities.communitypage",
                    ),
                ),
                (
                    "decided_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "practice",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="candidates",
                        to="curation.practice",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="LikeJobAids",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("likeness", models.FloatField(help_text="0 to 1.")),
                (
                    "first",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="curation.jobaidpage",
                    ),
                ),
                (
                    "second",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="curation.jobaidpage",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="LikeShelf",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("places", "posts and sections"),
                            ("flags", "flagged places"),
                            ("job_aids", "job aids"),
                        ],
                        max_length=10,
                    ),
                ),
                ("texts", models.PositiveIntegerField(default=0)),
                ("counts", models.BinaryField(default=bytes)),
                (
                    "community",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="communities.communitypage",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="LikeText",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "anchor",
                    models.CharField(blank=True, help_text="The section of a wiki page.", max_length=40),
                ),
                ("words", models.BinaryField()),
                (
                    "candidate",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="texts",
                        to="curation.candidate",
                    ),
                ),
                (
                    "flagged_place",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="curation.flaggedplace",
                    ),
                ),
                (
                    "job_aid",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="curation.jobaidpage",
                    ),
                ),
                (
                    "post",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="communities.post",
                    ),
                ),
                (
                    "shelf",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="curation.likeshelf",
                    ),
                ),
                (
                    "wiki_page",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="communities.wikipage",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="LikeKey",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("key", models.BigIntegerField()),
                (
                    "text",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="curation.liketext"
                    ),
                ),
            ],
        ),
        migrations.AddIndex(
            model_name="candidate",
            index=models.Index(fields=["state", "-rank", "-id"], name="curation_candidate_list"),
        ),
        migrations.AddIndex(
            model_name="candidate",
            index=models.Index(
                fields=["community", "state", "-rank", "-id"], name="curation_candidate_community"
            ),
        ),
        migrations.AddIndex(
            model_name="candidate",
            index=models.Index(
                condition=models.Q(("is_stale", True)), fields=["id"], name="curation_candidate_stale"
            ),
        ),
        migrations.AddConstraint(
            model_name="candidate",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state", "dismissed"), _negated=True),
                    models.Q(("reason", ""), _negated=True),
                    _connector="OR",
                ),
                name="curation_candidate_dismissed_with_reason",
            ),
        ),
        migrations.AddIndex(
            model_name="likejobaids",
            index=models.Index(fields=["-likeness", "id"], name="curation_like_job_aids_most"),
        ),
        migrations.AddConstraint(
            model_name="likejobaids",
            constraint=models.UniqueConstraint(
                fields=("first", "second"), name="curation_like_job_aids_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="likejobaids",
            constraint=models.CheckConstraint(
                condition=models.Q(("first__lt", models.F("second"))), name="curation_like_job_aids_in_order"
            ),
        ),
        migrations.AddConstraint(
            model_name="likeshelf",
            constraint=models.UniqueConstraint(fields=("kind", "community"), name="curation_like_shelf_once"),
        ),
        migrations.AddConstraint(
            model_name="likeshelf",
            constraint=models.UniqueConstraint(
                condition=models.Q(("community", None)),
                fields=("kind",),
                name="curation_like_shelf_once_for_all",
            ),
        ),
        migrations.AddConstraint(
            model_name="liketext",
            constraint=models.UniqueConstraint(
                condition=models.Q(("wiki_page__isnull", False)),
                fields=("wiki_page", "anchor"),
                name="curation_like_text_wiki_page",
            ),
        ),
        migrations.AddConstraint(
            model_name="liketext",
            constraint=models.UniqueConstraint(
                condition=models.Q(("post__isnull", False)),
                fields=("post", "anchor"),
                name="curation_like_text_post",
            ),
        ),
        migrations.AddConstraint(
            model_name="liketext",
            constraint=models.UniqueConstraint(
                condition=models.Q(("flagged_place__isnull", False)),
                fields=("flagged_place", "anchor"),
                name="curation_like_text_flagged_place",
            ),
        ),
        migrations.AddConstraint(
            model_name="liketext",
            constraint=models.UniqueConstraint(
                condition=models.Q(("job_aid__isnull", False)),
                fields=("job_aid", "anchor"),
                name="curation_like_text_job_aid",
            ),
        ),
        migrations.AddIndex(
            model_name="likekey",
            index=models.Index(fields=["key", "text"], name="curation_like_key"),
        ),
    ]
