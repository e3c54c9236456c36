from __future__ import annotations

from typing import Any

from django import forms

from screencasts.stretches import stretch_between
from screencasts.times import parse_time

MAX_REASON = 600


def reason_field(label: str, *, required_message: str = "", **kwargs: Any) -> forms.CharField:
    """A few lines of a person's own words."""
    errors = {"max_length": f"Shorten this to {MAX_REASON} characters: it has %(show_value)d."}
    if required_message:
        errors["required"] = required_message
    return forms.CharField(
        label=label,
        max_length=MAX_REASON,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages=errors,
        **kwargs,
    )


class FlagForm(forms.Form):
    """Why somebody says "this works"."""

    reason = reason_field(
        "Why does it work?",
        help_text="Where you used it and what it saved or prevented. Curators and members read this.",
        required_message="Write why it works: one line is enough.",
    )


class TimeField(forms.CharField):
    """A time in a recording, as people type it; cleans to seconds."""

    def __init__(self, *, label: str, help_text: str = "") -> None:
        widget = forms.TextInput(attrs={"inputmode": "numeric"})
        super().__init__(label=label, help_text=help_text, max_length=12, widget=widget)

    def clean(self, value: Any) -> float | None:
        text = super().clean(value)
        try:
            return parse_time(text) if text else None
        except ValueError as error:
            raise forms.ValidationError("Write minutes and seconds, such as 1:12.") from error


class StretchFlagForm(FlagForm):
    """A flag on a stretch of a recording."""

    start = TimeField(label="From", help_text="Minutes and seconds, such as 1:12.")
    end = TimeField(label="To")

    field_order = ("start", "end", "reason")

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        start, end = data.get("start"), data.get("end")
        if start is not None and end is not None:
            try:
                data["anchor"] = stretch_between(start, end).anchor
            except ValueError as error:
                self.add_error("end", str(error))
        return data
