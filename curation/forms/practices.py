from __future__ import annotations

from typing import Any, Self

from django import forms
from django.http import QueryDict

from core.submissions import SubmissionField
from curation.actions.practices import open_transitions
from curation.forms.flags import MAX_REASON, TimeField, reason_field
from curation.models import Practice
from curation.places.anchors import MAX_WORDS
from curation.states import PracticeState
from screencasts.stretches import stretch_between


class PracticeForm(forms.Form):
    """What a practice is called and says."""

    title = forms.CharField(
        label="What people do",
        max_length=200,
        min_length=5,
        help_text="One line that says the practice, such as “Scan the flag label on the cap”.",
    )
    summary = forms.CharField(
        label="What it is and why it works",
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
    )


class NewPracticeForm(PracticeForm):
    """A practice that is about to be followed."""

    state = forms.ChoiceField(
        label="Where it stands",
        choices=[
            (PracticeState.EMERGING, "Emerging: it works for people, and its sources say so"),
            (PracticeState.FLAGGED, "Flagged: we are still looking at it"),
        ],
        initial=PracticeState.EMERGING,
        widget=forms.RadioSelect,
    )
    submission = SubmissionField()


class JoinForm(forms.Form):
    """Which practice a flagged place belongs to."""

    practice = forms.ModelChoiceField(
        label="Practice", queryset=Practice.objects.none(), empty_label="Choose a practice"
    )

    def __init__(self, *args: Any, practices: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["practice"].queryset = practices  # type: ignore[attr-defined]


class DeclineForm(forms.Form):
    """Why a place is no practice."""

    decline_reason = reason_field(
        "Why it is not taken up",
        help_text="Everybody who flagged it reads this.",
        required_message="Write why: the people who flagged it will read it.",
    )


class StateForm(forms.Form):
    """Moving a practice, with the reason."""

    to = forms.ChoiceField(label="Move it to", choices=PracticeState)
    seen = forms.ChoiceField(choices=PracticeState, required=False, widget=forms.HiddenInput)
    why = reason_field("Why", required=False, help_text="Needed when it is declined or retired.")

    def __init__(self, *args: Any, practice: Practice, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["seen"].initial = practice.state
        # Offered are those of its state now; what was offered before is answered by the action, in words.
        self.fields["to"].widget.choices = [
            (state.value, state.label) for state in open_transitions(practice)
        ]  # type: ignore[attr-defined]

    @classmethod
    def again(cls, sent: QueryDict, *, practice: Practice, problem: str, auto_id: str) -> Self:
        """What was typed, for the state that the practice is in now."""
        data = sent.copy()
        data["seen"] = practice.state
        form = cls(data, practice=practice, auto_id=auto_id)
        form.add_error(None, problem)
        return form


class EndorseForm(forms.Form):
    """An expert's word."""

    note = reason_field(
        "What you know of it",
        required=False,
        help_text="Where you tried it, or why it is right. Your name stands beside it.",
    )


class ObjectForm(forms.Form):
    """An expert's word against it."""

    reason = reason_field(
        "What is not right",
        help_text="Where it fails, or what it risks. Your name stands beside it, and a curator answers.",
        required_message="Write what is not right, so that others can check it.",
    )


class AnswerForm(forms.Form):
    """Why a practice can stand in spite of an objection."""

    answer = reason_field(
        "Your answer",
        help_text="What was checked or changed. The expert and all who read the practice see it.",
        required_message="Write what was checked or changed.",
    )


def _why_field(label: str = "Why it belongs here") -> forms.CharField:
    return forms.CharField(
        label=label, max_length=200, required=False, help_text="Stands in the log beside your name."
    )


class SourceForm(forms.Form):
    """The address of a place to add as a source."""

    address = forms.CharField(
        label="Address of the place",
        max_length=MAX_REASON,
        help_text="Copy it from the page: of a section, a post, or a recording at a time.",
    )
    why = _why_field()


class RemoveForm(forms.Form):
    """Why a source goes."""

    why = _why_field("Why it goes")


class ChooseForm(forms.Form):
    """Which place of a page, a thread or a recording: one that is offered, or words or times in it."""

    place = forms.CharField(
        max_length=80, error_messages={"required": "Choose what of it shows the practice."}
    )
    words = forms.CharField(
        label="Only these words of it",
        max_length=2 * MAX_WORDS,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=f"Copy up to {MAX_WORDS} characters out of what you chose; empty takes all of it.",
    )
    start = TimeField(label="From")
    end = TimeField(label="To")
    why = _why_field()

    def __init__(self, *args: Any, is_recording: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("start", "end"):
            self.fields[name].required = False
        for name in ["words"] if is_recording else ["start", "end"]:
            del self.fields[name]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        start, end = data.get("start"), data.get("end")
        if (start is None) != (end is None) and not self.errors:
            self.add_error("end", "A stretch needs both times.")
        elif start is not None and end is not None:
            try:
                data["stretch"] = stretch_between(start, end).anchor
            except ValueError as error:
                self.add_error("end", str(error))
        return data


class QuoteForm(forms.Form):
    """From which sentence to which a source is shown; `digest` is of the words that were offered."""

    first = forms.IntegerField(min_value=0, error_messages={"required": "Choose where it begins."})
    last = forms.IntegerField(min_value=0, error_messages={"required": "Choose where it ends."})
    digest = forms.CharField(max_length=64, required=False, widget=forms.HiddenInput)
    why = _why_field("Why these words")


class TakeForm(forms.Form):
    """Taking what the place says now; `digest` is of the words that were read."""

    digest = forms.CharField(max_length=64, widget=forms.HiddenInput)
    why = _why_field("Why you take them")
