from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django import forms
from django.utils import timezone

from core.submissions import SubmissionField
from curation.querysets import may_own
from people.models import User

LONGEST = timedelta(days=730)
A_MONTH = timedelta(days=30, hours=12)


def _in_half_a_year() -> date:
    return timezone.localdate() + timedelta(days=182)


class StillRightForm(forms.Form):
    """Until when somebody stands for what is published."""

    verified_until = forms.DateField(
        label="Verified until",
        initial=_in_half_a_year,
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
        error_messages={
            "required": "Choose the day until which the owner stands for it",
            "invalid": "Write a day as 2027-02-28",
        },
        help_text="After this day readers see that nobody has said it is still right.",
    )

    def clean_verified_until(self) -> date:
        day = self.cleaned_data["verified_until"]
        today = timezone.localdate()
        if day <= today:
            raise forms.ValidationError("Choose a day after today")
        if day > today + LONGEST:
            raise forms.ValidationError("Choose a day within two years: systems change faster than that")
        return day


def _a_word(label: str) -> forms.CharField:
    return forms.CharField(
        label=label, required=False, max_length=600, widget=forms.Textarea(attrs={"rows": 2})
    )


class AgreeForm(forms.Form):
    """An expert's word that the steps are right; a curator approves after it."""

    comment = _a_word("What you checked")


class ApproveForm(StillRightForm):
    """What is set when a version is published: who stands for it, and until when."""

    field_order = ["owner", "verified_until", "goes_live_on", "comment"]

    owner = forms.ModelChoiceField(
        User.objects.filter(is_active=True),
        label="Owner",
        required=False,
        help_text="Says that it is still right, and is told when a source changes.",
    )
    goes_live_on = forms.DateField(
        label="Publish on",
        required=False,
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
        error_messages={"invalid": "Write a day as 2027-02-28"},
        help_text="Empty: at once. Otherwise in the first minute of that day.",
    )
    comment = _a_word("A word to the editor")

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        day, until = cleaned.get("goes_live_on"), cleaned.get("verified_until")
        if day and day < timezone.localdate():
            self.add_error("goes_live_on", "Choose today or a later day")
        elif day and until and day >= until:
            self.add_error("goes_live_on", "Choose a day before it has to be verified again")
        return cleaned

    def __init__(self, *args: Any, job_aid: Any = None, months: int = 6, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["verified_until"].initial = timezone.localdate() + min(A_MONTH * months, LONGEST)
        if job_aid is not None:
            owner = self.fields["owner"]
            owner.queryset = may_own(job_aid)  # type: ignore[attr-defined]
            owner.initial = job_aid.owner_id


class AskForChangesForm(forms.Form):
    """Why a draft is not ready."""

    comment = forms.CharField(
        label="What should change",
        max_length=600,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": "Write what should change, so that the editor can act on it"},
    )


class RemarkForm(forms.Form):
    """A word about one step, to the editor of the draft."""

    text = forms.CharField(
        label="Your remark",
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": "Write what you see in this step"},
    )
    step = forms.CharField(max_length=36, widget=forms.HiddenInput)
    submission = SubmissionField()


class SendForm(forms.Form):
    """What the editor says about the new version, to reviewers and then to readers."""

    change_note = forms.CharField(
        label="What changed, in your words",
        required=False,
        max_length=600,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="Readers see it beside the new version. Which steps changed is said for you.",
    )
