"""What is asked about the steps of a job aid, and the answers that stand below them."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field

from django.db.models import Exists, F, OuterRef, Q

from communities.models import Post
from curation.models import JobAidPage, Provenance, StepNote, StepQuestion

MOST_QUESTIONS = 60  # of one job aid that its page reads: the newest
SHOWN_AT_A_STEP = 3


@dataclass(slots=True)
class StepTalk:
    """What is said below one step."""

    notes: list[StepNote] = field(default_factory=list)
    open: list[StepQuestion] = field(default_factory=list)
    answered: list[StepQuestion] = field(default_factory=list)  # whose answer is no note yet

    @property
    def shown(self) -> list[StepQuestion]:
        return self.open[:SHOWN_AT_A_STEP]


def talk_about(job_aid: JobAidPage) -> dict[str, StepTalk]:
    """By step; "" is the whole. Two queries, on the indexes curation_question_by_step and of the notes' job aid."""
    found: dict[str, StepTalk] = defaultdict(StepTalk)
    noted: set[int | None] = set()
    for note in _notes(job_aid):
        found[note.step].notes.append(note)
        noted.add(note.post_id)
    for question in _questions(job_aid):
        if not question.thread.is_answered:
            found[question.step].open.append(question)
        elif question.thread.accepted_post_id not in noted:
            found[question.step].answered.append(question)
    return found


def _notes(job_aid: JobAidPage) -> list[StepNote]:
    """Those that stand; the words of a post that a facilitator removed are not shown here either.

    Who asked not to be named, here or anywhere, is not named below a step.
    """
    notes = StepNote.objects.filter(job_aid=job_aid, removed_at=None).filter(
        Q(post=None) | Q(post__is_removed=False)
    )
    unnamed = Provenance.objects.filter(job_aid=job_aid, author=OuterRef("author"), is_unnamed=True)
    notes = notes.annotate(is_unnamed=Q(author__is_named=False) | Exists(unnamed))
    rows: list[StepNote] = list(notes.select_related("author", "post__thread").order_by("at", "pk"))
    for row in rows:
        if row.post is not None:
            row.post.thread.community = job_aid.community
    return rows


def _questions(job_aid: JobAidPage) -> list[StepQuestion]:
    removed = Post.objects.filter(thread=OuterRef("thread"), position=1, is_removed=True)
    asked = StepQuestion.objects.filter(
        ~Exists(removed), job_aid=job_aid, thread__community=F("job_aid__community")
    )
    rows: list[StepQuestion] = list(asked.select_related("thread").order_by("-at", "-pk")[:MOST_QUESTIONS])
    for row in rows:
        row.thread.community = job_aid.community
    return rows
