from __future__ import annotations

from typing import Any

from django import forms

from curation.models import JobAidPage
from curation.querysets import may_own
from people.models import User

NOBODY = "Nobody: the curators of the community"


class AnswersForm(forms.Form):
    """Who says that a job aid is still right, and how often."""

    owner = forms.ModelChoiceField(
        User.objects.none(),
        label="Owner",
        error_messages={"required": "Choose who says that it is still right"},
    )
    stand_in = forms.ModelChoiceField(
        User.objects.none(),
        label="Stand-in",
        required=False,
        help_text="Answers when the owner has left, or cannot say so any more.",
    )
    verify_months = forms.IntegerField(
        label="Months until it is verified again",
        required=False,
        min_value=1,
        max_value=24,
        help_text="Empty: as the community does.",
    )

    def __init__(self, *args: Any, job_aid: JobAidPage, **kwargs: Any) -> None:
        present = {name: getattr(job_aid, name) for name in ("owner", "stand_in", "verify_months")}
        super().__init__(*args, **{"initial": present} | kwargs)
        able = may_own(job_aid)
        named = [(person.pk, person.name) for person in able]
        for name, empty in (("owner", "Nobody yet"), ("stand_in", NOBODY)):
            self.fields[name].queryset = able  # type: ignore[attr-defined]
            self.fields[name].choices = [("", empty), *named]  # type: ignore[attr-defined]  # asked once for both

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("owner") is not None and data["owner"] == data.get("stand_in"):
            self.add_error("stand_in", "Choose somebody else than the owner, or nobody")
        return data
