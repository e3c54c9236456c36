"""From a desk with one review to curation whole: candidates, the desk, two stages of review, upkeep.

The tables come first, then what the older tables said moves into them, and the words that moved go last.
"""

import django.db.models.deletion
import modelcluster.fields
import wagtail.fields
from django.conf import settings
from django.db import migrations, models

from . import _releases_from_words, _second_stage


class Migration(migrations.Migration):
    dependencies = [
        ("communities", "0007_worked_explored_and_linked"),
        ("curation", "0005_desk_reads_across_communities"),
        ("screencasts", "0003_exploring"),
        ("wagtailcore", "0098_apitoken"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
        migrations.swappable_dependency(settings.WAGTAIL_PAGE_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Acknowledgement",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.PositiveIntegerField()),
                ("at", models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name="ApprovalTask",
            fields=[
                (
                    "task_ptr",
                    models.OneToOneField(
                        auto_created=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        parent_link=True,
                        primary_key=True,
                        serialize=False,
                        to="wagtailcore.task",
                    ),
                ),
            ],
            options={
                "verbose_name": "approval of a job aid",
            },
            bases=("wagtailcore.task",),
        ),
        migrations.CreateModel(
            name="ArchiveProposal",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("proposed_at", models.DateTimeField()),
                ("archive_on", models.DateField()),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("open", "Proposed"),
                            ("kept", "Kept"),
                            ("archived", "Archived"),
                            ("lapsed", "Read or verified meanwhile"),
                        ],
                        default="open",
                        max_length=10,
                    ),
                ),
                ("decided_at", models.DateTimeField(null=True)),
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
            ],
        ),
        migrations.CreateModel(
            name="CandidateSearch",
            fields=[
                ("name", models.CharField(max_length=20, primary_key=True, serialize=False)),
                ("read_to", models.PositiveBigIntegerField(default=0)),
            ],
        ),
        migrations.CreateModel(
            name="ConfirmationRound",
            fields=[
                (
                    "job_aid",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="round",
                        serialize=False,
                        to="curation.jobaidpage",
                    ),
                ),
                ("number", models.PositiveIntegerField()),
                (
                    "digest",
                    models.CharField(
                        help_text="Of what to do, as curation.confirming.readers reads it.", max_length=64
                    ),
                ),
                ("since", models.DateTimeField(help_text="When that version was published.")),
                (
                    "reminded_at",
                    models.DateTimeField(
                        help_text="When those who had not confirmed were told last.", null=True
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="ContentRequest",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("due_on", models.DateField(blank=True, null=True)),
                ("title", models.CharField(max_length=200)),
                ("detail", models.TextField(blank=True, max_length=1000)),
                ("people_count", models.PositiveIntegerField(default=1)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("open", "Waiting"),
                            ("met", "There is a job aid"),
                            ("declined", "Declined"),
                        ],
                        default="open",
                        max_length=10,
                    ),
                ),
                ("reason", models.TextField(blank=True, help_text="Why it was declined.", max_length=600)),
                ("created_at", models.DateTimeField()),
                ("decided_at", models.DateTimeField(null=True)),
                ("submission", models.UUIDField(editable=False, null=True)),
            ],
        ),
        migrations.CreateModel(
            name="CurationSettings",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "decide_days",
                    models.PositiveSmallIntegerField(
                        default=7, help_text="From the first flag to the curators' decision."
                    ),
                ),
                (
                    "publish_days",
                    models.PositiveSmallIntegerField(
                        default=30, help_text="From the first flag to the published job aid."
                    ),
                ),
                (
                    "review_days",
                    models.PositiveSmallIntegerField(default=7, help_text="For each stage of a review."),
                ),
                (
                    "expert_quorum",
                    models.PositiveSmallIntegerField(
                        default=1, help_text="How many experts must agree before a job aid is approved."
                    ),
                ),
                (
                    "needs_approval",
                    models.BooleanField(default=True, help_text="A curator approves after the experts."),
                ),
                (
                    "verify_months",
                    models.PositiveSmallIntegerField(
                        default=6, help_text="How long a job aid is verified, unless it says otherwise."
                    ),
                ),
            ],
            options={
                "verbose_name_plural": "curation settings",
            },
        ),
        migrations.CreateModel(
            name="DeskNote",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("text", models.TextField(max_length=1000)),
                ("at", models.DateTimeField()),
                ("submission", models.UUIDField(editable=False, null=True)),
            ],
            options={
                "ordering": ["at", "pk"],
            },
        ),
        migrations.CreateModel(
            name="DifferentJobAids",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("at", models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name="JobAidContact",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "about",
                    models.CharField(blank=True, help_text="What they know: pairing, codes.", max_length=120),
                ),
                ("sort_order", models.PositiveIntegerField(default=0, editable=False)),
            ],
            options={
                "ordering": ["sort_order", "pk"],
            },
        ),
        migrations.CreateModel(
            name="Joining",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("at", models.DateTimeField()),
                ("submission", models.UUIDField(editable=False, null=True)),
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
            ],
        ),
        migrations.CreateModel(
            name="Objection",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("reason", models.TextField(max_length=600)),
                ("created_at", models.DateTimeField()),
                ("withdrawn_at", models.DateTimeField(null=True)),
                ("answer", models.TextField(blank=True, max_length=600)),
                ("answered_at", models.DateTimeField(null=True)),
            ],
            options={
                "ordering": ["created_at", "pk"],
            },
        ),
        migrations.CreateModel(
            name="Pace",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("counted_at", models.DateTimeField()),
                ("stages", models.JSONField(default=dict)),
            ],
            options={
                "verbose_name_plural": "paces",
            },
        ),
        migrations.CreateModel(
            name="PlannedVersion",
            fields=[
                (
                    "job_aid",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="planned",
                        serialize=False,
                        to="curation.jobaidpage",
                    ),
                ),
                ("goes_live_at", models.DateTimeField(db_index=True)),
            ],
        ),
        migrations.CreateModel(
            name="Reading",
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
                            ("wiki_page", "wiki page"),
                            ("thread", "thread"),
                            ("screencast", "screencast"),
                            ("job_aid", "job aid"),
                        ],
                        max_length=10,
                    ),
                ),
                ("object_id", models.PositiveBigIntegerField()),
                ("month", models.DateField(help_text="Its first day.")),
            ],
        ),
        migrations.CreateModel(
            name="Refusal",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("anchor", models.CharField(blank=True, max_length=40)),
                ("version", models.PositiveBigIntegerField(default=0)),
                ("quote", models.TextField(blank=True)),
                ("digest", models.CharField(blank=True, max_length=64)),
                (
                    "label",
                    models.CharField(
                        blank=True,
                        help_text="What the place was called then: page and section, post, minutes.",
                        max_length=300,
                    ),
                ),
                ("reason", models.TextField(blank=True, max_length=600)),
                ("asked_at", models.DateTimeField()),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("open", "Waiting"),
                            ("honoured", "Will not be used"),
                            ("declined", "May be used"),
                        ],
                        default="open",
                        max_length=10,
                    ),
                ),
                ("answer", models.TextField(blank=True, max_length=600)),
                ("decided_at", models.DateTimeField(null=True)),
            ],
        ),
        migrations.CreateModel(
            name="Release",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=40)),
                ("note", models.TextField(blank=True, help_text="What is different.", max_length=1000)),
                ("announced_at", models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name="RequestVoice",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("at", models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name="ReviewVote",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("approve", models.BooleanField()),
                ("comment", models.TextField(blank=True, max_length=600)),
                ("at", models.DateTimeField()),
            ],
            options={
                "ordering": ["at", "pk"],
            },
        ),
        migrations.CreateModel(
            name="SavedChoice",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("form", models.TextField(help_text="The fields as a browser sends them.")),
                ("saved_at", models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name="StepCheck",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("step", models.CharField(max_length=36)),
                ("digest", models.CharField(max_length=64)),
                ("at", models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name="StepNote",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("step", models.CharField(max_length=36)),
                ("text", models.TextField(help_text="Clean HTML.")),
                ("author_name", models.CharField(blank=True, max_length=120)),
                ("at", models.DateTimeField()),
                ("removed_at", models.DateTimeField(null=True)),
            ],
            options={
                "ordering": ["at", "pk"],
            },
        ),
        migrations.CreateModel(
            name="StepQuestion",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("step", models.CharField(max_length=36)),
                (
                    "number",
                    models.PositiveIntegerField(help_text="The published version that was asked about."),
                ),
                ("at", models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name="StepRemark",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("step", models.CharField(max_length=36)),
                ("text", models.TextField(max_length=1000)),
                ("at", models.DateTimeField()),
                ("resolved_at", models.DateTimeField(null=True)),
                ("submission", models.UUIDField(editable=False, null=True)),
            ],
            options={
                "ordering": ["at", "pk"],
            },
        ),
        migrations.CreateModel(
            name="System",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=60)),
            ],
            options={
                "ordering": ["name"],
            },
        ),
        migrations.CreateModel(
            name="VerifiedOn",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
            ],
        ),
        migrations.AlterModelOptions(
            name="reviewtask",
            options={"verbose_name": "expert review of a job aid"},
        ),
        migrations.RemoveConstraint(
            model_name="feedback",
            name="curation_feedback_once",
        ),
        migrations.AddField(
            model_name="driftalert",
            name="claimed_by",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="driftalert",
            name="due_on",
            field=models.DateField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="feedback",
            name="release",
            field=models.CharField(blank=True, help_text="The release that they used.", max_length=120),
        ),
        migrations.AddField(
            model_name="feedback",
            name="role",
            field=models.CharField(
                blank=True, help_text="What the person does, as they said it then.", max_length=120
            ),
        ),
        migrations.AddField(
            model_name="feedback",
            name="thread",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to="communities.thread",
            ),
        ),
        migrations.AddField(
            model_name="flag",
            name="kind",
            field=models.CharField(
                choices=[
                    ("works", "Works well"),
                    ("saves_time", "Saves time"),
                    ("safer", "Safer"),
                    ("official", "Should be official"),
                    ("contradicts", "Contradicts the official way"),
                ],
                default="works",
                max_length=12,
            ),
        ),
        migrations.AddField(
            model_name="flaggedplace",
            name="alike",
            field=models.ForeignKey(
                blank=True,
                help_text="The place that it lies under on the desk, because it says much the same.",
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="likes",
                to="curation.flaggedplace",
            ),
        ),
        migrations.AddField(
            model_name="flaggedplace",
            name="claimed_by",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="flaggedplace",
            name="due_on",
            field=models.DateField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="flaggedplace",
            name="first_at",
            field=models.DateTimeField(
                help_text="When it was flagged first: lead times begin here.", null=True
            ),
        ),
        migrations.AddField(
            model_name="flaggedplace",
            name="people_together",
            field=models.PositiveIntegerField(
                default=0, help_text="People here and at the places that lie under it."
            ),
        ),
        migrations.AddField(
            model_name="jobaidpage",
            name="needs_acknowledgement",
            field=models.BooleanField(
                default=False,
                help_text="Members are asked to say “I have read this”; curators see who has not.",
                verbose_name="everyone confirms that they read it",
            ),
        ),
        migrations.AddField(
            model_name="jobaidpage",
            name="releases",
            field=models.JSONField(
                default=list,
                editable=False,
                help_text="For each system the release it was verified on, and the newest when that is another; kept by curation.upkeep.releases.",
            ),
        ),
        migrations.AddField(
            model_name="jobaidpage",
            name="reminded",
            field=models.SmallIntegerField(
                editable=False,
                help_text="Days before its day at which its owner was reminded last.",
                null=True,
            ),
        ),
        migrations.AddField(
            model_name="jobaidpage",
            name="retire_reason",
            field=models.TextField(blank=True, editable=False, max_length=600),
        ),
        migrations.AddField(
            model_name="jobaidpage",
            name="retired_at",
            field=models.DateTimeField(editable=False, null=True),
        ),
        migrations.AddField(
            model_name="jobaidpage",
            name="retired_by",
            field=models.ForeignKey(
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="jobaidpage",
            name="roles",
            field=models.CharField(
                blank=True,
                help_text="What they do, with commas: nurses, ward clerks.",
                max_length=300,
                verbose_name="who for",
            ),
        ),
        migrations.AddField(
            model_name="jobaidpage",
            name="stand_in",
            field=models.ForeignKey(
                blank=True,
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="jobaidpage",
            name="superseded_by",
            field=models.ForeignKey(
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="supersedes",
                to="curation.jobaidpage",
            ),
        ),
        migrations.AddField(
            model_name="jobaidpage",
            name="verified_at",
            field=models.DateTimeField(editable=False, null=True),
        ),
        migrations.AddField(
            model_name="jobaidpage",
            name="verify_months",
            field=models.PositiveSmallIntegerField(
                editable=False, help_text="How long it is verified; empty: as its community does.", null=True
            ),
        ),
        migrations.AddField(
            model_name="jobaidpage",
            name="went",
            field=models.JSONField(
                default=dict,
                editable=False,
                help_text="How it went for people, in numbers; kept by curation.job_aids.how_it_went.",
            ),
        ),
        migrations.AddField(
            model_name="jobaidversion",
            name="change_note",
            field=models.TextField(blank=True, help_text="What changed, as its editor says.", max_length=600),
        ),
        migrations.AddField(
            model_name="jobaidversion",
            name="changes",
            field=models.JSONField(default=dict, help_text="Ids of blocks: changed, added, removed, moved."),
        ),
        migrations.AddField(
            model_name="jobaidversion",
            name="summary",
            field=models.TextField(blank=True, help_text="What changed since the version before, in words."),
        ),
        migrations.AddField(
            model_name="practice",
            name="due_on",
            field=models.DateField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="practice",
            name="evidence",
            field=models.JSONField(
                default=dict, editable=False, help_text="Part by part, as it was computed."
            ),
        ),
        migrations.AddField(
            model_name="practice",
            name="evidence_at",
            field=models.DateTimeField(editable=False, null=True),
        ),
        migrations.AddField(
            model_name="practice",
            name="evidence_score",
            field=models.FloatField(default=0, editable=False, help_text="0 to 100."),
        ),
        migrations.AddField(
            model_name="practice",
            name="first_flag_at",
            field=models.DateTimeField(help_text="When the first of its places was flagged.", null=True),
        ),
        migrations.AddField(
            model_name="practice",
            name="promoted_at",
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name="practice",
            name="published_at",
            field=models.DateTimeField(help_text="When its first job aid was published.", null=True),
        ),
        migrations.AddField(
            model_name="practicesource",
            name="differs",
            field=models.BooleanField(default=False, help_text="The place reads differently now."),
        ),
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
            model_name="provenance",
            name="is_unnamed",
            field=models.BooleanField(default=False, help_text="The author asked not to be named here."),
        ),
        migrations.AddField(
            model_name="reviewstate",
            name="change_note",
            field=models.TextField(blank=True, help_text="What changed, as its editor says.", max_length=600),
        ),
        migrations.AddField(
            model_name="reviewstate",
            name="due_on",
            field=models.DateField(null=True),
        ),
        migrations.AddField(
            model_name="reviewstate",
            name="goes_live_at",
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name="reviewstate",
            name="job_aid",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="reviews",
                to="curation.jobaidpage",
            ),
        ),
        migrations.AddField(
            model_name="reviewstate",
            name="quorum",
            field=models.PositiveSmallIntegerField(
                default=1, help_text="How many must agree: as it was asked."
            ),
        ),
        migrations.AddField(
            model_name="reviewstate",
            name="reminded_on",
            field=models.DateField(null=True),
        ),
        migrations.AddField(
            model_name="reviewstate",
            name="stage",
            field=models.CharField(
                choices=[("experts", "Expert review"), ("approval", "Approval")],
                default="experts",
                max_length=10,
            ),
        ),
        migrations.AlterField(
            model_name="feedback",
            name="step",
            field=models.CharField(
                blank=True, help_text="The step it is about; empty: the whole.", max_length=36
            ),
        ),
        migrations.AlterField(
            model_name="flag",
            name="reason",
            field=models.TextField(blank=True, max_length=600, verbose_name="in your own words"),
        ),
        migrations.AlterField(
            model_name="jobaidpage",
            name="facts",
            field=wagtail.fields.StreamField(
                [("fact", 2), ("table", 3)],
                blank=True,
                block_lookup={
                    0: (
                        "wagtail.blocks.CharBlock",
                        (),
                        {"help_text": "As in: Blue light.", "max_length": 120},
                    ),
                    1: (
                        "wagtail.blocks.CharBlock",
                        (),
                        {"help_text": "As in: the scanner is paired.", "max_length": 300},
                    ),
                    2: ("wagtail.blocks.StructBlock", [[("name", 0), ("value", 1)]], {}),
                    3: ("curation.job_aids.blocks.TableBlock", (), {"icon": "table", "label": "Table"}),
                },
            ),
        ),
        migrations.AlterField(
            model_name="jobaidpage",
            name="steps",
            field=wagtail.fields.StreamField(
                [("step", 15)],
                blank=True,
                block_lookup={
                    0: (
                        "wagtail.blocks.CharBlock",
                        (),
                        {
                            "help_text": "Begin with a verb. One act in each step.",
                            "label": "What to do",
                            "max_length": 200,
                        },
                    ),
                    1: ("curation.job_aids.blocks.CleanTextBlock", (), {"label": "How", "required": False}),
                    2: (
                        "wagtail.blocks.TextBlock",
                        (),
                        {
                            "help_text": "What tells the reader that it worked.",
                            "label": "You see",
                            "max_length": 400,
                            "required": False,
                            "rows": 2,
                        },
                    ),
                    3: (
                        "wagtail.blocks.TextBlock",
                        (),
                        {
                            "help_text": "What could go wrong here. It stands before the step is done.",
                            "label": "Warning",
                            "max_length": 400,
                            "required": False,
                            "rows": 2,
                        },
                    ),
                    4: (
                        "wagtail.blocks.CharBlock",
                        (),
                        {"help_text": "As in: the light stays red.", "label": "If", "max_length": 200},
                    ),
                    5: ("curation.job_aids.blocks.StepChoiceBlock", (), {"label": "Go to"}),
                    6: ("wagtail.blocks.StructBlock", [[("when", 4), ("go_to", 5)]], {}),
                    7: (
                        "curation.job_aids.streams.CleanListBlock",
                        (6,),
                        {"default": [], "label": "If … go to step …", "max_num": 6, "required": False},
                    ),
                    8: (
                        "curation.job_aids.blocks.PictureAddressBlock",
                        (),
                        {"label": "Picture", "max_length": 400, "required": False},
                    ),
                    9: (
                        "wagtail.blocks.CharBlock",
                        (),
                        {
                            "help_text": "For those who cannot see it. Leave it empty when the step says the same.",
                            "label": "What it shows, in words",
                            "max_length": 300,
                            "required": False,
                        },
                    ),
                    10: ("wagtail.blocks.StructBlock", [[("address", 8), ("alt", 9)]], {"required": False}),
                    11: (
                        "curation.job_aids.blocks.RecordingBlock",
                        (),
                        {"label": "Screencast", "required": False},
                    ),
                    12: (
                        "curation.job_aids.blocks.TimeBlock",
                        (),
                        {"help_text": "As 1:10. Empty is the beginning.", "label": "From", "required": False},
                    ),
                    13: (
                        "curation.job_aids.blocks.TimeBlock",
                        (),
                        {"help_text": "As 1:40. Empty is the end.", "label": "To", "required": False},
                    ),
                    14: (
                        "wagtail.blocks.StructBlock",
                        [[("screencast", 11), ("start", 12), ("end", 13)]],
                        {"required": False},
                    ),
                    15: (
                        "wagtail.blocks.StructBlock",
                        [
                            [
                                ("title", 0),
                                ("text", 1),
                                ("you_see", 2),
                                ("warning", 3),
                                ("branches", 7),
                                ("picture", 10),
                                ("clip", 14),
                            ]
                        ],
                        {},
                    ),
                },
            ),
        ),
        migrations.AddIndex(
            model_name="feedback",
            index=models.Index(
                condition=models.Q(("worked", False)),
                fields=["job_aid", "number"],
                name="curation_feedback_against",
            ),
        ),
        migrations.AddIndex(
            model_name="flaggedplace",
            index=models.Index(
                condition=models.Q(("alike", None)),
                fields=["state", "-people_together", "-newest_at", "-id"],
                name="curation_flagged_groups",
            ),
        ),
        migrations.AddIndex(
            model_name="flaggedplace",
            index=models.Index(
                condition=models.Q(("alike", None)),
                fields=["community", "state", "-people_together", "-newest_at", "-id"],
                name="curation_flagged_in_community",
            ),
        ),
        migrations.AddIndex(
            model_name="flaggedplace",
            index=models.Index(
                condition=models.Q(("due_on", None), _negated=True),
                fields=["due_on", "id"],
                name="curation_flagged_due",
            ),
        ),
        migrations.AddIndex(
            model_name="practice",
            index=models.Index(fields=["state", "-evidence_score", "-id"], name="curation_practice_evidence"),
        ),
        migrations.AddIndex(
            model_name="practice",
            index=models.Index(fields=["-changed_at", "-id"], name="curation_practice_changed"),
        ),
        migrations.AddIndex(
            model_name="practice",
            index=models.Index(
                condition=models.Q(("due_on", None), _negated=True),
                fields=["due_on", "id"],
                name="curation_practice_due",
            ),
        ),
        migrations.AddConstraint(
            model_name="feedback",
            constraint=models.UniqueConstraint(
                fields=("job_aid", "number", "user", "step"), name="curation_feedback_once"
            ),
        ),
        migrations.AddField(
            model_name="acknowledgement",
            name="job_aid",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="acknowledgements",
                to="curation.jobaidpage",
            ),
        ),
        migrations.AddField(
            model_name="acknowledgement",
            name="user",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="archiveproposal",
            name="decided_by",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="archiveproposal",
            name="job_aid",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="archive_proposals",
                to="curation.jobaidpage",
            ),
        ),
        migrations.AddField(
            model_name="candidate",
            name="community",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="candidates",
                to="communities.communitypage",
            ),
        ),
        migrations.AddField(
            model_name="candidate",
            name="decided_by",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="candidate",
            name="practice",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="candidates",
                to="curation.practice",
            ),
        ),
        migrations.AddField(
            model_name="contentrequest",
            name="asked_by",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="contentrequest",
            name="claimed_by",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="contentrequest",
            name="community",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="content_requests",
                to="communities.communitypage",
            ),
        ),
        migrations.AddField(
            model_name="contentrequest",
            name="decided_by",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="contentrequest",
            name="job_aid",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="requests",
                to="curation.jobaidpage",
            ),
        ),
        migrations.AddField(
            model_name="curationsettings",
            name="community",
            field=models.OneToOneField(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="curation_settings",
                to="communities.communitypage",
            ),
        ),
        migrations.AddField(
            model_name="desknote",
            name="alert",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="desk_notes",
                to="curation.driftalert",
            ),
        ),
        migrations.AddField(
            model_name="desknote",
            name="author",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="desknote",
            name="community",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="+", to="communities.communitypage"
            ),
        ),
        migrations.AddField(
            model_name="desknote",
            name="flagged_place",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="desk_notes",
                to="curation.flaggedplace",
            ),
        ),
        migrations.AddField(
            model_name="desknote",
            name="job_aid",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="desk_notes",
                to="curation.jobaidpage",
            ),
        ),
        migrations.AddField(
            model_name="desknote",
            name="practice",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="desk_notes",
                to="curation.practice",
            ),
        ),
        migrations.AddField(
            model_name="desknote",
            name="request",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="desk_notes",
                to="curation.contentrequest",
            ),
        ),
        migrations.AddField(
            model_name="differentjobaids",
            name="first",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="+", to="curation.jobaidpage"
            ),
        ),
        migrations.AddField(
            model_name="differentjobaids",
            name="said_by",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="differentjobaids",
            name="second",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="+", to="curation.jobaidpage"
            ),
        ),
        migrations.AddField(
            model_name="jobaidcontact",
            name="job_aid",
            field=modelcluster.fields.ParentalKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="contacts", to="curation.jobaidpage"
            ),
        ),
        migrations.AddField(
            model_name="jobaidcontact",
            name="user",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="joining",
            name="job_aid",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="joinings", to="curation.jobaidpage"
            ),
        ),
        migrations.AddField(
            model_name="joining",
            name="practice",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="joinings", to="curation.practice"
            ),
        ),
        migrations.AddField(
            model_name="joining",
            name="user",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="likejobaids",
            name="first",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="+", to="curation.jobaidpage"
            ),
        ),
        migrations.AddField(
            model_name="likejobaids",
            name="second",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="+", to="curation.jobaidpage"
            ),
        ),
        migrations.AddField(
            model_name="likeshelf",
            name="community",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="+",
                to="communities.communitypage",
            ),
        ),
        migrations.AddField(
            model_name="liketext",
            name="candidate",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="texts",
                to="curation.candidate",
            ),
        ),
        migrations.AddField(
            model_name="liketext",
            name="flagged_place",
            field=models.ForeignKey(
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="+",
                to="curation.flaggedplace",
            ),
        ),
        migrations.AddField(
            model_name="liketext",
            name="job_aid",
            field=models.ForeignKey(
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="+",
                to="curation.jobaidpage",
            ),
        ),
        migrations.AddField(
            model_name="liketext",
            name="post",
            field=models.ForeignKey(
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="+",
                to="communities.post",
            ),
        ),
        migrations.AddField(
            model_name="liketext",
            name="shelf",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="+",
                to="curation.likeshelf",
            ),
        ),
        migrations.AddField(
            model_name="liketext",
            name="wiki_page",
            field=models.ForeignKey(
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="+",
                to="communities.wikipage",
            ),
        ),
        migrations.AddField(
            model_name="likekey",
            name="text",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="+", to="curation.liketext"
            ),
        ),
        migrations.AddField(
            model_name="objection",
            name="answered_by",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="objection",
            name="expert",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="objection",
            name="practice",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="objections", to="curation.practice"
            ),
        ),
        migrations.AddField(
            model_name="pace",
            name="community",
            field=models.OneToOneField(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="pace",
                to="communities.communitypage",
            ),
        ),
        migrations.AddField(
            model_name="plannedversion",
            name="review",
            field=models.OneToOneField(
                on_delete=django.db.models.deletion.CASCADE, related_name="+", to="curation.reviewstate"
            ),
        ),
        migrations.AddField(
            model_name="reading",
            name="user",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="refusal",
            name="asked_by",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="refusals",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="refusal",
            name="community",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="+", to="communities.communitypage"
            ),
        ),
        migrations.AddField(
            model_name="refusal",
            name="decided_by",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="refusal",
            name="post",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="+",
                to="communities.post",
            ),
        ),
        migrations.AddField(
            model_name="refusal",
            name="screencast",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="+",
                to="screencasts.screencast",
            ),
        ),
        migrations.AddField(
            model_name="refusal",
            name="wiki_page",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="+",
                to="communities.wikipage",
            ),
        ),
        migrations.AddField(
            model_name="release",
            name="announced_by",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="requestvoice",
            name="request",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="voices",
                to="curation.contentrequest",
            ),
        ),
        migrations.AddField(
            model_name="requestvoice",
            name="user",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="reviewvote",
            name="revision",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to="wagtailcore.revision",
            ),
        ),
        migrations.AddField(
            model_name="reviewvote",
            name="state",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="votes", to="curation.reviewstate"
            ),
        ),
        migrations.AddField(
            model_name="reviewvote",
            name="user",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="savedchoice",
            name="curator",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="savedchoice",
            name="practice",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="saved_choices",
                to="curation.practice",
            ),
        ),
        migrations.AddField(
            model_name="stepcheck",
            name="checked_by",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="stepcheck",
            name="job_aid",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="checks", to="curation.jobaidpage"
            ),
        ),
        migrations.AddField(
            model_name="stepnote",
            name="added_by",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="stepnote",
            name="author",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="stepnote",
            name="job_aid",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="step_notes",
                to="curation.jobaidpage",
            ),
        ),
        migrations.AddField(
            model_name="stepnote",
            name="post",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to="communities.post",
            ),
        ),
        migrations.AddField(
            model_name="stepquestion",
            name="asked_by",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="stepquestion",
            name="job_aid",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="questions",
                to="curation.jobaidpage",
            ),
        ),
        migrations.AddField(
            model_name="stepquestion",
            name="thread",
            field=models.OneToOneField(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="about_step",
                to="communities.thread",
            ),
        ),
        migrations.AddField(
            model_name="stepremark",
            name="author",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="stepremark",
            name="job_aid",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="remarks", to="curation.jobaidpage"
            ),
        ),
        migrations.AddField(
            model_name="stepremark",
            name="resolved_by",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="stepremark",
            name="revision",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to="wagtailcore.revision",
            ),
        ),
        migrations.AddField(
            model_name="system",
            name="community",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="systems",
                to="communities.communitypage",
            ),
        ),
        migrations.AddField(
            model_name="release",
            name="system",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="releases", to="curation.system"
            ),
        ),
        migrations.AddField(
            model_name="jobaidpage",
            name="systems",
            field=modelcluster.fields.ParentalManyToManyField(
                blank=True, related_name="job_aids", to="curation.system"
            ),
        ),
        migrations.AddIndex(
            model_name="jobaidpage",
            index=models.Index(fields=["verified_until"], name="curation_job_aid_lapse"),
        ),
        migrations.AddField(
            model_name="verifiedon",
            name="job_aid",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="verified_on",
                to="curation.jobaidpage",
            ),
        ),
        migrations.AddField(
            model_name="verifiedon",
            name="release",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="+", to="curation.release"
            ),
        ),
        migrations.AddField(
            model_name="verifiedon",
            name="system",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="+", to="curation.system"
            ),
        ),
        migrations.AddConstraint(
            model_name="acknowledgement",
            constraint=models.UniqueConstraint(
                fields=("job_aid", "number", "user"), name="curation_acknowledged_once"
            ),
        ),
        migrations.AddIndex(
            model_name="archiveproposal",
            index=models.Index(fields=["state", "archive_on", "id"], name="curation_archive_due"),
        ),
        migrations.AddConstraint(
            model_name="archiveproposal",
            constraint=models.UniqueConstraint(
                condition=models.Q(("state", "open")),
                fields=("job_aid",),
                name="curation_archive_proposed_once",
            ),
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
            model_name="contentrequest",
            index=models.Index(
                fields=["community", "state", "-people_count", "-id"], name="curation_request_wanted"
            ),
        ),
        migrations.AddIndex(
            model_name="contentrequest",
            index=models.Index(fields=["state", "-people_count", "-id"], name="curation_request_desk"),
        ),
        migrations.AddIndex(
            model_name="contentrequest",
            index=models.Index(
                condition=models.Q(("due_on", None), _negated=True),
                fields=["due_on", "id"],
                name="curation_request_due",
            ),
        ),
        migrations.AddConstraint(
            model_name="contentrequest",
            constraint=models.UniqueConstraint(
                fields=("asked_by", "submission"), name="curation_request_sent_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="contentrequest",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state", "declined"), _negated=True),
                    models.Q(("reason", ""), _negated=True),
                    _connector="OR",
                ),
                name="curation_request_declined_with_reason",
            ),
        ),
        migrations.AddConstraint(
            model_name="desknote",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("alert__isnull", True),
                        ("flagged_place__isnull", False),
                        ("job_aid__isnull", True),
                        ("practice__isnull", True),
                        ("request__isnull", True),
                    ),
                    models.Q(
                        ("alert__isnull", True),
                        ("flagged_place__isnull", True),
                        ("job_aid__isnull", True),
                        ("practice__isnull", False),
                        ("request__isnull", True),
                    ),
                    models.Q(
                        ("alert__isnull", True),
                        ("flagged_place__isnull", True),
                        ("job_aid__isnull", False),
                        ("practice__isnull", True),
                        ("request__isnull", True),
                    ),
                    models.Q(
                        ("alert__isnull", False),
                        ("flagged_place__isnull", True),
                        ("job_aid__isnull", True),
                        ("practice__isnull", True),
                        ("request__isnull", True),
                    ),
                    models.Q(
                        ("alert__isnull", True),
                        ("flagged_place__isnull", True),
                        ("job_aid__isnull", True),
                        ("practice__isnull", True),
                        ("request__isnull", False),
                    ),
                    _connector="OR",
                ),
                name="curation_desk_note_one_subject",
            ),
        ),
        migrations.AddConstraint(
            model_name="desknote",
            constraint=models.UniqueConstraint(
                fields=("author", "submission"), name="curation_desk_note_sent_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="differentjobaids",
            constraint=models.UniqueConstraint(fields=("first", "second"), name="curation_different_once"),
        ),
        migrations.AddConstraint(
            model_name="differentjobaids",
            constraint=models.CheckConstraint(
                condition=models.Q(("first__lt", models.F("second"))), name="curation_different_order"
            ),
        ),
        migrations.AddConstraint(
            model_name="joining",
            constraint=models.UniqueConstraint(
                fields=("practice", "submission"), name="curation_joining_sent_once"
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
        migrations.AddConstraint(
            model_name="objection",
            constraint=models.UniqueConstraint(
                condition=models.Q(("withdrawn_at", None)),
                fields=("practice", "expert"),
                name="curation_objection_once",
            ),
        ),
        migrations.AddConstraint(
            model_name="reading",
            constraint=models.UniqueConstraint(
                fields=("kind", "object_id", "month", "user"), name="curation_reading_once"
            ),
        ),
        migrations.AddIndex(
            model_name="refusal",
            index=models.Index(
                fields=["community", "state", "asked_at", "id"], name="curation_refusal_waiting"
            ),
        ),
        migrations.AddIndex(
            model_name="refusal",
            index=models.Index(fields=["asked_by", "-asked_at", "-id"], name="curation_refusal_by_author"),
        ),
        migrations.AddConstraint(
            model_name="refusal",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("post__isnull", True), ("screencast__isnull", True), ("wiki_page__isnull", False)
                    ),
                    models.Q(
                        ("post__isnull", False), ("screencast__isnull", True), ("wiki_page__isnull", True)
                    ),
                    models.Q(
                        ("post__isnull", True), ("screencast__isnull", False), ("wiki_page__isnull", True)
                    ),
                    _connector="OR",
                ),
                name="curation_refusal_one_source",
            ),
        ),
        migrations.AddConstraint(
            model_name="refusal",
            constraint=models.UniqueConstraint(
                condition=models.Q(("wiki_page__isnull", False)),
                fields=("wiki_page", "anchor", "asked_by"),
                name="curation_refusal_once_wiki_page",
            ),
        ),
        migrations.AddConstraint(
            model_name="refusal",
            constraint=models.UniqueConstraint(
                condition=models.Q(("post__isnull", False)),
                fields=("post", "anchor", "asked_by"),
                name="curation_refusal_once_post",
            ),
        ),
        migrations.AddConstraint(
            model_name="refusal",
            constraint=models.UniqueConstraint(
                condition=models.Q(("screencast__isnull", False)),
                fields=("screencast", "anchor", "asked_by"),
                name="curation_refusal_once_screencast",
            ),
        ),
        migrations.AddIndex(
            model_name="requestvoice",
            index=models.Index(fields=["user", "-at", "-id"], name="curation_request_by_person"),
        ),
        migrations.AddConstraint(
            model_name="requestvoice",
            constraint=models.UniqueConstraint(
                fields=("request", "user"), name="curation_request_voice_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="reviewvote",
            constraint=models.UniqueConstraint(
                fields=("state", "revision", "user"), name="curation_review_vote_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="savedchoice",
            constraint=models.UniqueConstraint(
                fields=("practice", "curator"), name="curation_saved_choice_once"
            ),
        ),
        migrations.AddIndex(
            model_name="stepcheck",
            index=models.Index(fields=["job_aid", "step", "-at"], name="curation_check_by_step"),
        ),
        migrations.AddConstraint(
            model_name="stepnote",
            constraint=models.UniqueConstraint(
                condition=models.Q(("removed_at", None)),
                fields=("job_aid", "step", "post"),
                name="curation_step_note_once",
            ),
        ),
        migrations.AddIndex(
            model_name="stepquestion",
            index=models.Index(fields=["job_aid", "step", "-at"], name="curation_question_by_step"),
        ),
        migrations.AddConstraint(
            model_name="stepremark",
            constraint=models.UniqueConstraint(
                fields=("author", "submission"), name="curation_remark_sent_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="system",
            constraint=models.UniqueConstraint(fields=("community", "name"), name="curation_system_once"),
        ),
        migrations.AddIndex(
            model_name="release",
            index=models.Index(fields=["system", "-announced_at", "-id"], name="curation_release_newest"),
        ),
        migrations.AddConstraint(
            model_name="release",
            constraint=models.UniqueConstraint(fields=("system", "name"), name="curation_release_once"),
        ),
        migrations.AddConstraint(
            model_name="verifiedon",
            constraint=models.UniqueConstraint(
                fields=("job_aid", "system"), name="curation_verified_on_once"
            ),
        ),
        migrations.RunPython(_second_stage.plant, _second_stage.uproot),
        migrations.RunPython(_second_stage.place_reviews, migrations.RunPython.noop),
        migrations.RunPython(_releases_from_words.to_rows, _releases_from_words.to_words),
        migrations.RemoveField(
            model_name="jobaidpage",
            name="release",
        ),
    ]
