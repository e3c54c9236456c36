"""What a job aid is built of. Each block carries Wagtail's own uuid, so that provenance can name a step."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.functional import cached_property
from wagtail import blocks
from wagtail.rich_text import RichText, expand_db_html

from core.sanitize import sanitize_html

# All of what the cleaner keeps that Wagtail's editor can hold: what it cannot, it would drop at the first save.
TEXT_FEATURES = ["h3", "h4", "bold", "italic", "strikethrough", "code", "superscript", "subscript"]
TEXT_FEATURES += ["ol", "ul", "blockquote", "hr", "link"]


class CleanTextBlock(blocks.RichTextBlock):
    """Rich words that are sanitised whenever they are written down, whoever wrote them."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**{"features": TEXT_FEATURES} | kwargs)

    def get_prep_value(self, value: RichText) -> str:
        return cleaned(value.source)

    def clean(self, value: RichText) -> RichText:
        return RichText(cleaned(super().clean(value).source))


def cleaned(html: str) -> str:
    """Clean HTML; a link that Wagtail keeps as the number of a page becomes its address first."""
    return sanitize_html(expand_db_html(html) if "linktype=" in html else html)


class CleanHtmlBlock(CleanTextBlock):
    """HTML that Wagtail's editor would take apart, such as a table: it is changed as HTML."""

    @cached_property
    def field(self) -> forms.CharField:
        return forms.CharField(widget=forms.Textarea(attrs={"rows": 8}), **self.field_options)


class CleanStreamBlock(blocks.StreamBlock):
    """A stream that never writes down raw data as it came in: each child is read first, and so is cleaned."""

    def get_prep_value(self, value: Any) -> list[dict[str, Any]]:
        for _ in value or ():
            pass  # reading a child turns its raw data into its value
        return super().get_prep_value(value)


class PictureBlock(blocks.StructBlock):
    """A picture of the community's own files."""

    address = blocks.RegexBlock(
        regex=r"^(/files/[\w.~+,@()%/ -]+)?\Z",
        required=False,
        max_length=400,
        error_messages={"invalid": "Give the address of a picture here: it starts with /files/."},
    )
    alt = blocks.CharBlock(required=False, max_length=300, label="What it shows, in words")

    class Meta:
        icon = "image"


class ClipBlock(blocks.StructBlock):
    """A stretch of a screencast."""

    screencast = blocks.IntegerBlock(required=False, min_value=1, label="Number of the screencast")
    start = blocks.FloatBlock(required=False, min_value=0, label="From second")
    end = blocks.FloatBlock(required=False, min_value=0, label="To second")

    class Meta:
        icon = "media"


class StepBlock(blocks.StructBlock):
    title = blocks.CharBlock(max_length=200, label="What to do")
    text = CleanTextBlock(required=False, label="How")
    you_see = blocks.TextBlock(required=False, max_length=400, label="You see", rows=2)
    picture = PictureBlock(required=False)
    clip = ClipBlock(required=False)

    class Meta:
        icon = "list-ol"


class FactBlock(blocks.StructBlock):
    name = blocks.CharBlock(max_length=120)
    value = blocks.CharBlock(max_length=300)

    class Meta:
        icon = "pick"


class StepsBlock(CleanStreamBlock):
    step = StepBlock()


class PitfallsBlock(CleanStreamBlock):
    pitfall = CleanTextBlock(icon="warning")


class ChecksBlock(CleanStreamBlock):
    check = CleanTextBlock(icon="tick")


class FactsBlock(CleanStreamBlock):
    fact = FactBlock()
    table = CleanHtmlBlock(icon="table", label="Table (HTML)")
