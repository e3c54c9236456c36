from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms

from core.submissions import SubmissionField
from curation.forms.flags import reason_field
from curation.forms.practices import PracticeForm


class TakeForm(PracticeForm):
    """What the practice will be called, and which of the places show it."""

    texts = forms.MultipleChoiceField(
        label="Places",
        widget=forms.MultipleHiddenInput,
        error_messages={
            "required": "Tick at least one place that shows it.",
            "invalid_choice": "One of these places is not here any more. Look at the list again.",
        },
    )
    submission = SubmissionField()

    def __init__(self, *args: Any, texts: Iterable[int], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["texts"].choices = [(str(pk), "") for pk in texts]  # type: ignore[attr-defined]

    def clean_texts(self) -> list[int]:
        return [int(pk) for pk in self.cleaned_data["texts"]]

    @property
    def ticked(self) -> set[str]:
        """The places that were ticked when the form was sent; all of them before."""
        if self.is_bound:
            return set(self.data.getlist("texts"))  # type: ignore[attr-defined, union-attr]
        return {pk for pk, _ in self.fields["texts"].choices}  # type: ignore[attr-defined]


class DismissForm(forms.Form):
    """Why a candidate is no practice."""

    reason = reason_field(
        "Why it is no practice",
        help_text="Other curators read this. It returns when its evidence grows.",
        required_message="Write why, so that the next curator need not think it through again.",
    )
