"""What a person fills in to talk."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django import forms
from taggit.utils import parse_tags

from communities.forms.exploring import exploring_field
from communities.states import ThreadKind
from core.forms import BodyField
from core.submissions import SubmissionField

MAX_TAGS = 5
MAX_TAG_CHARS = 40


@dataclass(frozen=True, slots=True)
class KindWords:
    """How the form speaks for one kind of thread."""

    heading: str
    title: str
    title_hint: str
    body: str
    body_hint: str
    act: str
    least: int = 3


KIND_WORDS = {
    ThreadKind.QUESTION: KindWords(
        "Ask a question",
        "Your question in one line",
        "Say what you wanted to do and what happened.",
        "What did you try?",
        "What you did, what the screen showed, where you were. No patient details.",
        "Ask",
        least=10,
    ),
    ThreadKind.DISCUSSION: KindWords(
        "Start a discussion",
        "What it is about",
        "",
        "Your thoughts",
        "What you see, and what you would like to hear from others.",
        "Start the discussion",
    ),
    ThreadKind.ARTICLE: KindWords(
        "Write an article",
        "Title",
        "",
        "Article",
        "Something worked out, to read in peace.",
        "Publish the article",
    ),
    ThreadKind.NOTE: KindWords(
        "Write a note", "Title", "", "Note", "Something small that others should know.", "Post the note"
    ),
    ThreadKind.STORY: KindWords(
        "Tell a story",
        "Title",
        "",
        "What happened",
        "Where you were, what you did, what came of it. No patient details.",
        "Post the story",
    ),
}


class TagsField(forms.CharField):
    """A few words by which people find it again, parted by commas."""

    def __init__(self) -> None:
        hint = f"Up to {MAX_TAGS}, parted by commas: scanner, night shift."
        super().__init__(label="Tags", required=False, max_length=300, help_text=hint)

    def prepare_value(self, value: Any) -> Any:
        return value if isinstance(value, str) or value is None else ", ".join(sorted(value))

    def clean(self, value: Any) -> list[str]:
        text = super().clean(value)
        tags = parse_tags(text if "," in text or not text else f"{text},")
        tags = list(dict.fromkeys(" ".join(tag.lower().split()) for tag in tags))
        if len(tags) > MAX_TAGS:
            raise forms.ValidationError(f"Keep {MAX_TAGS} tags at most. You wrote {len(tags)}.")
        if too_long := next((tag for tag in tags if len(tag) > MAX_TAG_CHARS), None):
            raise forms.ValidationError(f"“{too_long[:20]}…” is longer than {MAX_TAG_CHARS} characters.")
        return tags


class TitleForm(forms.Form):
    """Title and tags of a thread of one kind."""

    title = forms.CharField(max_length=200, error_messages={"required": "Write a title"})
    tags = TagsField()
    is_exploring = exploring_field("any post of it")

    def __init__(self, *args: Any, kind: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.words = KIND_WORDS[ThreadKind(kind)]
        self.fields["title"].label = self.words.title
        self.fields["title"].help_text = self.words.title_hint

    def clean_title(self) -> str:
        title = " ".join(self.cleaned_data["title"].split())
        if len(title) < self.words.least:
            raise forms.ValidationError(f"Write a title of at least {self.words.least} characters")
        return title


class ThreadForm(TitleForm):
    """A new thread."""

    body = BodyField()
    submission = SubmissionField()
    field_order = ["title", "body", "tags", "is_exploring", "submission"]

    def __init__(self, *args: Any, kind: str, **kwargs: Any) -> None:
        super().__init__(*args, kind=kind, **kwargs)
        self.fields["body"].label = self.words.body
        self.fields["body"].help_text = self.words.body_hint


class ReplyForm(forms.Form):
    """A reply below the thread."""

    body = BodyField(
        toolbar="short",
        label="Your reply",
        help_text="Say what you tried and what the screen showed. No patient details.",
        error_messages={"required": "Write your reply first"},
    )
    submission = SubmissionField()


class PostForm(forms.Form):
    """A new version of one's own post."""

    body = BodyField(label="Your post", error_messages={"required": "A post cannot be empty"})
    is_exploring = exploring_field()
