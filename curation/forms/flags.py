from __future__ import annotations

from typing import Any

from django import forms

from curation.states import FlagReason
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
    """Why somebody says "look at this": each kind is a button of its own, words are theirs to add."""

    reason = reason_field(
        "In your own words",
        help_text="Where you used it and what it saved or prevented. Curators and members read this.",
        required=False,
    )
    kind = forms.ChoiceField(
        choices=FlagReason,
        required=False,
        widget=forms.HiddenInput,
        error_messages={"invalid_choice": "Choose one of the reasons."},
    )

    def __init__(self, *args: Any, given: str = "", **kwargs: Any) -> None:
        """`given` is the kind of the flag that this person set already: then words alone are enough."""
        super().__init__(*args, **kwargs)
        self.given = given

    def clean_kind(self) -> str:
        kind = self.cleaned_data["kind"] or self.given
        if not kind:
            raise forms.ValidationError("Choose why: one of the reasons below.")
        return kind


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


class StretchForm(forms.Form):
    """From where to where in a recording; cleans to `anchor`."""

    start = TimeField(label="From", help_text="Minutes and seconds, such as 1:12.")
    end = TimeField(label="To")

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        start, end = data.get("start"), data.get("end")
        if start is not None and end is not None:
            try:
                data["anchor"] = stretch_between(start, end).anchor
            except ValueError as error:
                self.add_error("end", str(error))
        return data
