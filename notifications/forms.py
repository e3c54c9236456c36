from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django import forms

from notifications.models import NoticeChoice
from notifications.states import GROUPS, How, Kind
from people.models import User

AS_BELOW = ("", "As below")


class ChoicesForm(forms.Form):
    """How a person wants to hear of each kind; what is chosen for all takes the place of every other choice."""

    everything = forms.ChoiceField(label="Everything", choices=[AS_BELOW, *How.choices], required=False)

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        chosen = dict(NoticeChoice.objects.filter(user=user).values_list("kind", "how"))
        for kind in Kind:
            self.fields[kind.value] = forms.ChoiceField(
                label=kind.label, choices=How, initial=chosen.get(kind.value, NoticeChoice.DEFAULT)
            )

    @property
    def groups(self) -> Iterator[tuple[str, list[forms.BoundField]]]:
        """The kinds as they are shown, under what they are about."""
        for title, kinds in GROUPS:
            yield title, [self[kind.value] for kind in kinds]

    @property
    def choices(self) -> dict[str, str]:
        """How to hear of each kind, once the form is valid."""
        everything = self.cleaned_data["everything"]
        return {kind.value: everything or self.cleaned_data[kind.value] for kind in Kind}
