from __future__ import annotations

from typing import Any

from django import forms

from core.submissions import SubmissionField
from curation.actions.practices import open_transitions
from curation.forms.flags import MAX_REASON, reason_field
from curation.models import Practice
from curation.states import PracticeState


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

    to = forms.ChoiceField(label="Move it to")
    why = reason_field("Why", required=False, help_text="Needed when it is declined or retired.")

    def __init__(self, *args: Any, practice: Practice, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        states = open_transitions(practice)
        self.fields["to"].choices = [(state.value, state.label) for state in states]  # type: ignore[attr-defined]


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


class SourceForm(forms.Form):
    """The address of a place to add as a source."""

    address = forms.CharField(
        label="Address of the place",
        max_length=MAX_REASON,
        help_text="Copy it from the page: of a section, a post, or a recording at a time.",
    )
