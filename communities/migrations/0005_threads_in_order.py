"""What moderation and imports say of a thread, and an index for each way of listing threads."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("communities", "0004_wiki_history"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name="post",
            name="removed_by",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="thread",
            name="author_name",
            field=models.CharField(
                blank=True,
                help_text="Who opened it where it was imported from, when that is no person here.",
                max_length=120,
            ),
        ),
        migrations.AlterField(
            model_name="communitypage",
            name="access",
            field=models.CharField(
                choices=[
                    ("open", "Open: anyone signed in may read and join"),
                    ("on_request", "On request: its members read, its facilitators let you in"),
                    ("private", "Private: only its members know of it"),
                ],
                default="open",
                max_length=12,
            ),
        ),
        migrations.AddIndex(
            model_name="membership",
            index=models.Index(
                condition=models.Q(
                    ("is_facilitator", True), ("is_expert", True), ("is_curator", True), _connector="OR"
                ),
                fields=["community"],
                name="communities_member_roles",
            ),
        ),
        migrations.AddIndex(
            model_name="thread",
            index=models.Index(
                fields=["community", "-is_pinned", "-last_post_at", "-id"], name="communities_thread_list"
            ),
        ),
        migrations.AddIndex(
            model_name="thread",
            index=models.Index(
                condition=models.Q(("accepted_post", None), ("kind", "question")),
                fields=["community", "-last_post_at", "-id"],
                name="communities_thread_unanswered",
            ),
        ),
        migrations.AddIndex(
            model_name="thread",
            index=models.Index(fields=["author", "-created_at", "-id"], name="communities_thread_by_author"),
        ),
    ]
