"""What a facilitator fills in to invite people."""

from __future__ import annotations

import re

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import validate_email

MOST_ADDRESSES = 50
DAYS = [(1, "one day"), (7, "a week"), (30, "30 days")]


def days_field() -> forms.TypedChoiceField:
    return forms.TypedChoiceField(label="It lasts", choices=DAYS, coerce=int, initial=7)


class InviteByMailForm(forms.Form):
    """Addresses, one to a line or with commas between them."""

    addresses = forms.CharField(
        label="E-mail addresses",
        max_length=6000,
        help_text=f"One to a line, up to {MOST_ADDRESSES}. Each gets a mail with a link of its own.",
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": "Write at least one address"},
    )
    days = days_field()

    def clean_addresses(self) -> list[str]:
        found = [word for word in re.split(r"[\s,;]+", self.cleaned_data["addresses"]) if word]
        wrong = [address for address in found if not _is_address(address)]
        if wrong:
            raise ValidationError(f"This is no e-mail address: {', '.join(wrong[:3])}")
        if len(found) > MOST_ADDRESSES:
            raise ValidationError(f"Write up to {MOST_ADDRESSES} addresses at once. There are {len(found)}.")
        return found


class InviteByLinkForm(forms.Form):
    """A link to pass on."""

    days = days_field()
    is_single = forms.TypedChoiceField(
        label="Who may use it",
        choices=[("one", "One person, then it is over"), ("many", "Everybody who gets it, until it is over")],
        coerce=lambda value: value == "one",
        initial="one",
        widget=forms.RadioSelect,
    )


def _is_address(text: str) -> bool:
    try:
        validate_email(text)
    except ValidationError:
        return False
    return len(text) <= 254
