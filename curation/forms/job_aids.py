from __future__ import annotations

from typing import Any

from django import forms

from curation.models import JobAidPage


class FeedbackForm(forms.Form):
    """ "Worked for me", or "did not, because"."""

    worked = forms.TypedChoiceField(
        choices=[("yes", "It worked"), ("no", "It did not")],
        coerce=lambda value: value == "yes",
        error_messages={"required": "Choose whether it worked"},
    )
    step = forms.ChoiceField(required=False, label="At which step")
    comment = forms.CharField(
        max_length=1000,
        label="What you saw",
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": "Write what happened, so that somebody can mend the step"},
    )

    def __init__(self, *args: Any, job_aid: JobAidPage, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        steps = [
            (str(block.id), f"{number}. {block.value['title']}"[:120])
            for number, block in enumerate(job_aid.steps, start=1)
        ]
        step = self.fields["step"]
        step.choices = [("", "No step in particular"), *steps]  # type: ignore[attr-defined]
        # Who says that it worked need not say more.
        self.fields["comment"].required = self.data.get("worked") != "yes"


class DriftForm(forms.Form):
    """Why a step stays, or leaves its source."""

    note = forms.CharField(
        required=False,
        max_length=600,
        label="A note for other curators",
        widget=forms.Textarea(attrs={"rows": 2}),
    )
