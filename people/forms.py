from __future__ import annotations

from django import forms
from django.http import HttpRequest

from people.models import User


class SignupForm(forms.Form):
    """What we ask beside e-mail and password."""

    display_name = forms.CharField(
        label="Your name", max_length=120, help_text="As colleagues know you.", strip=True
    )
    field_order = ["display_name", "email", "password1"]

    def clean_display_name(self) -> str:
        name = " ".join(self.cleaned_data["display_name"].split())
        if not any(letter.isalnum() for letter in name):
            raise forms.ValidationError("Write a name that has letters in it.")
        return name

    def signup(self, request: HttpRequest, user: User) -> None:
        """Called by allauth once the person is saved; the name was set by the adapter."""
