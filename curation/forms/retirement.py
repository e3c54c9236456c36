from __future__ import annotations

from typing import Any

from django import forms

from curation.models import JobAidPage

WITHDRAW, REPLACE = "withdraw", "replace"


class RetireForm(forms.Form):
    """What becomes of a published job aid, why, and what replaces it."""

    act = forms.ChoiceField(
        label="What happens to it",
        choices=[
            (WITHDRAW, "It is withdrawn: it leaves lists and search, and its address says why"),
            (REPLACE, "It stays readable, and says what replaces it"),
        ],
        initial=WITHDRAW,
        widget=forms.RadioSelect,
    )
    successor = forms.ModelChoiceField(
        JobAidPage.objects.none(), label="What replaces it", required=False, empty_label="Nothing"
    )
    reason = forms.CharField(
        label="Why it is withdrawn",
        required=False,
        max_length=600,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Needed when it is withdrawn. Read by whoever opens its address or a printed sheet.",
    )

    def __init__(self, *args: Any, job_aid: JobAidPage, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        others = JobAidPage.objects.published().in_community(job_aid.community_id).exclude(pk=job_aid.pk)
        successor = self.fields["successor"]
        successor.queryset = others.order_by("title")  # type: ignore[attr-defined]
        successor.initial = job_aid.superseded_by_id

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("act") == WITHDRAW and not cleaned.get("reason"):
            self.add_error("reason", "Write why, so that people who hold a sheet understand it")
        return cleaned
