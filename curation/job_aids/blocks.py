"""What a job aid is built of. Each block has Wagtail's own uuid, by which provenance and branches name a step."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Literal

from django import forms
from django.utils.functional import cached_property
from wagtail import blocks
from wagtail.rich_text import RichText, expand_db_html

from core.forms import BodyField
from core.sanitize import sanitize_html
from curation.job_aids.streams import CleanListBlock, CleanStreamBlock
from curation.job_aids.widgets import ClipWidget, PictureWidget, StepWidget, WordsWidget
from screencasts.times import format_time, parse_time

MOST_STEPS, MOST_LINES = 60, 60
MOST_ROWS = 2**63 - 1  # no database numbers further
NOT_A_TIME = "Write a time as 1:34, or seconds as 94"


class CleanTextBlock(blocks.RichTextBlock):
    """Rich words in the editor of the site, which holds all that the cleaner keeps; clean whenever they are written."""

    toolbar: Literal["full", "short"] = "short"

    @cached_property
    def field(self) -> forms.CharField:
        widget = WordsWidget(self.label or "Words", toolbar=self.toolbar)
        return BodyField(widget=widget, **self.field_options)

    def get_prep_value(self, value: RichText) -> str:
        return cleaned(value.source)

    def clean(self, value: RichText) -> RichText:
        return RichText(cleaned(super().clean(value).source))


class TableBlock(CleanTextBlock):
    """The same, with the tools that make a table."""

    toolbar = "full"


def cleaned(html: str) -> str:
    """Clean HTML; a link that Wagtail keeps as the number of a page becomes its address first."""
    return sanitize_html(expand_db_html(html) if "linktype=" in html else html)


class PictureAddressBlock(blocks.RegexBlock):
    """The address of a picture, chosen among those of the community."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(
            regex=r"^(/files/[\w.~+,@()%/ -]+)?\Z",
            error_messages={"invalid": "Choose a picture of this community, or upload one."},
            **kwargs,
        )
        self.field.widget = PictureWidget()


class RecordingBlock(blocks.IntegerBlock):
    """The number of a screencast, chosen among those of the community."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(min_value=1, max_value=MOST_ROWS, **kwargs)
        self.field.widget = ClipWidget()


class TimeField(forms.Field):
    widget = forms.TextInput(attrs={"size": 8, "maxlength": 12})

    def to_python(self, value: Any) -> float | None:
        text = str(value or "").strip()
        if not text:
            return None
        try:
            return parse_time(text)
        except ValueError as error:
            raise forms.ValidationError(NOT_A_TIME) from error

    def prepare_value(self, value: Any) -> Any:
        return format_time(value) if isinstance(value, int | float) else value


class TimeBlock(blocks.FieldBlock):
    """Seconds, written as 1:34."""

    def __init__(self, required: bool = True, help_text: str = "", **kwargs: Any) -> None:
        self.field = TimeField(required=required, help_text=help_text)
        super().__init__(**kwargs)

    class Meta:
        icon = "time"


class StepChoiceBlock(blocks.CharBlock):
    """The id of a step of the same job aid, so that it follows the step when the steps are put in another order."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(max_length=36, **kwargs)
        self.field.widget = StepWidget()


class PictureBlock(blocks.StructBlock):
    """A picture of the community's own files."""

    address = PictureAddressBlock(required=False, max_length=400, label="Picture")
    alt = blocks.CharBlock(
        required=False,
        max_length=300,
        label="What it shows, in words",
        help_text="For those who cannot see it. Leave it empty when the step says the same.",
    )

    class Meta:
        icon = "image"
        label_format = "{alt}"
        collapsed = True


class ClipBlock(blocks.StructBlock):
    """A stretch of a screencast."""

    screencast = RecordingBlock(required=False, label="Screencast")
    start = TimeBlock(required=False, label="From", help_text="As 1:10. Empty is the beginning.")
    end = TimeBlock(required=False, label="To", help_text="As 1:40. Empty is the end.")

    class Meta:
        icon = "media"
        label = "Stretch of a screencast"
        label_format = "{screencast} {start} {end}"
        collapsed = True


class BranchBlock(blocks.StructBlock):
    """If something is so, the reader goes on at another step."""

    when = blocks.CharBlock(max_length=200, label="If", help_text="As in: the light stays red.")
    go_to = StepChoiceBlock(label="Go to")

    class Meta:
        icon = "redirect"
        label_format = "If {when}"


class StepBlock(blocks.StructBlock):
    title = blocks.CharBlock(
        max_length=200, label="What to do", help_text="Begin with a verb. One act in each step."
    )
    text = CleanTextBlock(required=False, label="How")
    you_see = blocks.TextBlock(
        required=False,
        max_length=400,
        label="You see",
        rows=2,
        help_text="What tells the reader that it worked.",
    )
    warning = blocks.TextBlock(
        required=False,
        max_length=400,
        label="Warning",
        rows=2,
        help_text="What could go wrong here. It stands before the step is done.",
    )
    branches = CleanListBlock(BranchBlock(), required=False, default=[], max_num=6, label="If … go to step …")
    picture = PictureBlock(required=False)
    clip = ClipBlock(required=False)

    class Meta:
        icon = "list-ol"
        label_format = "{title}"


class FactBlock(blocks.StructBlock):
    name = blocks.CharBlock(max_length=120, help_text="As in: Blue light.")
    value = blocks.CharBlock(max_length=300, help_text="As in: the scanner is paired.")

    class Meta:
        icon = "pick"
        label_format = "{name}: {value}"


class StepsBlock(CleanStreamBlock):
    step = StepBlock()

    class Meta:
        max_num = MOST_STEPS
        collapsed = True


class PitfallsBlock(CleanStreamBlock):
    pitfall = CleanTextBlock(icon="warning")

    class Meta:
        max_num = MOST_LINES


class ChecksBlock(CleanStreamBlock):
    check = CleanTextBlock(icon="tick")

    class Meta:
        max_num = MOST_LINES


class FactsBlock(CleanStreamBlock):
    fact = FactBlock()
    table = TableBlock(icon="table", label="Table")

    class Meta:
        max_num = MOST_LINES


def branches_of(step: Any) -> Iterable[tuple[str, str]]:
    """The branches of a step as kept: its condition, and the id of the step to go to."""
    for branch in step.value.get("branches") or ():
        yield branch.get("when") or "", branch.get("go_to") or ""
