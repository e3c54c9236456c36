from __future__ import annotations

from typing import Any

from django import forms

from core.submissions import SubmissionField
from curation.forms.flags import reason_field
from curation.models import JobAidPage


class RequestForm(forms.Form):
    """What a person misses."""

    title = forms.CharField(
        label="We need a job aid on",
        min_length=5,
        max_length=200,
        help_text="What you want to do, such as “replace a syringe driver label”.",
    )
    detail = forms.CharField(
        label="When do you need it?",
        max_length=1000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Where you looked, and what went wrong without it.",
        error_messages={"max_length": "Shorten this to 1,000 characters: it has %(show_value)d."},
    )
    submission = SubmissionField()


class MeetForm(forms.Form):
    """Which job aid answers a request."""

    job_aid = forms.ModelChoiceField(
        label="Job aid",
        queryset=JobAidPage.objects.none(),
        empty_label="Choose a published job aid",
        error_messages={"required": "Choose the job aid that answers it."},
    )

    def __init__(self, *args: Any, job_aids: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["job_aid"].queryset = job_aids  # type: ignore[attr-defined]


class DeclineRequestForm(forms.Form):
    """Why there will be no such job aid."""

    decline_reason = reason_field(
        "Why there will be none",
        help_text="Everybody who asked reads this.",
        required_message="Write why: the people who asked will read it.",
    )
