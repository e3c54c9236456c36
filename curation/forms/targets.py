from __future__ import annotations

from typing import Any

from django import forms

from curation.models import CurationSettings


def _number(label: str, help_text: str, most: int, least: int = 1) -> forms.IntegerField:
    return forms.IntegerField(
        label=label,
        help_text=help_text,
        min_value=least,
        max_value=most,
        widget=forms.NumberInput(attrs={"class": "input--short", "inputmode": "numeric"}),
    )


class TargetsForm(forms.ModelForm):  # type: ignore[type-arg]
    """What a community expects of its curators."""

    decide_days = _number("Days to a decision", "From the first flag on a place until curators decide.", 365)
    publish_days = _number("Days to a job aid", "From the first flag until the job aid is published.", 730)
    review_days = _number("Days for a review", "For each stage of a review.", 90)
    expert_quorum = _number("Experts who must agree", "Before a curator approves a job aid.", 9)
    verify_months = _number("Months until it is verified again", "Unless a job aid says otherwise.", 36)
    needs_approval = forms.BooleanField(
        label="A curator approves after the experts",
        required=False,
        help_text="Without it a job aid is published as soon as enough experts agree.",
    )

    class Meta:
        model = CurationSettings
        fields = (
            "decide_days",
            "publish_days",
            "review_days",
            "expert_quorum",
            "needs_approval",
            "verify_months",
        )

    field_order: Any = Meta.fields
