from __future__ import annotations

from typing import Any

from django import forms
from django.utils import timezone

from core.submissions import SubmissionField
from curation.forms.flags import reason_field
from curation.states import PracticeState


class DueField(forms.DateField):
    """By when something should be decided: today or later."""

    def __init__(self, *, label: str = "Due on", required: bool = False) -> None:
        widget = forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})
        errors = {"invalid": "Write a date, such as 2026-12-24."}
        super().__init__(label=label, required=required, widget=widget, error_messages=errors)

    def clean(self, value: Any) -> Any:
        day = super().clean(value)
        if day is not None and day < timezone.localdate():
            raise forms.ValidationError("Choose today or a later day.")
        return day


class DueForm(forms.Form):
    """By when; empty takes the date away."""

    due_on = DueField()


class NoteForm(forms.Form):
    """A word to the other curators."""

    text = forms.CharField(
        label="Note for the curators",
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="Only the curators of this community read it.",
        error_messages={
            "required": "Write the note first.",
            "max_length": "Shorten the note to 1,000 characters: it has %(show_value)d.",
        },
    )
    submission = SubmissionField()


class BulkForm(forms.Form):
    """One act on several practices."""

    CLAIM, PUT_BACK, MOVE, DUE = "claim", "put-back", "move", "due"
    MOVES = (PracticeState.EMERGING, PracticeState.DECLINED, PracticeState.RETIRED)

    act = forms.ChoiceField(
        label="Act",
        choices=[(CLAIM, "Take on"), (PUT_BACK, "Put back"), (DUE, "Set the due date"), (MOVE, "Move")],
        error_messages={"required": "Choose what to do.", "invalid_choice": "Choose what to do."},
    )
    to = forms.ChoiceField(
        label="Move to",
        required=False,
        choices=[("", "Choose a state"), *((s.value, s.label) for s in MOVES)],
    )
    why = reason_field("Why", required=False)
    due_on = DueField(label="Due on")

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("act") == self.MOVE and not data.get("to") and "to" not in self.errors:
            self.add_error("to", "Choose the state to move to.")
        return data
